from typing import Any

from communities.models import Community, HandOver
from communities.rules.roles import may_in_community


def may_hand_over(person: Any, community: Community) -> bool:
    """Leaders ask somebody to lead in their place, and take that back."""
    return may_in_community(person, "lead", community)


def may_withdraw_hand_over(person: Any, hand_over: HandOver) -> bool:
    return bool(hand_over.leader.person_id == person.pk and may_hand_over(person, hand_over.community))


def may_answer_hand_over(person: Any, hand_over: HandOver) -> bool:
    """Whoever is asked, as long as they are a member."""
    successor = hand_over.successor
    return bool(successor.person_id == person.pk and successor.is_live and hand_over.community.is_writable)
