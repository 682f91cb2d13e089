"""Somebody’s rows in what a community keeps."""

from django.utils import timezone

from library.models import File, Item, ItemAuthor, ItemFile
from tests.factories import FileFactory, ItemFactory, SubjectFactory


def rows_of_library(person, words, community):
    file = FileFactory(uploaded_by=person, width=3, height=2, **words.of(File))
    gone = {"taken_down_at": timezone.now(), "taken_down_by": person, "taken_down_because": "Outdated."}
    item = ItemFactory(space=community.spaces.get(slug="commons"), contributed_by=person, file=file, **gone)
    Item.objects.filter(pk=item.pk).update(**words.of(Item))
    item.authors.create(position=2, **words.of(ItemAuthor))
    item.files.update(**words.of(ItemFile))
    item.subjects.add(SubjectFactory())
    return [item, file, item.authors.get(person=person), item.files.get()]
