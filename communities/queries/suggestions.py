"""The suggestion box, as its readers find it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from communities.models import LEAST_ROLE, Membership, Suggestion, SuggestionBox
from communities.queries.standings import Standing
from core import paging
from core.seams import Resolved

WAITING_SHOWN = 100
ANSWERED_PER_PAGE = 30

State = Suggestion.State

_ANSWERED = paging.by_moment(F("answered_at"))


@dataclass(frozen=True)
class Box:
    """What lies in the box for one member: what waits (their own, or all for the team), and what was answered."""

    waiting: list[Suggestion]
    is_more_waiting: bool
    answered: paging.Page
    may_suggest: bool
    may_answer: bool


def box_of(standing: Standing, reader: Any, **position: str) -> Box:
    """What waits, the oldest first, and a page of what was answered, the newest first. Two queries.

    `position` is what `paging.asked` gave.
    """
    community = standing.community
    found = Suggestion.objects.visible_to(reader).filter(community=community).select_related("author", "answered_by")
    waiting = list(found.waiting().order_by("pk")[: WAITING_SHOWN + 1])
    answered = found.exclude(state=State.WAITING).annotate(position=_ANSWERED)
    return Box(
        waiting=waiting[:WAITING_SHOWN],
        is_more_waiting=len(waiting) > WAITING_SHOWN,
        answered=paging.page(answered, key="position", size=ANSWERED_PER_PAGE, descending=True, **position),
        may_suggest=standing.may("take_part"),
        may_answer=standing.may("answer_suggestions"),
    )


def resolve_suggestions(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Those that `reader` may see, each where the page of the box that begins with it has it."""
    found = Suggestion.objects.visible_to(reader).filter(pk__in=ids).select_related("community")
    return {
        suggestion.pk: Resolved(
            title=str(suggestion),
            url=_place_of(suggestion),
            obj=suggestion,
            community_name=suggestion.community.name,
            list_id=suggestion.community.slug,
            thread=f"communities.suggestion.{suggestion.pk}",
        )
        for suggestion in found.annotate(position=_ANSWERED)
    }


def _place_of(suggestion: Any) -> str:
    page, _at, place = suggestion.get_absolute_url().partition("#")
    return f"{page}#{place}" if suggestion.is_waiting else f"{page}?after={suggestion.position}z#{place}"


def resolve_boxes(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For those who answer what lies in them."""
    if not reader.is_authenticated:
        return {}
    answering = Membership.objects.live_of(reader).holding(LEAST_ROLE["answer_suggestions"])
    found = SuggestionBox.objects.filter(pk__in=ids).filter(pk__in=answering.values("community"))
    return {
        box.pk: Resolved(
            title=box.name,
            url=box.get_absolute_url(),
            obj=box,
            community_name=box.name,
            list_id=box.slug,
            thread=f"communities.suggestionbox.{box.pk}",
        )
        for box in found
    }


def export_suggestions(person: Any) -> dict[str, Any]:
    """What `person` signed; what they did not sign cannot be found."""
    signed = Suggestion.objects.filter(author=person).select_related("community").order_by("pk")
    return {
        "suggestions": [
            {
                "community": each.community.name,
                "text": each.text,
                "on": each.made_on.isoformat(),
                "state": each.state,
                "answer": each.answer,
            }
            for each in signed
        ],
    }
