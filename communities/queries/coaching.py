"""Coaches whom leaders may ask for a conversation, and what was asked of them (H35)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from communities.models import Coach, CoachingRequest, Community
from core.seams import Resolved


@dataclass(frozen=True)
class CoachShown:
    """A coach as the leaders of one community find them, with what they last asked of them."""

    coach: Coach
    last: CoachingRequest | None

    @property
    def is_asked(self) -> bool:
        return self.last is not None and self.last.is_waiting


def coaches_for(community: Community, reader: Any) -> list[CoachShown]:
    """Those who take requests now, but not `reader` themselves; and those who have something of this community."""
    asked = community.coaching_requests.select_related("asked_by", "coach").exclude(
        state=CoachingRequest.State.WITHDRAWN
    )
    last: dict[int, CoachingRequest] = {}
    for each in asked:
        last.setdefault(each.coach_id, each)
    named = Coach.objects.filter(Q(pk__in=offered_to(reader).values("pk")) | Q(pk__in=list(last)))
    named = named.select_related("person").order_by("person__display_name", "pk")
    return [CoachShown(coach, last.get(coach.pk)) for coach in named]


def offered_to(reader: Any) -> QuerySet[Coach]:
    """Whom `reader` may ask: not themselves; a visitor asks nobody."""
    if not reader.is_authenticated:
        return Coach.objects.none()
    return Coach.objects.offering().exclude(person=reader).select_related("person")


def is_coach(person: Any) -> bool:
    return Coach.objects.filter(person=person).exists()


def asked_of(coach: Any) -> QuerySet[CoachingRequest]:
    """What `coach`, a person, was asked, the newest first; nothing that was taken back or comes too late."""
    own = CoachingRequest.objects.filter(coach__person=coach).exclude(state=CoachingRequest.State.WITHDRAWN)
    too_late = Q(state=CoachingRequest.State.ASKED) & ~Q(community__phase__in=Community.WRITABLE_PHASES)
    return own.exclude(too_late).select_related("community", "asked_by", "coach").order_by("-asked_at", "-pk")


def resolve_coaching(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """What was asked of `reader`, and what the communities that they lead have asked."""
    found = CoachingRequest.objects.visible_to(reader).filter(pk__in=ids)
    found = found.select_related("community", "asked_by", "coach__person")
    return {each.pk: _resolved(each, reader) for each in found}


def _resolved(request: CoachingRequest, reader: Any) -> Resolved:
    community = request.community
    is_coach = request.coach.person_id == reader.pk
    page = reverse("communities:coaching") if is_coach else reverse("communities:leading", args=[community.slug])
    return Resolved(
        title=community.name,
        url=f"{page}#request-{request.pk}",
        obj=request,
        community_name=community.name,
        list_id=community.slug,
        thread=f"communities.coachingrequest.{request.pk}",
    )


def export_coaching(person: User) -> dict[str, Any]:
    """What `person` offers as a coach and answered, and what they asked of coaches, JSON-ready."""
    coach = Coach.objects.filter(person=person).first()
    of_them = CoachingRequest.objects.filter(coach__person=person).select_related("community").order_by("pk")
    by_them = CoachingRequest.objects.filter(asked_by=person).select_related("community").order_by("pk")
    return {
        "coach": coach and {"helps_with": coach.helps_with, "since": coach.created_at.isoformat()},
        "coached": [
            {
                "community": each.community.name,
                "state": each.state,
                "answer": each.answer,
                "answered_at": each.answered_at and each.answered_at.isoformat(),
            }
            for each in of_them
        ],
        "coaching_asked": [
            {
                "community": each.community.name,
                "message": each.message,
                "state": each.state,
                "asked_at": each.asked_at.isoformat(),
            }
            for each in by_them
        ],
    }
