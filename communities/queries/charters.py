"""What stands in a charter, section by section, now and as it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from activity.models import Entry
from communities.models import Charter, CharterRevision, Community, ExpectedResult, Membership, Role
from communities.queries.method import Method, Step
from communities.queries.roles import ROLES, team_of

# The six sections of a charter are the six steps of a guided start, in their order; with the fields that each holds.
SECTIONS: dict[str, tuple[str, ...]] = {
    "name": ("name", "summary"),
    "problem": ("problem",),
    "objective": ("objective", "kinds", "needs_baseline"),
    "results": ("results", "why_no_results"),
    "people": ("commitment", "rhythm"),
    "audiences": ("group_served", "wider_audience", "guidelines"),
}
OF_COMMUNITY = ("name", "summary", "rhythm")  # what of it stands in the community's own row

Content = dict[str, Any]


def content_of(community: Community) -> Content:
    """All of it as a revision keeps it, JSON-ready: fields by name, results with all that is said of them."""
    charter = community.charter
    fields = [name for names in SECTIONS.values() for name in names if name != "results"]
    content = {name: getattr(community if name in OF_COMMUNITY else charter, name) for name in fields}
    results = community.results.order_by("position", "pk").prefetch_related("evidence")
    return content | {"results": [_result(result) for result in results]}


def _result(result: ExpectedResult) -> Content:
    return {
        "id": result.pk,
        "position": result.position,
        "text": result.text,
        "measure": result.measure,
        "owner": result.owner_id,
        "state": result.state,
        "evidence": [{"title": each.title, "url": each.url} for each in result.evidence.all()],
    }


def outline(charter: Charter, results: Iterable[ExpectedResult]) -> Content:
    """Of `content_of` what `is_done` asks for, from what a page has read anyway."""
    fields = ("problem", "objective", "why_no_results", "commitment", "group_served")
    named = {name: getattr(charter, name) for name in fields} | {"name": charter.community.name}
    return named | {"results": [{"position": result.position} for result in results]}


def section_in(content: Content, section: str) -> Content:
    """What its form asks for: of results the texts of those that stand, by their places."""
    values = {name: content[name] for name in SECTIONS[section] if name != "results"}
    if section == "results":
        standing = {result["position"]: result for result in content["results"] if result["position"]}
        for place in ExpectedResult.PLACES:
            result = standing.get(place, {})
            values |= {f"text_{place}": result.get("text", ""), f"measure_{place}": result.get("measure", "")}
    return values


def last_change(community: Community, section: str, *, since: int) -> CharterRevision | None:
    """The latest revision after that of number `since` that changed this very section; None where none did."""
    revisions = community.charter_revisions.filter(number__gte=since).order_by("-number")
    for newer, older in pairwise(revisions):
        if section_in(newer.content, section) != section_in(older.content, section):
            return newer
    return None


def was_saved(community: Community, section: str) -> bool:
    """Whether somebody has saved this section before, if only with nothing in it."""
    verbs = ("charter.changed", "charter.gone_through")
    return Entry.objects.filter(community_id=community.pk, verb__in=verbs, data__section=section).exists()


def is_done(content: Content, section: str) -> bool:
    """Whether somebody has said the main thing of a section."""
    if section == "results":
        return any(result["position"] for result in content["results"]) or bool(content["why_no_results"])
    if section == "objective":
        return bool(content["objective"])
    return bool(content[SECTIONS[section][0]])


@dataclass(frozen=True)
class Stage:
    """One step of a guided start, as far as it has come."""

    step: Step
    number: int
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class Start:
    """How far the guided start of a community has come."""

    stages: list[Stage]

    @property
    def done(self) -> int:
        return sum(stage.is_done for stage in self.stages)

    @property
    def number(self) -> int:
        return len(self.stages)

    @property
    def next(self) -> Step | None:
        """The first that is not done, or None."""
        return next((stage.step for stage in self.stages if not stage.is_done), None)

    def after(self, key: str) -> Step | None:
        """The step that follows `key`, or None behind the last."""
        return self._beside(key, 1)

    def before(self, key: str) -> Step | None:
        return self._beside(key, -1)

    def _beside(self, key: str, distance: int) -> Step | None:
        steps = {stage.step.key: stage.number for stage in self.stages}
        place = steps[key] - 1 + distance
        return self.stages[place].step if 0 <= place < len(self.stages) else None


def start_of(content: Content | None, method: Method, now: str = "") -> Start:
    """`content` is None while there is no community yet; `now` is the key of the step that somebody is at."""
    return Start(
        [
            Stage(step, number, content is not None and is_done(content, step.key), step.key == now)
            for number, step in enumerate(method.steps, start=1)
        ]
    )


def readable_charters(reader: Any, communities: Iterable[int]) -> list[Charter]:
    """The charters of `communities` (ids) that `reader` may read, by the names of their communities."""
    found = Charter.objects.visible_to(reader).filter(community__in=communities).select_related("community")
    return list(found.order_by("community__name", "pk"))


@dataclass(frozen=True)
class Office:
    """A role, what it takes on, and who holds it."""

    role: Role
    duties: tuple[str, ...]
    holders: list[Membership]


def offices(community: Community, told: Method) -> list[Office]:
    """The roles from the highest to the lowest; of participants, who are many, nobody is named. One query."""
    team = list(team_of(community))
    return [
        Office(role, told.duties[role.name.lower()], [each for each in team if each.role == role])
        for role in reversed(ROLES)
    ]
