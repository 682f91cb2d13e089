from typing import Any

from communities.models import Community
from communities.rules.roles import may_in_community


def may_set_rhythm(person: Any, community: Community) -> bool:
    """Those who plan the discussions, as long as the community lives."""
    return may_in_community(person, "set_rhythm", community)
