"""Telling people: in-app rows and outbox rows, once for each person and entry."""

import hashlib
from collections.abc import Iterable

from django.conf import settings

from accounts.models import User
from activity.models import Entry
from core.wake import wake
from notifications.models import Notification, OutboxMessage, Volume


def notify(entry: Entry, recipients: Iterable[User], *, mail: bool = False) -> None:
    """Tell each of `recipients` of `entry` once, in-app and, with `mail`, by mail; never its actor.

    Runs in the caller's transaction: either the fact and the rows exist, or neither.
    A second call for the same entry adds nothing.
    """
    people = {person.pk for person in recipients} - {entry.actor_id}
    Notification.objects.bulk_create(
        [Notification(recipient_id=pk, entry=entry) for pk in sorted(people)], ignore_conflicts=True, batch_size=1000
    )
    if not mail or not people:
        return
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(recipient_id=pk, entry=entry, message_id=message_id(entry, pk)) for pk in sorted(people)],
        ignore_conflicts=True,
        batch_size=1000,
    )
    wake("mail")


def message_id(entry: Entry, recipient_id: int) -> str:
    """The Message-ID of the mail about `entry` to one person: the same however often it is made."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{entry.pk}:{recipient_id}".encode()).hexdigest()[:24]
    return f"<{entry.pk}.{digest}@{settings.SITE_HOST}>"


def set_volume(person: User, *, scope_kind: str, scope_id: int, level: str) -> None:
    """How much `person` wants to hear of one scope from now on."""
    Volume.objects.update_or_create(person=person, scope_kind=scope_kind, scope_id=scope_id, defaults={"level": level})


def forget_person(person: User) -> None:
    """An erased person is told nothing more."""
    Notification.objects.filter(recipient=person).delete()
    OutboxMessage.objects.filter(recipient=person).delete()
    Volume.objects.filter(person=person).delete()
