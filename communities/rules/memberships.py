from typing import Any

from communities.models import LEAST_ROLE, Community, JoinRequest, Membership, Role
from communities.rules.roles import may_in_community, role_in_community


def is_shut_out(person: Any, community: Community) -> bool:
    """Whether `person` was suspended or removed there, which nobody's invitation gets around."""
    return Membership.objects.shut_out().filter(person=person, community=community).exists()


def may_join(person: Any, community: Community) -> bool:
    """Whoever is signed in joins an open community, but nobody who was suspended or removed.

    A hidden one is for its members: a guest of one of its spaces is not let further in by themselves.
    """
    return community.is_open_to_join and _may_knock(person, community)


def may_ask(person: Any, community: Community) -> bool:
    """The same where the team decides; members have nothing to ask for."""
    is_asked = community.admission == Community.Admission.REQUEST and community.is_writable
    return is_asked and _may_knock(person, community) and role_in_community(person, community) is None


def _may_knock(person: Any, community: Community) -> bool:
    if not person.is_authenticated or not person.is_active:
        return False
    membership = Membership.objects.filter(person=person, community=community).first()
    if membership is None:
        return community.visibility != Community.Visibility.HIDDEN
    return not membership.is_shut_out


def may_withdraw(person: Any, request: JoinRequest) -> bool:
    return bool(request.person_id == person.pk)


def may_approve_requests(person: Any, community: Community) -> bool:
    return may_in_community(person, "approve_requests", community)


def may_leave(person: Any, membership: Membership) -> bool:
    return bool(membership.person_id == person.pk and membership.state == Membership.State.ACTIVE)


def may_pause(person: Any, membership: Membership) -> bool:
    """Whoever is a member asks to be left alone for a while, and takes that back."""
    return bool(membership.person_id == person.pk and membership.is_live)


def may_change_role(person: Any, membership: Membership, role: Role, *, held: Role | None = None) -> bool:
    """Leaders alone, and to live members; nobody grants above their own role."""
    held = role_in_community(person, membership.community) if held is None else held
    is_leader = held is not None and held >= LEAST_ROLE["lead"] and role <= held
    return is_leader and membership.is_live and membership.community.is_writable


def may_exclude(person: Any, membership: Membership, *, held: Role | None = None) -> bool:
    """Suspend or remove somebody else, and take that back; never above one's own role."""
    held = role_in_community(person, membership.community) if held is None else held
    is_over = held is not None and held >= LEAST_ROLE["exclude"] and membership.role <= held
    return is_over and membership.person_id != person.pk and membership.community.is_writable


def may_set_term(person: Any, membership: Membership, *, held: Role | None = None) -> bool:
    """Say when somebody's membership ends: whoever may exclude them. A leader's has no end, lest nobody leads."""
    return may_exclude(person, membership, held=held) and membership.is_live and membership.role < Role.LEADER
