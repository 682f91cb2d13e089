"""What becomes of notes on members."""

from accounts.models import User
from communities.models import FacilitationNote, Membership


def forget_notes(membership: Membership) -> None:
    """They are there to draw somebody in, and go with the membership."""
    membership.facilitation_notes.all().delete()


def forget_notes_on(person: User) -> None:
    FacilitationNote.objects.filter(membership__person=person).delete()
