"""What the team notes of a member, to draw them in (P47)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around, read_again
from communities.models import FacilitationNote, Membership
from communities.rules import may_change_note, may_delete_note, may_write_notes
from core.errors import Gone
from core.permissions import require


@transaction.atomic
def note_of_member(membership: Membership, *, text: str, submission: UUID, actor: User) -> FacilitationNote:
    """Keep what `actor` knows of a member; the member is not told, and gets it with their own data.

    The same `submission` is written once.
    """
    lock_around(membership)
    require(may_write_notes(actor, membership), _("The team keeps notes on members, and nobody on themselves."))
    note, is_new = FacilitationNote.objects.get_or_create(
        author=actor, submission=submission, defaults={"membership": membership, "text": text}
    )
    if is_new:
        record("facilitationnote.written", actor=actor, target=note)
    return note


@transaction.atomic
def change_note(note: FacilitationNote, *, text: str, actor: User) -> FacilitationNote:
    """Say it otherwise; the same words again change nothing. Raises Gone when somebody took it away."""
    note = _hold(note)
    require(may_change_note(actor, note), _("Whoever wrote a note changes it."))
    if note.text != text:
        note.text, note.changed_at = text, timezone.now()
        note.save(update_fields=["text", "changed_at"])
    return note


@transaction.atomic
def delete_note(note: FacilitationNote, *, actor: User) -> bool:
    """Take it away for good; returns False when that was done before."""
    try:
        note = _hold(note)
    except Gone:
        return False
    require(may_delete_note(actor, note), _("Whoever wrote a note takes it away, and leaders do."))
    record("facilitationnote.deleted", actor=actor, target=note)
    note.delete()
    return True


def _hold(note: FacilitationNote) -> FacilitationNote:
    """The note as it is now, with its community locked. Raises Gone."""
    membership = note.membership
    lock_around(membership)
    read_again(note)
    note.membership = membership
    return note
