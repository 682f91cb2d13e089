"""What follows of itself in a discussion."""

from accounts.models import User


def forget_person(person: User) -> None:
    """What an erased person wrote stays, under the name of a former member; how far they read is forgotten."""
    from forums.models import ReadingPosition

    ReadingPosition.objects.filter(person=person).delete()
