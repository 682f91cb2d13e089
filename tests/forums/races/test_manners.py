"""Two connections at once. Without the lock or the constraint that each names, it fails."""

import uuid

import pytest

from activity.models import Entry
from forums import actions
from forums.errors import PostRemoved, PostStale
from forums.models import Mention, Post, PostRevision
from notifications.models import Notification
from tests.factories import MembershipFactory, PostFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 5 * SIZE
TOGETHER = 4


@pytest.fixture
def author(discussion):
    return MembershipFactory(community=discussion.space.community).person


@pytest.fixture
def moderator(discussion):
    return MembershipFactory(community=discussion.space.community, role=30).person


@pytest.fixture
def post(discussion, author, moderator):
    PostFactory(discussion=discussion, author=moderator, kind="prompt")
    return PostFactory(discussion=discussion, author=author, markdown="At first.")


def anew(post):
    return Post.objects.select_related("discussion__space__community").get(pk=post.pk)


def editing(post, text, version):
    found = anew(post)
    return lambda: actions.edit_post(found, actor=found.author, markdown=text, version=version)


def removing(post, actor):
    found = anew(post)
    return lambda: actions.remove_post(found, actor=actor, reason="No.")


def restoring(post, actor):
    found = anew(post)
    return lambda: actions.restore_post(found, actor=actor)


def answering(discussion, actor, parent):
    answer = {"markdown": "Why?", "submission": uuid.uuid4(), "parent": parent}
    return lambda: actions.reply(discussion, actor=actor, **answer)


def last(verb):
    return Entry.objects.filter(verb=verb).latest("pk").pk


def failures(results):
    return [each for each in results if isinstance(each, Exception)]


def test_of_two_edits_at_once_one_is_told_of_the_other(post):
    """The lock on the discussion, beneath which the version is asked."""
    for version in range(ROUNDS):
        results = at_once(*[editing(post, f"Text {version} {window}", version) for window in range(TOGETHER)])

        assert [type(each) for each in failures(results)] == [PostStale] * (TOGETHER - 1)
        assert anew(post).version == version + 1 == PostRevision.objects.count()


def test_a_double_click_is_one_edit(post):
    """The lock on the discussion, beneath which the text is compared."""
    for version in range(ROUNDS):
        results = at_once(*[editing(post, f"Text {version}", version)] * TOGETHER)

        assert failures(results) == []
        assert PostRevision.objects.count() == version + 1


def test_an_edit_is_in_before_a_removal_or_refused(discussion, post, moderator):
    """The lock on the discussion, beneath which the post is read again."""
    for _ in range(ROUNDS):
        before = anew(post)
        edited, removed = at_once(editing(post, f"{before.markdown}.", before.version), removing(post, moderator))

        assert not isinstance(removed, Exception)
        is_refused = isinstance(edited, PostRemoved)
        assert is_refused or not isinstance(edited, Exception)
        assert anew(post).version == before.version + (not is_refused)
        assert is_refused or last("post.edited") < last("post.removed")
        actions.restore_post(anew(post), actor=moderator)
    discussion.refresh_from_db()
    assert (discussion.post_count, discussion.people_count) == (2, 2)


def test_an_answer_is_in_before_a_removal_or_refused(discussion, post, author, moderator):
    """The lock on the discussion, beneath which the answered post is asked for."""
    for _ in range(ROUNDS):
        discussion.refresh_from_db()
        count = discussion.posts.count()
        answered, removed = at_once(answering(discussion, moderator, post), removing(post, author))

        assert not isinstance(removed, Exception)
        is_refused = isinstance(answered, PostRemoved)
        assert is_refused or not isinstance(answered, Exception)
        assert discussion.posts.count() == count + (not is_refused)
        assert is_refused or last("post.replied") < last("post.withdrawn")
        actions.restore_post(anew(post), actor=author)


def test_removing_and_bringing_back_at_once_counts_each_once(discussion, post, author):
    """The lock on the discussion, beneath which the state is asked."""
    posts = [post, *PostFactory.create_batch(TOGETHER - 1, discussion=discussion, author=author)]
    for _ in range(ROUNDS):
        assert failures(at_once(*[removing(each, author) for each in posts * 2])) == []
        discussion.refresh_from_db()
        assert (discussion.post_count, discussion.people_count) == (1, 1)

        assert failures(at_once(*[restoring(each, author) for each in posts * 2])) == []
        discussion.refresh_from_db()
        assert (discussion.post_count, discussion.people_count) == (1 + TOGETHER, 2)


def test_whom_a_double_click_names_is_told_once(discussion, post, author, moderator):
    """The lock on the discussion, post_submitted_once, mention_once and notification_once."""
    for said in range(1, ROUNDS + 1):
        click = {"actor": author, "markdown": f"@{moderator.handle}", "submission": uuid.uuid4()}
        results = at_once(*[lambda click=click: actions.reply(discussion, **click)] * TOGETHER)

        assert failures(results) == []
        assert Mention.objects.count() == said
        assert Notification.objects.filter(recipient=moderator, entry__verb="post.mentioned").count() == said
        assert not Notification.objects.filter(recipient=moderator).exclude(entry__verb="post.mentioned").exists()
