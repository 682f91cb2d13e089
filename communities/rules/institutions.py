from typing import Any

from communities.models import LEAST_ROLE, Representation
from communities.rules.roles import role_in_community


def may_confirm_representation(person: Any, representation: Representation) -> bool:
    """Moderators and leaders; of themselves leaders alone."""
    held = role_in_community(person, representation.community)
    is_own = representation.membership.person_id == person.pk
    least = LEAST_ROLE["lead" if is_own else "confirm_institutions"]
    return held is not None and held >= least and representation.community.is_writable
