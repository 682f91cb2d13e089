"""Who was asked to lead in whose place, and what came of it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from communities.models import Community, HandOver
from communities.queries.parting import resolved_with, with_parting
from core.seams import Resolved


def hand_overs_of(person: Any, community: Community) -> QuerySet[HandOver]:
    """Those that wait in `community` for an answer, asked by `person` or of them."""
    standing = HandOver.objects.visible_to(person).standing().filter(leader__community=community)
    return standing.select_related("leader__community", "leader__person", "successor__person").order_by("pk")


def resolve_hand_overs(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Between `reader` and somebody else, also once one of them has left by it: they knew of the community by then."""
    if not reader.is_authenticated:
        return {}
    found = with_parting(HandOver.objects.between(reader).filter(pk__in=ids), "leader__community", reader)
    return {
        hand_over.pk: _resolved(hand_over)
        for hand_over in found.select_related("leader__community", "leader__person", "successor__person")
    }


def _resolved(hand_over: HandOver) -> Resolved:
    community = hand_over.community
    address = reverse("communities:hand-over", args=[community.slug])
    return resolved_with(
        hand_over,
        community,
        url=address if hand_over.is_open else "",
        obj=hand_over,
        thread=f"communities.handover.{hand_over.pk}",
    )


def export_hand_overs(person: User) -> dict[str, Any]:
    """What `person` asked and was asked, JSON-ready; each says what the one wrote and the other answered."""
    found = HandOver.objects.between(person).select_related("leader__community", "leader", "successor").order_by("pk")
    return {
        "hand_overs": [
            {
                "community": each.community.name,
                "way": "asked" if each.leader.person_id == person.pk else "was asked",
                "afterwards": each.afterwards,
                "word": each.word,
                "state": each.state,
                "answer": each.answer,
                "at": each.created_at.isoformat(),
                "ended_at": each.ended_at and each.ended_at.isoformat(),
            }
            for each in found
        ]
    }
