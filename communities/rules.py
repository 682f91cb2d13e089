"""Who may do what: the table of roles. Nothing else in Copse decides by role."""

from enum import IntEnum
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import Community, Membership, Role, Space, SpaceGrant
from core.prepared import Prepared

# The least role that may do each thing; guests hold a grant on one space.
LEAST_ROLE: dict[str, Role] = {
    "post": Role.GUEST,
    "start_discussion": Role.PARTICIPANT,  # where the space lets everyone start; else the team
    "start_discussion_as_team": Role.FACILITATOR,
    "run_discussion": Role.MODERATOR,  # plan, open, steer, close, publish, reopen
    "lead": Role.LEADER,  # give roles, let people into a space
}


class Sight(IntEnum):
    """How much of a community somebody sees who may know of it (`Community.objects.visible_to`)."""

    NAME = 1  # the name alone: whoever holds a grant on one space of a hidden one
    PURPOSE = 2  # name, purpose and how to join
    INSIDE = 3  # people, counts and the spaces, each by its own access


def sight_of(community: Community, role: Role | None) -> Sight:
    """What lies open to somebody whose live membership has `role`, or to a stranger."""
    if role is not None or community.visibility == Community.Visibility.PUBLIC:
        return Sight.INSIDE
    return Sight.NAME if community.visibility == Community.Visibility.HIDDEN else Sight.PURPOSE


def role_in_community(person: Any, community: Community) -> Role | None:
    """The role of `person`'s live membership, or None."""
    if not person.is_authenticated:
        return None
    role = Membership.objects.live_of(person).filter(community=community).values_list("role", flat=True).first()
    return None if role is None else Role(role)


def _granted(person: Any, space: int) -> QuerySet:
    grants = SpaceGrant.objects.live_of(person).filter(content_object=space)
    return grants.order_by().values_list("role", flat=True)


def _held(opening: Q) -> Prepared:
    def build(person: Any, space: int, community: int) -> QuerySet:
        members = Membership.objects.live_of(person).filter(opening, community=community)
        return members.order_by().values_list("role", flat=True).union(_granted(person, space), all=True)

    return Prepared(build)


_GRANTED = Prepared(_granted)
_HELD: dict[str, Prepared] = {
    Space.Access.OPEN: _held(Q()),
    Space.Access.MEMBERS: _held(Q()),
    Space.Access.TEAM: _held(Q(role__gte=Role.FACILITATOR)),
}


def role_in(person: Any, space: Space) -> Role | None:
    """The higher of the membership's role, where membership opens the space, and the grant's role.

    One query. None for whoever has neither: a visitor of an open space of a public
    community reads without a role.
    """
    if not person.is_authenticated:
        return None
    if space.access == Space.Access.PRIVATE:
        roles = _GRANTED(person=person, space=space.pk)
    else:
        roles = _HELD[space.access](person=person, space=space.pk, community=space.community_id)
    return max((Role(role) for role in roles), default=None)


def may(person: Any, verb: str, space: Space, *, role: Role | None = None) -> bool:
    """Whether `person` may do `verb` (a key of LEAST_ROLE) in `space`, which must be writable.

    Pass `role`, as `role_in` gave it, where one page asks several times.
    """
    held = role_in(person, space) if role is None else role
    return space.is_writable and held is not None and held >= LEAST_ROLE[verb]


def may_start_community(person: Any) -> bool:
    return bool(person.is_authenticated and person.is_active)


def may_join(person: Any, community: Community) -> bool:
    """Whoever is signed in joins an open community, but nobody who was suspended or removed.

    A hidden one is for its members: a guest of one of its spaces is not let further in by themselves.
    """
    if not person.is_authenticated or not community.is_open_to_join:
        return False
    membership = Membership.objects.filter(person=person, community=community).first()
    if membership is None:
        return community.visibility != Community.Visibility.HIDDEN
    return membership.state in (Membership.State.ACTIVE, Membership.State.LEFT)


def may_leave(person: Any, membership: Membership) -> bool:
    return bool(membership.person_id == person.pk and membership.state == Membership.State.ACTIVE)


def may_change_role(person: Any, membership: Membership, role: Role) -> bool:
    """Leaders alone, and to live members; nobody grants above their own role."""
    held = role_in_community(person, membership.community)
    is_leader = held is not None and held >= LEAST_ROLE["lead"] and role <= held
    return is_leader and membership.is_live and membership.community.is_writable


def may_grant(person: Any, space: Space, role: Role) -> bool:
    """Leaders let people into a space, never above their own role."""
    held = role_in_community(person, space.community)
    return space.is_writable and held is not None and held >= LEAST_ROLE["lead"] and role <= held
