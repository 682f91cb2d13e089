"""Lists of discussions as other pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Space
from core.paging import behind, position_of, read_position
from core.prepared import Prepared
from forums.models import Discussion
from forums.models.imports import began_on_list
from forums.queries.tags import tags_shown

DISCUSSIONS_PER_PAGE = 20
TALK, UNANSWERED = "talk", "unanswered"

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
    "planned_by",
)
NAMES = {
    "closing_excerpt": F("closing__excerpt"),
    "stage_title": F("stage__title"),
    "space_name": F("space__name"),
    "community_name": F("space__community__name"),
    "community_slug": F("space__community__slug"),
    "asked_by": F("planned_by__display_name"),
    "tags_shown": tags_shown(),
    "on_list_at": Case(When(began_on_list(), then=F("opened_at"))),  # if it began on a mailing list
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
    def is_unsigned(self) -> bool:
        """As Discussion has it."""
        return self.row.kind == Discussion.Kind.ADVICE and self.row.planned_by is None

    @property
    def list_year(self) -> str:
        """When it began on a mailing list; empty where it began here."""
        return str(timezone.localdate(self.row.on_list_at).year) if self.row.on_list_at else ""

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
    narrowed: str = "",
    tag: str = "",
    after: str = "",
    size: int = DISCUSSIONS_PER_PAGE,
    is_planned_last: bool = False,
) -> DiscussionList:
    """What `reader` may see of the discussions within a community or a space: planned ones, then the liveliest.

    `narrowed` to TALK there are no introductions among them, to UNANSWERED only questions without an answer (G6).
    With a `tag` (its slug) only those on which it stands.
    With `is_planned_last` those who talk come first, for a list of one page.
    One query. `after` is what a page before gave; anything else begins at the start.
    """
    asked = _listing(None if states is None else tuple(states), narrowed, size, is_planned_last)
    at, pk = read_position(after) or (None, None)
    rows = asked(reader=reader, within=within, tag=tag or None, at=at, pk=pk)
    last = rows[size - 1] if len(rows) > size else None
    return DiscussionList([Listed(row) for row in rows[:size]], position_of(last.last_post_at, last.pk) if last else "")


@cache
def _listing(states: tuple[str, ...] | None, narrowed: str, size: int, is_planned_last: bool) -> Prepared:
    def build(reader: Any, within: Community | Space, tag: str | None, at: datetime | None, pk: int | None) -> QuerySet:
        inside = Q(space__community=within) if isinstance(within, Community) else Q(space=within)
        found = Discussion.objects.visible_to(reader).whole().with_reading(reader).filter(inside)
        if states is not None:
            found = found.filter(state__in=states)
        if narrowed == TALK:
            found = found.filter(introductions_of=None)
        if narrowed == UNANSWERED:
            found = found.without_answer()
        if tag is not None:
            found = found.filter(tags__slug=tag)  # one address in a community, so none comes twice
        if pk is not None:
            found = found.filter(behind("last_post_at", at, pk))
        ordered = found.annotate(**NAMES).order_by(F("last_post_at").desc(nulls_last=is_planned_last or None), "-pk")
        return ordered.values_list(*COLUMNS, *NAMES, named=True)[: size + 1]

    return Prepared(build)
