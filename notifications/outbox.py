"""What the outbox does, for whoever runs the site: numbers and reasons; no letter, and nobody by name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from notifications.models import FailingAddress, OutboxMessage, SilencedAddress
from notifications.rules import address_digest

State = OutboxMessage.State
Channel = OutboxMessage.Channel

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
MOST_FAILING, MOST_STOPPED = 500, 50  # rows that are looked through; people whose server is named
LATE = timedelta(minutes=5)  # after so long somebody should look
_ADDRESS = re.compile(r"[^\s<>'\"(),;:=\[\]]+@([\w.-]+)")
_BYTES = re.compile(r"\bb(['\"])(.*?)\1")


@dataclass(frozen=True)
class Line:
    """The letters of one channel."""

    name: str
    due: int
    later: int  # wait for their moment: quiet hours, or another try
    oldest: datetime | None  # since when the longest waiting of those that are due is due
    sent_in_hour: int
    sent_in_day: int
    dropped_in_day: int

    @property
    def is_late(self) -> bool:
        return self.oldest is not None and self.oldest < timezone.now() - LATE


@dataclass
class Reason:
    """Letters that fail for one reason, as the mail server or Copse says it."""

    said: str
    number: int
    tries: int
    next_at: datetime | None  # None: given up


@dataclass(frozen=True)
class Stop:
    """An address of somebody with an account from which letters come back: which server, why, since when."""

    domain: str
    status: str
    since: datetime | None


@dataclass(frozen=True)
class Outbox:
    lines: list[Line]
    trying: list[Reason]
    given_up: list[Reason]
    returned: list[Reason]  # sent, and come back for who sent them
    stops: list[Stop]
    stopped: int  # addresses in all
    stopped_people: int  # of them, those of people with an account
    failing: int  # addresses from which a letter came back, but not yet too many
    silenced: int

    @property
    def is_late(self) -> bool:
        return any(line.is_late for line in self.lines)


def outbox() -> Outbox:
    """As it is at this moment."""
    now = timezone.now()
    people = User.objects.present().exclude(returned_from="")
    stopped = FailingAddress.objects.stopped().count()
    return Outbox(
        lines=_lines(now),
        trying=_reasons(failing()),
        given_up=_reasons(given_up(now)),
        returned=_reasons(returned(now)),
        stops=_stops(people.order_by("-pk").values_list("returned_from", flat=True)[:MOST_STOPPED]),
        stopped=stopped,
        stopped_people=people.count(),
        failing=FailingAddress.objects.count() - stopped,
        silenced=SilencedAddress.objects.count(),
    )


def failing() -> QuerySet[OutboxMessage]:
    """Letters that were tried in vain, and will be tried again."""
    return OutboxMessage.objects.filter(state=State.WAITING).exclude(last_error="")


def given_up(now: datetime | None = None) -> QuerySet[OutboxMessage]:
    """Letters that were given up in the last seven days."""
    since = (now or timezone.now()) - WEEK
    return OutboxMessage.objects.filter(state=State.FAILED, finished_at__gt=since)


def returned(now: datetime | None = None) -> QuerySet[OutboxMessage]:
    """Letters of the last seven days that a server took, and returned for a fault of the site's own."""
    since = (now or timezone.now()) - WEEK
    return OutboxMessage.objects.filter(state=State.SENT, finished_at__gt=since).exclude(last_error="")


def _lines(now: datetime) -> list[Line]:
    waiting, done = Q(state=State.WAITING), Q(finished_at__gt=now - DAY)
    recent = OutboxMessage.objects.filter(waiting | done).order_by().values("channel")
    is_due = waiting & Q(due_at__lte=now)
    sent = Q(state=State.SENT)
    found = recent.annotate(
        due=Count("pk", filter=is_due),
        later=Count("pk", filter=waiting & Q(due_at__gt=now)),
        oldest=Min("due_at", filter=is_due),
        sent_in_hour=Count("pk", filter=sent & Q(finished_at__gt=now - HOUR)),
        sent_in_day=Count("pk", filter=sent & done),
        dropped_in_day=Count("pk", filter=Q(state=State.DROPPED) & done),
    )
    rows: dict[str, dict[str, Any]] = {row["channel"]: dict(row) for row in found}
    none: dict[str, Any] = dict.fromkeys(("due", "later", "sent_in_hour", "sent_in_day", "dropped_in_day"), 0)
    for row in rows.values():
        del row["channel"]
    return [Line(str(each.label), **rows.get(each.value, none | {"oldest": None})) for each in Channel]


def _reasons(letters: QuerySet[OutboxMessage]) -> list[Reason]:
    """By what was said, the most frequent first."""
    found: dict[str, Reason] = {}
    rows = letters.order_by("-pk").values_list("last_error", "attempts", "due_at", "state")
    for said, tries, due_at, state in rows[:MOST_FAILING]:
        said, next_at = without_addresses(said), due_at if state == State.WAITING else None
        known = found.setdefault(said, Reason(said, 0, tries, next_at))
        known.number += 1
        known.tries = max(known.tries, tries)
        if next_at and known.next_at:
            known.next_at = min(known.next_at, next_at)
    return sorted(found.values(), key=lambda reason: -reason.number)


def without_addresses(said: str) -> str:
    """What a server said, without whose mailbox it was; of the address its server is left."""
    return _BYTES.sub(r"\2", _ADDRESS.sub(r"…@\1", said))


def _stops(addresses: Iterable[str]) -> list[Stop]:
    digests = {address_digest(address): address for address in addresses}
    rows = FailingAddress.objects.stopped().filter(digest__in=digests).order_by("-stopped_at")
    return [Stop(digests[row.digest].rpartition("@")[2], row.status, row.stopped_at) for row in rows]
