"""What follows of itself in the life of a discussion."""

from accounts.models import User
from forums.models import ReadingPosition


def forget_person(person: User) -> None:
    """What an erased person wrote stays, under the name of a former member; how far they read is forgotten."""
    ReadingPosition.objects.filter(person=person).delete()
