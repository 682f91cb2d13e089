"""A community's charter as one reader finds it, with what works towards its expected results."""

from dataclasses import dataclass
from typing import Any

from communities.models import Charter, CharterRevision, Community, ExpectedResult
from communities.queries import Standing, standing_in
from communities.queries.charters import Start, outline, start_of
from communities.queries.method import Method, method
from communities.rules import LEAST_ROLE, may_move_result
from forums.queries.results import Work, working_towards

NOTHING = Work([], 0)


@dataclass(frozen=True)
class ResultShown:
    """One expected result, what is done for it that the reader may see, and whether they say how far it is."""

    result: ExpectedResult
    work: Work
    may_move: bool


@dataclass(frozen=True)
class CharterPage:
    charter: Charter
    standing: Standing
    method: Method
    start: Start
    results: list[ResultShown]  # that stand
    dropped: list[ResultShown]
    latest: CharterRevision | None

    @property
    def may_write(self) -> bool:
        return self.standing.is_leader and self.standing.community.is_writable

    @property
    def may_plan(self) -> bool:
        """Whether they are shown the way to plan a discussion for a result."""
        role = self.standing.role
        is_planning = role is not None and role >= LEAST_ROLE["start_discussion"]
        return is_planning and self.standing.community.is_writable

    @property
    def kinds(self) -> list[str]:
        return [str(Charter.Kind(kind).label) for kind in self.charter.kinds]


def charter_page(charter: Charter, reader: Any) -> CharterPage:
    """Of a charter that `reader` may read; five queries."""
    community = charter.community
    standing = standing_in(community, reader)
    work = working_towards(reader, community)
    results = list(community.results.select_related("owner").prefetch_related("evidence").order_by("position", "pk"))
    shown = []
    for result in results:
        result.community = community
        may_move = standing.role is not None and may_move_result(reader, result, role=standing.role)
        shown.append(ResultShown(result, work.get(result.pk, NOTHING), may_move))
    told = method(charter.method)
    return CharterPage(
        charter=charter,
        standing=standing,
        method=told,
        start=start_of(outline(charter, results), told),
        results=[each for each in shown if not each.result.is_dropped],
        dropped=[each for each in shown if each.result.is_dropped],
        latest=community.charter_revisions.select_related("by").first(),
    )


@dataclass(frozen=True)
class Purpose:
    """What a community is for, in short; with how far its guided start is, for those who lead it in its design."""

    charter: Charter
    results: list[ExpectedResult]  # that stand
    start: Start | None


def purpose_of(standing: Standing) -> Purpose:
    """Two queries."""
    community = standing.community
    charter, results = community.charter, list(community.results.standing())
    start = start_of(outline(charter, results), method(charter.method)) if is_starting(standing) else None
    return Purpose(charter, results, start if start and start.next else None)


def is_starting(standing: Standing) -> bool:
    """Whether the guided start of a community is theirs to go on with."""
    return standing.is_leader and standing.community.phase == Community.Phase.DESIGN
