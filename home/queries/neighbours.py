"""A community among those that it belongs together with."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from communities.queries import Standing
from communities.queries.kinship import Bridge, Neighbour, bridges, neighbours
from core import paging
from forums.models import Closing
from forums.queries.showing import learned_near
from home.queries.dates import Ahead, dates_near

CLOSINGS_SHOWN = 3
DATES_SHOWN = 5
PEOPLE_SHOWN = 6


@dataclass(frozen=True)
class NeighboursPage:
    """What one reader finds of the neighbours of a community."""

    standing: Standing
    waiting: list[Neighbour]  # proposals, for the leaders of either side
    groups: list[tuple[str, list[Neighbour]]]  # (one of CommunityLink.Stands, those that stand so)
    page: paging.Page
    learned: list[Closing]
    has_more_learned: bool
    ahead: list[Ahead]
    bridges: list[Bridge]
    has_more_bridges: bool

    @property
    def is_empty(self) -> bool:
        return not self.page.rows and self.page.before is None


def neighbours_page(standing: Standing, reader: Any, position: Mapping[str, Any]) -> NeighboursPage:
    """`position` is what `paging.asked` gave. Nine queries."""
    community = standing.community
    page = neighbours(community, reader, **position)
    agreed = [each for each in page.rows if each.link.is_agreed]
    near = learned_near(community, reader, size=CLOSINGS_SHOWN)
    people = bridges(community, reader, size=PEOPLE_SHOWN)
    return NeighboursPage(
        standing=standing,
        waiting=[each for each in page.rows if each.link.is_proposed],
        groups=[(stands, list(those)) for stands, those in groupby(agreed, key=lambda each: each.stands)],
        page=page,
        learned=near.closings,
        has_more_learned=bool(near.after),
        ahead=dates_near(reader, community, DATES_SHOWN),
        bridges=list(people.rows),
        has_more_bridges=people.after is not None,
    )
