"""Lists of discussions as other pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from communities.models import Community, Space
from core.paging import number_in
from core.prepared import Prepared
from forums.models import Discussion

DISCUSSIONS_PER_PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

COLUMNS = (
    "pk",
    "slug",
    "title",
    "excerpt",
    "kind",
    "state",
    "post_count",
    "people_count",
    "last_post_at",
    "opens_at",
    "closes_at",
    "last_read",
    "new_count",
)
NAMES = {
    "closing_excerpt": F("closing__excerpt"),
    "space_name": F("space__name"),
    "community_name": F("space__community__name"),
    "asked_by": F("planned_by__display_name"),
}


@dataclass(frozen=True)
class Listed:
    """One discussion in a list, as its reader finds it."""

    row: Any

    @property
    def new_count(self) -> int:
        """What others wrote since they read it last; 0 when they never did."""
        return self.row.new_count

    @property
    def url(self) -> str:
        return reverse("forums:discussion", args=[self.row.pk, self.row.slug])

    @property
    def kind(self) -> str:
        return str(Discussion.Kind(self.row.kind).label)

    @property
    def state(self) -> str:
        return str(Discussion.State(self.row.state).label)

    @property
    def is_planned(self) -> bool:
        return self.row.state == Discussion.State.PLANNED

    @property
    def is_open(self) -> bool:
        return self.row.state == Discussion.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.row.state == Discussion.State.CLOSED


@dataclass(frozen=True)
class DiscussionList:
    rows: list[Listed]
    after: str  # what to ask the next page with; empty where there is none


def discussion_list(
    reader: Any,
    within: Community | Space,
    *,
    states: Iterable[str] | None = None,
    after: str = "",
    size: int = DISCUSSIONS_PER_PAGE,
) -> DiscussionList:
    """What `reader` may see of the discussions within a community or a space: planned ones, then the liveliest.

    One query. `after` is what a page before gave; anything else begins at the start.
    """
    asked = _listing(None if states is None else tuple(states), size)
    at, pk = read_position(after) or (None, None)
    rows = asked(reader=reader, within=within, at=at, pk=pk)
    last = rows[size - 1] if len(rows) > size else None
    return DiscussionList([Listed(row) for row in rows[:size]], position_of(last.last_post_at, last.pk) if last else "")


@cache
def _listing(states: tuple[str, ...] | None, size: int) -> Prepared:
    def build(reader: Any, within: Community | Space, at: datetime | None, pk: int | None) -> QuerySet:
        inside = Q(space__community=within) if isinstance(within, Community) else Q(space=within)
        found = Discussion.objects.visible_to(reader).with_reading(reader).filter(inside)
        if states is not None:
            found = found.filter(state__in=states)
        if pk is not None:
            found = found.filter(behind("last_post_at", at, pk))
        ordered = found.annotate(**NAMES).order_by("-last_post_at", "-pk")
        return ordered.values_list(*COLUMNS, *NAMES, named=True)[: size + 1]

    return Prepared(build)


def position_of(at: datetime | None, pk: int) -> str:
    """Where a row stands: microseconds since 1970 of its moment, or nothing where it has none yet; and its id."""
    since = "" if at is None else str((at - EPOCH) // timedelta(microseconds=1))
    return f"{since}-{pk}"


def read_position(text: str) -> tuple[datetime | None, int] | None:
    """What `position_of` wrote, or None for anything else."""
    since, _dash, row = text.partition("-")
    at, pk = number_in(since), number_in(row)
    if pk is None or (at is None and since):
        return None
    try:
        return (None if at is None else EPOCH + timedelta(microseconds=at)), pk
    except OverflowError:
        return None


def behind(moment: str, at: datetime | None, pk: int) -> Q:
    """What comes after a position where the latest `moment` stands first."""
    # Descending order puts those without one first.
    if at is None:
        return Q(**{moment: None}, pk__lt=pk) | Q(**{f"{moment}__isnull": False})
    return Q(**{f"{moment}__lt": at}) | Q(**{moment: at}, pk__lt=pk)
