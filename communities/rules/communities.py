from typing import Any

from accounts.rules import lacks_second_step
from communities.models import LEAST_ROLE, Community
from communities.rules.roles import may_in_community, role_in_community


def may_start_community(person: Any) -> bool:
    return bool(person.is_authenticated and person.is_active)


def may_change_phase(person: Any, community: Community) -> bool:
    """Leaders, also where nothing is written any more: what has ended can be renewed."""
    held = role_in_community(person, community)
    return held is not None and held >= LEAST_ROLE["change_phase"]


def may_change_settings(person: Any, community: Community) -> bool:
    return may_in_community(person, "change_settings", community)


def may_call_roles(person: Any, community: Community) -> bool:
    """Leaders say what the roles are called (H4)."""
    return may_in_community(person, "lead", community)


def may_decide_approvals(person: Any) -> bool:
    """Site staff say whether a new community may be found, where the site wants to be asked (G13)."""
    return _runs_the_site(person)


def may_keep_lists(person: Any) -> bool:
    """Site staff keep the lists that all communities share: subjects, institutions, coaches (B8)."""
    return _runs_the_site(person)


def _runs_the_site(person: Any) -> bool:
    return bool(person.is_authenticated and person.is_active and person.is_staff and not lacks_second_step(person))
