from typing import Any

from communities.models import LEAST_ROLE, Charter, Community, ExpectedResult, Role
from communities.rules.roles import may_in_community, role_in_community


def may_read_charter(person: Any, community: Community) -> bool:
    return Charter.objects.visible_to(person).filter(pk=community.pk).exists()


def may_write_charter(person: Any, community: Community) -> bool:
    """Leaders, as long as the community is alive."""
    return may_in_community(person, "lead", community)


def may_move_result(person: Any, result: ExpectedResult, *, role: Role | None = None) -> bool:
    """Say how far an expected result is, and show it: leaders, and the member who watches over it (P20).

    Pass `role`, the live membership's, where one page asks several times.
    """
    held = role_in_community(person, result.community) if role is None else role
    is_trusted = held is not None and (held >= LEAST_ROLE["lead"] or result.owner_id == person.pk)
    return is_trusted and result.community.is_writable


def may_watch_results(person: Any, community: Community) -> bool:
    """Every member keeps an eye on the results that they like (P20)."""
    return may_in_community(person, "take_part", community)
