"""What a community has learned: its published closings, and those of neighbours that it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communities.models import Community
from core.paging import behind, position_of, read_position
from forums.models import Closing
from forums.queries.follow_ons import with_links
from forums.queries.showing import CLOSINGS_PER_PAGE, learned_by


@dataclass(frozen=True)
class Learned:
    """A page of closings, newest first, and what else there is to choose from."""

    closings: list[Closing]
    after: str  # what to ask the next page with; empty where there is none
    results: list[tuple[str, str]]  # the kinds of result that there are, each with its name
    years: list[int]
    result: str  # the kind that is shown; empty for all
    year: int | None

    @property
    def is_filtered(self) -> bool:
        return bool(self.result or self.year)


def learned(community: Community, reader: Any, asked: Mapping[str, str]) -> Learned:
    """The published closings that `reader` may see, of the `result` and the `year` asked for, `after` a position.

    Three queries. What is not there to be asked for asks for nothing. What a neighbour has learned stands there as of
    the day on which it was published there.
    """
    found = Closing.objects.visible_to(reader).filter(learned_by(community), branch=None)
    kinds = set(found.order_by().values_list("result", "published_at__year").distinct())
    results = [(value, str(label)) for value, label in Closing.Result.choices if value in {kind for kind, _ in kinds}]
    years = sorted({year for _, year in kinds}, reverse=True)
    result = next((value for value, _ in results if value == asked.get("result")), "")
    year = next((year for year in years if str(year) == asked.get("year")), None)
    if result:
        found = found.filter(result=result)
    if year:
        found = found.filter(published_at__year=year)
    position = read_position(asked.get("after", ""))
    if position and position[0]:
        found = found.filter(behind("published_at", *position))
    rows = found.select_related("discussion__space__community")
    closings = list(rows.order_by("-published_at", "-pk")[: CLOSINGS_PER_PAGE + 1])
    last = closings[CLOSINGS_PER_PAGE - 1] if len(closings) > CLOSINGS_PER_PAGE else None
    after = position_of(last.published_at, last.pk) if last else ""
    shown = with_links(closings[:CLOSINGS_PER_PAGE], reader)
    return Learned(shown, after, results, years, result, year)
