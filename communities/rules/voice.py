from typing import Any

from communities.models import Community
from communities.rules.roles import may_in_community


def may_draft_statements(person: Any, community: Community) -> bool:
    """Moderators and leaders write what a community says in its own name, until it is published (G8)."""
    return may_in_community(person, "draft_statements", community)


def may_speak_for(person: Any, community: Community) -> bool:
    """Leaders publish it, put it right and withdraw it."""
    return may_in_community(person, "lead", community)


def may_suggest(person: Any, community: Community) -> bool:
    return may_in_community(person, "take_part", community)


def may_answer_suggestions(person: Any, community: Community) -> bool:
    return may_in_community(person, "answer_suggestions", community)
