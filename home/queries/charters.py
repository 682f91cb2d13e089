"""A community's charter as one reader finds it, with what works towards its expected results."""

from dataclasses import dataclass, field
from typing import Any

from communities.models import Charter, CharterRevision, Community, ExpectedResult, Institution
from communities.queries import Standing, standing_in
from communities.queries.charters import Start, outline, start_of
from communities.queries.institutions import hosts_of
from communities.queries.method import Method, method
from communities.queries.plan import Doing, doing_towards
from communities.rules import may_move_result
from evaluation.queries.results import Assessed, assessed_by
from forums.queries.results import Work, working_towards
from library.queries.results import Kept, items_towards, kept

NOTHING, NOTHING_PLANNED = Work([], 0), Doing([], 0)


@dataclass(frozen=True)
class ResultShown:
    """One expected result, what is done for it that the reader may see, and whether they say how far it is."""

    result: ExpectedResult
    work: Work
    doing: Doing
    may_move: bool
    assessed: Assessed | None = None  # what the members themselves say, for members
    items: list[Kept] = field(default_factory=list)  # of the library

    @property
    def is_lacking(self) -> bool:
        """Whether nothing that the reader may see works towards it, although it stands and is not reached."""
        is_settled = self.result.is_dropped or self.result.state == ExpectedResult.State.REACHED
        return not (self.work.number or self.doing.number or self.items or is_settled)


@dataclass(frozen=True)
class CharterPage:
    charter: Charter
    standing: Standing
    method: Method
    start: Start
    results: list[ResultShown]  # that stand
    dropped: list[ResultShown]
    latest: CharterRevision | None
    hosts: list[Institution]  # who runs it in partnership

    @property
    def may_write(self) -> bool:
        return self.standing.may("lead")

    @property
    def lacking(self) -> int:
        """How many of the results that stand nothing works towards (P19)."""
        return sum(each.is_lacking for each in self.results)

    @property
    def may_plan(self) -> bool:
        """Whether they are shown the way to plan a discussion for a result."""
        return self.standing.may("start_discussion")

    @property
    def kinds(self) -> list[str]:
        return [str(Charter.Kind(kind).label) for kind in self.charter.kinds]


def results_shown(standing: Standing) -> list[ResultShown]:
    """Every expected result, dropped ones too, where the inside is open to the reader; six queries at most."""
    community, reader = standing.community, standing.reader
    work, doing = working_towards(reader, community), doing_towards(reader, community)
    assessed = assessed_by(reader, community) if standing.role is not None else {}
    results = community.results.annotate(kept=items_towards(reader)).select_related("owner")
    shown = []
    for result in results.prefetch_related("evidence").order_by("position", "pk"):
        result.community = community
        may_move = standing.role is not None and may_move_result(reader, result, role=standing.role)
        done = doing.get(result.pk, NOTHING_PLANNED)
        work_done = work.get(result.pk, NOTHING)
        shown.append(ResultShown(result, work_done, done, may_move, assessed.get(result.pk), kept(result.kept)))
    return shown


def charter_page(charter: Charter, reader: Any) -> CharterPage:
    """Of a charter that `reader` may read; three queries beside those of its results."""
    community = charter.community
    standing = standing_in(community, reader)
    shown, told = results_shown(standing), method(charter.method)
    return CharterPage(
        charter=charter,
        standing=standing,
        method=told,
        start=start_of(outline(charter, [each.result for each in shown]), told),
        results=[each for each in shown if not each.result.is_dropped],
        dropped=[each for each in shown if each.result.is_dropped],
        latest=community.charter_revisions.select_related("by").first(),
        hosts=list(hosts_of(community)),
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
