"""Who changed what in a community, for its leaders: changes of order and of settings, newest first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from activity import audit
from activity.models import Entry
from communities.models import Community
from core import paging

PAGE = 50
IN_FILE = 5000  # rows of one download
STEP = 500  # rows that are named at once
SERIES = timedelta(hours=1)
LEAST_FOLDED = 3


@dataclass(frozen=True)
class Wanted:
    """What of it somebody looks for."""

    kind: str = ""  # of audit.KINDS
    person: int | None = None  # who did it
    since: date | None = None  # days by the community's clock
    until: date | None = None

    @property
    def is_narrow(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True)
class AuditLine:
    """One change."""

    entry: Entry
    parts: list[audit.Part]
    detail: str
    url: str  # of what it was done to
    at: datetime  # by the community's clock
    more: tuple["AuditLine", ...] = ()  # older ones of the same series

    @property
    def said(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def who(self) -> str:
        return _who(self.entry)

    @property
    def about(self) -> str:
        return " · ".join(part.text for part in self.parts if part.place in ("what", "where"))

    @property
    def linked(self) -> str:
        """The place in the sentence that leads to what it was done to."""
        return "where" if any(part.place == "where" for part in self.parts) else "what"


def _who(entry: Entry) -> str:
    return entry.actor.name if entry.actor else "Copse"


def audit_of(community: Community, reader: Any, wanted: Wanted, **asked: Any) -> paging.Page:
    """A page of it, with lines for rows. Two queries."""
    page = paging.page(_entries(community, wanted), key="pk", size=PAGE, descending=True, **asked)
    return paging.Page(_lines(list(page.rows), reader, community), page.after, page.before)


def whole_audit(community: Community, reader: Any, wanted: Wanted) -> Iterator[AuditLine]:
    """The newest IN_FILE of it, line by line; two queries for each STEP."""
    last: int | None = None
    for _step in range(IN_FILE // STEP):
        rows = _entries(community, wanted).order_by("-pk")
        some = list(rows.filter(pk__lt=last)[:STEP] if last else rows[:STEP])
        if not some:
            return
        yield from _lines(some, reader, community)
        last = some[-1].pk


def _entries(community: Community, wanted: Wanted) -> QuerySet[Entry]:
    found = Entry.objects.filter(community_id=community.pk, verb__in=audit.verbs_of(wanted.kind))
    if wanted.person:
        found = found.filter(actor=wanted.person)
    if wanted.since:
        found = found.filter(at__gte=datetime.combine(wanted.since, time.min, tzinfo=community.zone))
    if wanted.until:
        found = found.filter(at__lte=datetime.combine(wanted.until, time.max, tzinfo=community.zone))
    return found.select_related("actor")


def _lines(entries: list[Entry], reader: Any, community: Community) -> list[AuditLine]:
    names, zone = audit.names_for(entries, reader), community.zone
    return [
        _line(entry, names, entry.at.astimezone(zone), community)
        for entry in entries
        if (entry.kind, entry.object_id) in names or audit.is_shown_by_kind(entry.kind)
    ]


def _line(
    entry: Entry, names: Mapping[tuple[str, int], tuple[str, str, str]], at: datetime, community: Community
) -> AuditLine:
    how = audit.watched[entry.verb]
    name, address, key = names.get((entry.kind, entry.object_id), ("", "", ""))
    parts = audit.sentence(entry.verb, _who(entry), name)
    detail = how.detail(entry.data, community) if how.detail else ""
    return AuditLine(entry, parts, detail, reverse(address, args=[key]) if address else "", at)


def folded(lines: Iterable[AuditLine]) -> list[AuditLine]:
    """The lines, newest first, with each series in its newest: what one person did again and again within SERIES."""
    series: list[list[AuditLine]] = []
    for line in lines:
        newest = series[-1][0] if series else None
        if newest is not None and _is_one_series(newest, line):
            series[-1].append(line)
        else:
            series.append([line])
    found: list[AuditLine] = []
    for some in series:
        found += some if len(some) < LEAST_FOLDED else [replace(some[0], more=tuple(some[1:]))]
    return found


def _is_one_series(newest: AuditLine, line: AuditLine) -> bool:
    alike = (newest.entry.verb, newest.entry.actor_id) == (line.entry.verb, line.entry.actor_id)
    return alike and newest.at - line.at <= SERIES


def who_changed(community: Community) -> QuerySet[User]:
    """Those who did what is watched, by name; who was erased since is nobody to look for. One query."""
    changes = Entry.objects.filter(community_id=community.pk, verb__in=audit.verbs_of(""))
    return User.objects.filter(pk__in=changes.values("actor"), erased_at=None).order_by("display_name", "pk")
