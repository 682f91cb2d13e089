"""What comes next: meetings, and the days on which discussions open and close."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Space
from communities.queries.kinship import kin
from core.prepared import Prepared
from forums.models import Discussion
from home.queries.places import taken_part_in
from meetings.models import Meeting

LOOKED_AHEAD = timedelta(days=28)
OPENS, CLOSES, MEETS = "opens", "closes", "meets"


@dataclass(frozen=True)
class Ahead:
    """A day that one reader may look forward to."""

    at: datetime
    title: str
    url: str
    community_name: str
    what: str  # OPENS, CLOSES or MEETS


def dates_ahead(reader: Any, community: Community | None, size: int) -> list[Ahead]:
    """The next meetings, openings and closings of which `reader` may know, the nearest first: in `community`, or
    wherever they are a member or guest. One query."""
    return _ahead(_next(size)(reader=reader, community=community, until=timezone.now() + LOOKED_AHEAD))


def dates_near(reader: Any, community: Community, size: int) -> list[Ahead]:
    """The same of what belongs together with `community`: the one place for whatever neighbours have coming up."""
    return _ahead(_next_near(size)(reader=reader, community=community, until=timezone.now() + LOOKED_AHEAD))


def _ahead(rows: list[Any]) -> list[Ahead]:
    return [
        Ahead(
            at=row.at,
            title=row.title,
            url=_address(row),
            community_name=row.community_name,
            what=row.what,
        )
        for row in rows
    ]


def _address(row: Any) -> str:
    if row.what == MEETS:
        return reverse("meetings:meeting", args=[row.pk])
    return reverse("forums:discussion", args=[row.pk, row.slug])


@cache
def _next(size: int) -> Prepared:
    def build(reader: Any, community: Community | None, until: datetime) -> QuerySet:
        spaces = Space.objects.filter(community=community) if community else taken_part_in(reader)
        return _coming(reader, spaces, until)[:size]

    return Prepared(build)


@cache
def _next_near(size: int) -> Prepared:
    def build(reader: Any, community: Community, until: datetime) -> QuerySet:
        return _coming(reader, Space.objects.filter(community__in=kin(community, reader)), until)[:size]

    return Prepared(build)


def _coming(reader: Any, spaces: QuerySet[Space], until: datetime) -> QuerySet:
    """What meets, opens or closes in `spaces` before then, as far as `reader` may see it."""
    both = _discussions(reader, spaces, until).union(_meetings(reader, spaces, until), all=True)
    return both.order_by("at", "pk")


def _discussions(reader: Any, spaces: QuerySet[Space], until: datetime) -> QuerySet:
    opens = Q(state=Discussion.State.PLANNED, space__in=Space.objects.writable())
    found = Discussion.objects.visible_to(reader).filter(space__in=spaces)
    found = found.filter(opens | Q(state=Discussion.State.OPEN))
    found = found.annotate(at=Case(When(state=Discussion.State.PLANNED, then="opens_at"), default="closes_at"))
    found = found.filter(at__gt=timezone.now(), at__lt=until).order_by()
    is_planned = When(state=Discussion.State.PLANNED, then=Value(OPENS))
    return _named(found.annotate(what=Case(is_planned, default=Value(CLOSES), output_field=CharField())))


def _meetings(reader: Any, spaces: QuerySet[Space], until: datetime) -> QuerySet:
    found = Meeting.objects.visible_to(reader).planned().filter(space__in=spaces)
    found = found.filter(starts_at__gt=timezone.now(), starts_at__lt=until).order_by()
    return _named(found.annotate(slug=Value(""), at=F("starts_at"), what=Value(MEETS)))


def _named(found: QuerySet) -> QuerySet:
    named = found.annotate(community_name=F("space__community__name"))
    return named.values_list("pk", "slug", "title", "what", "at", "community_name", named=True)
