"""What people want to be told, how and when: only what they chose is kept, so that what is usual can change."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from core.wake import wake
from notifications import hours, kinds
from notifications.effects.digests import newest_entry, next_digest_of
from notifications.effects.telling import set_volume
from notifications.models import Delivery, MailRhythm, OutboxMessage
from notifications.rules import DIGEST, KIND, Scope


def set_wish(person: User, scope: Scope, wish: str, *, before: str = "") -> None:
    """From now on: the volume of a thing, how a kind is told, or the rhythm of the digest; empty is the usual again.

    `before` is what it was, where that is kept so that it can be put back.
    """
    kind, which = scope
    if scope == DIGEST:
        set_rhythm(person, rhythm=wish, before=before)
    elif kind == KIND:
        set_delivery(person, str(which), wish, before=before)
    else:
        set_volume(person, scope_kind=kind, scope_id=int(which), level=wish, before=before)


def set_delivery(person: User, kind: str, by: str, *, before: str = "") -> None:
    """How `person` is told of one kind; what is usual anyway is not kept, nor anything about a kind that is no more."""
    what = kinds.KINDS.get(kind)
    if what is None or by in ("", what.by):
        Delivery.objects.filter(person=person, kind=kind).delete()
    else:
        Delivery.objects.update_or_create(person=person, kind=kind, defaults={"by": by, "before": before})


def set_rhythm(person: User, **chosen: str | int | None) -> None:
    """Change any of rhythm, hour, weekday, quiet_from and quiet_until (empty: the usual), and reckon the next digest.

    A digest that was stopped goes on with what happens from now on. Reckoning again what a worker reckons at
    this moment does no harm: where the two disagree, it is put right when the digest is due. What waits for the end of
    quiet hours is due at once; the relay holds it again where the new ones say so.
    """
    if "rhythm" in chosen:
        chosen.setdefault("before", "")
    row, _is_new = MailRhythm.objects.get_or_create(person=person, defaults={"cursor": newest_entry()})
    held_until = _end_of_quiet(row) if {"quiet_from", "quiet_until"} & chosen.keys() else None
    was_stopped = row.digest_rhythm == MailRhythm.Rhythm.NEVER
    for name, value in chosen.items():
        setattr(row, name, value)
    row.next_digest_at = next_digest_of(row, timezone.now())
    if was_stopped and row.next_digest_at:
        row.cursor = newest_entry()
        row.save(update_fields=["cursor"])
    row.save(update_fields=[*chosen, "next_digest_at"])
    if held_until:
        _free(person, held_until)


def _end_of_quiet(row: MailRhythm) -> datetime | None:
    if row.quiet_from is None or row.quiet_until is None:
        return None
    return hours.end_of_quiet(timezone.now(), row.person.zone, begins=row.quiet_from, ends=row.quiet_until)


def _free(person: User, held_until: datetime) -> None:
    """What the relay put off until that moment is due now."""
    waiting = OutboxMessage.objects.filter(recipient=person, state=OutboxMessage.State.WAITING, due_at=held_until)
    if waiting.update(due_at=timezone.now()):
        wake("mail")
        wake("digest")
