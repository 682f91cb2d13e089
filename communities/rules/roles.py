"""Which role somebody holds, what lies open to them, and what the table of roles lets them do."""

from enum import IntEnum
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import LEAST_ROLE, Community, Membership, Role, Space, SpaceGrant
from core.prepared import Prepared


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
    roles = _MEMBER(person=person, community=community.pk)
    return Role(roles[0]) if roles else None


def _member(person: Any, community: int) -> QuerySet:
    # One row at most: a person has one membership of a community for ever.
    return Membership.objects.live_of(person).filter(community=community).values_list("role", flat=True)


_MEMBER = Prepared(_member)


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


def may_in_community(person: Any, verb: str, community: Community) -> bool:
    """Whether `person`'s membership lets them do `verb` in the community as a whole, which must be writable."""
    held = role_in_community(person, community)
    return community.is_writable and held is not None and held >= LEAST_ROLE[verb]
