from typing import Any

from communities.models import Community
from communities.rules.roles import may_in_community


def may_propose_topics(person: Any, community: Community) -> bool:
    """And vote for those of others, where the community has a learning agenda."""
    return community.uses(Community.Tool.AGENDA) and may_in_community(person, "take_part", community)


def may_schedule_topics(person: Any, community: Community) -> bool:
    return community.uses(Community.Tool.AGENDA) and may_in_community(person, "schedule_topics", community)
