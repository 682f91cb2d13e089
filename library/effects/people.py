"""What becomes of what somebody contributed who is erased."""

from accounts.models import User
from library.effects.files import drop
from library.models import File, Item, ItemFile


def forget_person(person: User) -> None:
    """What they published stays, under the name of a former member, with its files; what nobody was shown goes."""
    drafts = Item.objects.filter(contributed_by=person, state=Item.State.DRAFT)
    versions = ItemFile.objects.filter(item__in=drafts.values("pk")).select_related("file")
    files = [version.file for version in versions]
    drafts.delete()
    drop(files)
    drop(File.objects.visible_to(person))
