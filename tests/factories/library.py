from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from core.markdown import render
from library.models import File, Item, ItemAuthor, ItemFile, new_key
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory


class FileFactory(factory.django.DjangoModelFactory):
    """A short text that hangs on nothing."""

    class Meta:
        model = File

    class Params:
        content = b"Ask before you tell."

    key = factory.LazyAttribute(lambda file: default_storage.save(new_key(), ContentFile(file.content)))
    name = "guide.txt"
    type = "text/plain"
    size = factory.LazyAttribute(lambda file: len(file.content))
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_by = factory.SubFactory(UserFactory)


class ItemFactory(factory.django.DjangoModelFactory):
    """A published tip in the commons; with `file`, that one hangs on it."""

    class Meta:
        model = Item
        skip_postgeneration_save = True

    class Params:
        is_draft = factory.Trait(state="draft", published_at=None)

    space = factory.LazyFunction(lambda: CommunityFactory().spaces.get(slug="commons"))
    kind = Item.Kind.TIP
    state = Item.State.PUBLISHED
    title = factory.Sequence(lambda n: f"Item {n}")
    markdown = "Ask before you tell."
    html = factory.LazyAttribute(lambda item: render(item.markdown))
    excerpt = factory.LazyAttribute(lambda item: item.markdown)
    contributed_by = factory.SubFactory(UserFactory)
    published_at = factory.LazyFunction(timezone.now)
    submission = factory.LazyFunction(uuid4)

    @factory.post_generation
    def file(item, create, extracted, **kwargs):
        if create:
            ItemAuthor.objects.create(item=item, position=1, person=item.contributed_by)
        if create and extracted:
            ItemFile.objects.create(item=item, file=extracted, number=1, by=item.contributed_by)
