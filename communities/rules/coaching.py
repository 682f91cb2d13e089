from typing import Any

from communities.models import CoachingRequest, Community
from communities.rules.roles import may_in_community


def may_ask_coach(person: Any, community: Community) -> bool:
    """Leaders ask for a conversation in the name of their community, and take that back (H35)."""
    return may_in_community(person, "lead", community)


def may_answer_coaching(person: Any, request: CoachingRequest) -> bool:
    """The coach who was asked."""
    return bool(request.coach.person_id == person.pk and person.is_active and request.community.is_writable)
