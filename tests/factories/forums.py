import factory
from django.utils import timezone

from core.markdown import render
from forums.models import Discussion, Post
from forums.models.post import place_under
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory


class DiscussionFactory(factory.django.DjangoModelFactory):
    """An open discussion in the commons, with nothing said yet."""

    class Meta:
        model = Discussion

    space = factory.LazyFunction(lambda: CommunityFactory().spaces.get(slug="commons"))
    title = factory.Sequence(lambda n: f"Discussion {n}")
    question = "What did you say, and what happened next?"
    state = Discussion.State.OPEN
    opened_at = factory.LazyFunction(timezone.now)


class PostFactory(factory.django.DjangoModelFactory):
    """A post straight into the table; the discussion's counts follow."""

    class Meta:
        model = Post

    discussion = factory.SubFactory(DiscussionFactory)
    author = factory.SubFactory(UserFactory)
    markdown = "I asked before I told."
    html = factory.LazyAttribute(lambda post: render(post.markdown))
    number = factory.LazyAttribute(lambda post: post.discussion.last_number + 1)
    path = factory.LazyAttribute(lambda post: place_under(post.parent and post.parent.path, post.number)[0])
    depth = factory.LazyAttribute(lambda post: place_under(post.parent and post.parent.path, post.number)[1])
    parent = None

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        post = super()._create(model_class, *args, **kwargs)
        discussion = post.discussion
        discussion.last_number, discussion.last_post_at = post.number, post.created_at
        discussion.post_count += 1
        discussion.version += 1
        discussion.people_count = discussion.posts.values("author", "sender").distinct().count()
        discussion.save(update_fields=["last_number", "last_post_at", "post_count", "people_count", "version"])
        return post
