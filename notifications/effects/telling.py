"""Telling people: in-app rows and outbox rows, once for each person and entry."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import get_template
from django.utils import timezone

from accounts.models import User
from activity.models import Entry
from core import seams
from core.wake import wake
from notifications.models import IN_LIST, IN_MAIL, Notification, OutboxMessage, Volume, text_of
from notifications.queries import deaf

CHUNK = 1000


def notify(
    entry: Entry,
    recipients: Iterable[User | int | None],
    *,
    mail: bool = False,
    scope: tuple[str, int] | None = None,
) -> None:
    """Tell each of `recipients` of `entry` once, in-app and, with `mail`, by mail; never its actor.

    `recipients` are people or their ids, in any order and number, doubles and None allowed; a
    queryset is streamed. Who may not see the target need not be left out: `resolve` decides when
    it is shown and when it is sent. The erased and the inactive are left out.

    `scope` is (kind, id) of what a person could mute, such as ("forums.discussion", 7): whoever
    wants to hear less of it than what concerns them is not told (see `queries.deaf`). Without a
    scope the entry is addressed to each of them personally, and no volume silences it.

    Runs in the caller's transaction: either the fact and the rows exist, or neither. A second
    call for the same entry adds nothing. Raises LookupError when nobody resolves the target's kind
    and TemplateDoesNotExist when a text is missing: here, rather than when somebody wants to read it.
    """
    _require_words(entry, mail=mail)
    scope_kind, scope_id = scope or ("", None)
    is_due = False
    for people in _hearing(recipients, entry, scope):
        Notification.objects.bulk_create(
            [Notification(recipient_id=person, entry=entry) for person in people], ignore_conflicts=True
        )
        if mail and people:
            is_due = True
            OutboxMessage.objects.bulk_create(
                [
                    OutboxMessage(
                        recipient_id=person,
                        entry=entry,
                        message_id=message_id(entry, person),
                        scope_kind=scope_kind,
                        scope_id=scope_id,
                    )
                    for person in people
                ],
                ignore_conflicts=True,
            )
    if is_due:
        wake("mail")


def _require_words(entry: Entry, *, mail: bool) -> None:
    if entry.kind not in seams.resolve.answers:
        raise LookupError(f"{entry.kind} is not resolved, so nobody could read of it")
    for ending in (IN_LIST, *(IN_MAIL if mail else ())):
        get_template(text_of(entry, ending))


def _hearing(
    recipients: Iterable[User | int | None], entry: Entry, scope: tuple[str, int] | None
) -> Iterator[list[int]]:
    """The ids of those of `recipients` who are to be told, at most CHUNK at a time."""
    everyone = User.objects.present().exclude(pk=entry.actor_id)
    if scope:
        everyone = everyone.exclude(pk__in=deaf(scope, entry.community_id))
    stream = iter(recipients.iterator(chunk_size=CHUNK) if isinstance(recipients, QuerySet) else recipients)
    while some := list(islice(stream, CHUNK)):
        ids = {one.pk if isinstance(one, User) else one for one in some}
        yield list(everyone.filter(pk__in=ids - {None}).order_by("pk").values_list("pk", flat=True))


def message_id(entry: Entry, recipient_id: int) -> str:
    """The Message-ID of the mail about `entry` to one person: the same however often it is made."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{entry.pk}:{recipient_id}".encode()).hexdigest()[:24]
    return f"<{entry.pk}.{digest}@{settings.SITE_HOST}>"


def mark_read(person: User, things: Mapping[str, Collection[int] | QuerySet]) -> None:
    """What `person` was told about these `things` (ids by kind) is read, because they are looking at them."""
    about = [Q(entry__kind=kind, entry__object_id__in=ids) for kind, ids in things.items()]
    told = Notification.objects.filter(reduce(or_, about), recipient=person)
    if told.unread().exists():  # a page that is seen again writes nothing
        told.unread().update(read_at=timezone.now())


def mark_all_read(person: User) -> None:
    """Also what `person` can no longer see, so that nothing stays counted for ever."""
    Notification.objects.filter(recipient=person).unread().update(read_at=timezone.now())


def set_volume(person: User, *, scope_kind: str, scope_id: int, level: str) -> None:
    """How much `person` wants to hear of one scope from now on; an empty level forgets the wish."""
    scope: dict[str, Any] = {"person": person, "scope_kind": scope_kind, "scope_id": scope_id}
    if level:
        Volume.objects.update_or_create(**scope, defaults={"level": level})
    else:
        Volume.objects.filter(**scope).delete()


def forget_person(person: User) -> None:
    """An erased person is told nothing more."""
    Notification.objects.filter(recipient=person).delete()
    OutboxMessage.objects.filter(recipient=person).delete()
    Volume.objects.filter(person=person).delete()
