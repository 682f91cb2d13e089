"""What comes next: the days on which discussions open and close."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Space
from communities.queries.kinship import kin
from core.prepared import Prepared
from forums.models import Discussion
from home.queries.places import taken_part_in

LOOKED_AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Ahead:
    """A day that one reader may look forward to."""

    at: datetime
    title: str
    url: str
    community_name: str
    opens: bool  # else it closes


def dates_ahead(reader: Any, community: Community | None, size: int) -> list[Ahead]:
    """The next openings and closings of which `reader` may know, the nearest first: in `community`, or wherever
    they are a member or guest. One query."""
    return _ahead(_next(size)(reader=reader, community=community, until=timezone.now() + LOOKED_AHEAD))


def dates_near(reader: Any, community: Community, size: int) -> list[Ahead]:
    """The same of what belongs together with `community`: the one place for whatever neighbours have coming up."""
    return _ahead(_next_near(size)(reader=reader, community=community, until=timezone.now() + LOOKED_AHEAD))


def _ahead(rows: list[Any]) -> list[Ahead]:
    return [
        Ahead(
            at=row.at,
            title=row.title,
            url=reverse("forums:discussion", args=[row.pk, row.slug]),
            community_name=row.community_name,
            opens=row.state == Discussion.State.PLANNED,
        )
        for row in rows
    ]


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
    """What opens or closes in `spaces` before then, as far as `reader` may see it."""
    opens = Q(state=Discussion.State.PLANNED, space__in=Space.objects.writable())
    found = Discussion.objects.visible_to(reader).filter(space__in=spaces)
    found = found.filter(opens | Q(state=Discussion.State.OPEN))
    found = found.annotate(at=Case(When(state=Discussion.State.PLANNED, then="opens_at"), default="closes_at"))
    found = found.filter(at__gt=timezone.now(), at__lt=until).order_by("at", "pk")
    named = found.annotate(community_name=F("space__community__name"))
    return named.values_list("pk", "slug", "title", "state", "at", "community_name", named=True)
