from typing import Any

from communities.models import Community
from communities.rules.roles import may_in_community


def may_announce(person: Any, community: Community) -> bool:
    """Facilitators and whoever stands above them write to all members, or to some of them (P25)."""
    return may_in_community(person, "announce", community)
