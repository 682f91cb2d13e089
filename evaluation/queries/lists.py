"""The surveys of a community, as one reader finds them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from communities.models import Community, Space
from communities.queries import Standing
from communities.rules import LEAST_ROLE
from evaluation.models import Participation, Survey

CLOSED_SHOWN = 30

State = Survey.State


@dataclass(frozen=True)
class Surveys:
    """What waits for answers, what is being prepared, and what came to an end; `has_answered` is this reader's own."""

    open: list[Survey]
    drafts: list[Survey]
    closed: list[Survey]
    may_ask: bool


def surveys_of(standing: Standing, reader: Any) -> Surveys:
    """Three queries at most."""
    community = standing.community
    found = Survey.objects.visible_to(reader).filter(space__community=community).select_related("space")
    found = found.annotate(has_answered=Exists(_own(reader)))
    is_in_team = standing.role is not None and standing.role >= LEAST_ROLE["run_surveys"]
    return Surveys(
        open=_with(community, found.filter(state=State.OPEN).order_by("closes_at", "pk")),
        drafts=_with(community, found.filter(state=State.DRAFT).order_by("-pk")) if is_in_team else [],
        closed=_with(community, found.filter(state=State.CLOSED).order_by("-closed_at", "-pk")[:CLOSED_SHOWN]),
        may_ask=is_in_team and community.is_writable and community.uses(Community.Tool.SURVEYS),
    )


def _own(reader: Any) -> QuerySet[Participation]:
    return Participation.objects.visible_to(reader).filter(survey=OuterRef("pk"))


def _with(community: Community, surveys: QuerySet[Survey]) -> list[Survey]:
    found = list(surveys)
    for survey in found:
        survey.space.community = community
    return found


def spaces_to_ask(community: Community, person: Any) -> QuerySet[Space]:
    """Those in which `person` may put a survey to others, where they may at all (see `rules.may_ask`)."""
    held = Space.objects.held_by(person, LEAST_ROLE["run_surveys"])
    return held.writable().filter(community=community).select_related("community")


def usual_space(community: Community, person: Any) -> Space | None:
    """Where a survey is put unless its team says otherwise: to all members; else in the first of theirs."""
    spaces = list(spaces_to_ask(community, person))
    return next((space for space in spaces if space.access == Space.Access.MEMBERS), next(iter(spaces), None))


def has_answered(reader: Any, survey: Survey) -> bool:
    return Participation.objects.visible_to(reader).filter(survey=survey).exists()


def unanswered_by(person: Any) -> QuerySet[Survey]:
    """Those open that `person` may see and has not answered: whether they did is known until a survey closes."""
    found = Survey.objects.visible_to(person).filter(state=State.OPEN, closes_at__gt=timezone.now())
    return found.filter(~Exists(_own(person)), space__in=Space.objects.writable())
