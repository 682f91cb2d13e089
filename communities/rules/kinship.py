from typing import Any

from communities.models import Community, CommunityLink
from communities.rules.roles import may_in_community


def may_link(person: Any, community: Community) -> bool:
    """Leaders propose to others to belong together, answer what others propose, and end it (H5)."""
    return may_in_community(person, "lead", community)


def may_answer_link(person: Any, link: CommunityLink) -> bool:
    """Leaders of the one that was asked."""
    return may_link(person, link.asked)


def may_withdraw_link(person: Any, link: CommunityLink) -> bool:
    """Leaders of the one that asked."""
    return may_link(person, link.asking)


def may_end_link(person: Any, link: CommunityLink) -> bool:
    """Leaders of either."""
    return any(may_link(person, community) for community in link.ends)
