from typing import Any

from communities.models import LEAST_ROLE, Community, Role, Space, SpaceGrant
from communities.rules.roles import may_in_community, role_in_community


def may_arrange(person: Any, community: Community) -> bool:
    """Leaders open, rename, open wider and archive spaces."""
    return may_in_community(person, "lead", community)


def may_grant(person: Any, space: Space, role: Role) -> bool:
    """Leaders let people into a space, never above their own role."""
    held = role_in_community(person, space.community)
    return space.is_writable and held is not None and held >= LEAST_ROLE["lead"] and role <= held


def may_change_end(person: Any, grant: SpaceGrant) -> bool:
    """The same, as long as the community lives: where it has ended nobody is let in for longer."""
    return may_end_grant(person, grant) and grant.content_object.community.is_writable


def may_end_grant(person: Any, grant: SpaceGrant) -> bool:
    """Leaders, also where nothing is written any more."""
    held = role_in_community(person, grant.content_object.community)
    return held is not None and held >= LEAST_ROLE["lead"]


def may_leave_space(person: Any, grant: SpaceGrant) -> bool:
    """Whoever was let in goes when they like."""
    return bool(grant.user_id == person.pk)
