"""Who may do what: the table of roles. Nothing else in Copse decides by role."""

from enum import IntEnum
from typing import Any

from django.db.models import Q, QuerySet

from accounts.rules import lacks_second_step
from communities.models import (
    ActionItem,
    Charter,
    Community,
    ExpectedResult,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    Space,
    SpaceGrant,
)
from core.prepared import Prepared

# The least role that may do each thing; guests hold a grant on one space.
LEAST_ROLE: dict[str, Role] = {
    "post": Role.GUEST,
    "start_discussion": Role.PARTICIPANT,  # where the space lets everyone start; else the team
    "start_discussion_as_team": Role.FACILITATOR,
    "take_part": Role.PARTICIPANT,  # comment on the plan, answer it, propose what to learn, vote
    "schedule_topics": Role.FACILITATOR,  # answer what members want to learn
    "plan_actions": Role.MODERATOR,  # write the action plan and put it before the members (P32)
    "run_discussion": Role.MODERATOR,  # plan, open, steer, close, publish, reopen
    "handle_reports": Role.MODERATOR,  # decide what is reported, and answer appeals (P4)
    "approve_requests": Role.MODERATOR,
    "exclude": Role.MODERATOR,  # suspend and remove members, and lift that
    "invite": Role.PARTICIPANT,  # one at a time, where whoever wants may join anyhow
    "invite_many": Role.FACILITATOR,  # anywhere, many at once, into roles up to one's own
    "change_phase": Role.LEADER,  # launch, conclude, renew, archive
    "change_settings": Role.LEADER,  # who finds it, how people join, which tools it uses
    "lead": Role.LEADER,  # write the charter, give roles, arrange spaces, let people into them
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


def is_shut_out(person: Any, community: Community) -> bool:
    """Whether `person` was suspended or removed there, which nobody's invitation gets around."""
    return Membership.objects.shut_out().filter(person=person, community=community).exists()


def may_start_community(person: Any) -> bool:
    return bool(person.is_authenticated and person.is_active)


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


def may_change_phase(person: Any, community: Community) -> bool:
    """Leaders, also where nothing is written any more: what has ended can be renewed."""
    held = role_in_community(person, community)
    return held is not None and held >= LEAST_ROLE["change_phase"]


def may_change_settings(person: Any, community: Community) -> bool:
    return may_in_community(person, "change_settings", community)


def may_decide_approvals(person: Any) -> bool:
    """Site staff say whether a new community may be found, where the site wants to be asked (G13)."""
    return bool(person.is_authenticated and person.is_active and person.is_staff and not lacks_second_step(person))


def may_leave(person: Any, membership: Membership) -> bool:
    return bool(membership.person_id == person.pk and membership.state == Membership.State.ACTIVE)


def may_pause(person: Any, membership: Membership) -> bool:
    """Whoever is a member asks to be left alone for a while, and takes that back."""
    return bool(membership.person_id == person.pk and membership.is_live)


def may_change_role(person: Any, membership: Membership, role: Role, *, held: Role | None = None) -> bool:
    """Leaders alone, and to live members; nobody grants above their own role.

    Pass `held`, the role of `person`'s own live membership, where one page asks several times; so beneath.
    """
    held = role_in_community(person, membership.community) if held is None else held
    is_leader = held is not None and held >= LEAST_ROLE["lead"] and role <= held
    return is_leader and membership.is_live and membership.community.is_writable


def may_exclude(person: Any, membership: Membership, *, held: Role | None = None) -> bool:
    """Suspend or remove somebody else, and take that back; never above one's own role."""
    held = role_in_community(person, membership.community) if held is None else held
    is_over = held is not None and held >= LEAST_ROLE["exclude"] and membership.role <= held
    return is_over and membership.person_id != person.pk and membership.community.is_writable


def may_call_roles(person: Any, community: Community) -> bool:
    """Leaders say what the roles are called (H4)."""
    return may_in_community(person, "lead", community)


def may_set_term(person: Any, membership: Membership, *, held: Role | None = None) -> bool:
    """Say when somebody's membership ends: whoever may exclude them. A leader's has no end, lest nobody leads."""
    return may_exclude(person, membership, held=held) and membership.is_live and membership.role < Role.LEADER


def may_arrange(person: Any, community: Community) -> bool:
    """Leaders open, rename, open wider and archive spaces."""
    return may_in_community(person, "lead", community)


def invites(held: Role | None, community: Community, *, role: Role = Role.PARTICIPANT, number: int = 1) -> bool:
    """Whether somebody whose live membership has the role `held` asks `number` people in as `role`.

    Never above their own role. Where whoever wants may join and the community can be found, everyone asks one
    person at a time; anything more is the team's.
    """
    if held is None or not community.is_writable or role > held:
        return False
    is_open_door = community.is_open_to_join and community.visibility != Community.Visibility.HIDDEN
    is_plain = is_open_door and role == Role.PARTICIPANT and number == 1
    return held >= LEAST_ROLE["invite" if is_plain else "invite_many"]


def may_invite(person: Any, community: Community, *, role: Role = Role.PARTICIPANT, number: int = 1) -> bool:
    return invites(role_in_community(person, community), community, role=role, number=number)


def may_still_bring_in(inviter: Any, community: Community, room: Space | None = None) -> bool:
    """Whether what somebody sent while they might ask people in still opens the door, when the answer comes.

    Where whoever wants may join anyhow it does; else for as long as they may ask people in.
    """
    if room is not None:
        return may_grant(inviter, room, Role.GUEST)
    is_open_door = community.is_open_to_join and community.visibility != Community.Visibility.HIDDEN
    return is_open_door or may_invite(inviter, community)


def may_manage_invitation(person: Any, invitation: Invitation, *, role: Role | None = None) -> bool:
    """Send again, take back: whoever asked somebody in, the team for members-to-be, leaders for guests too.

    Pass `role`, the live membership's, where one page asks several times.
    """
    held = role_in_community(person, invitation.community) if role is None else role
    if held is None:
        return False
    least = LEAST_ROLE["lead" if invitation.room_id else "invite_many"]
    return invitation.invited_by_id == person.pk or held >= least


def may_accept(person: Any, invitation: Invitation) -> bool:
    """Whoever holds its link."""
    return may_come_in(person, invitation.community)


def may_come_in(person: Any, community: Community) -> bool:
    """Whoever was asked in and is signed in, but nobody who was suspended or removed there."""
    if not person.is_authenticated or not person.is_active:
        return False
    return not is_shut_out(person, community)


def may_decline(person: Any, invitation: Invitation) -> bool:
    """Whoever holds its link, signed in or not: to say no takes no account."""
    return person.is_active or not person.is_authenticated


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


def may_end_grant(person: Any, grant: SpaceGrant) -> bool:
    """Leaders, also where nothing is written any more."""
    held = role_in_community(person, grant.content_object.community)
    return held is not None and held >= LEAST_ROLE["lead"]


def may_leave_space(person: Any, grant: SpaceGrant) -> bool:
    """Whoever was let in goes when they like."""
    return bool(grant.user_id == person.pk)


def may_change_end(person: Any, grant: SpaceGrant) -> bool:
    """The same, as long as the community lives: where it has ended nobody is let in for longer."""
    return may_end_grant(person, grant) and grant.content_object.community.is_writable


def may_grant(person: Any, space: Space, role: Role) -> bool:
    """Leaders let people into a space, never above their own role."""
    held = role_in_community(person, space.community)
    return space.is_writable and held is not None and held >= LEAST_ROLE["lead"] and role <= held


def may_plan_actions(person: Any, community: Community) -> bool:
    """Where the community works with a plan."""
    return community.uses(Community.Tool.PLAN) and may_in_community(person, "plan_actions", community)


def may_answer_plan(person: Any, community: Community) -> bool:
    """Members comment on what stands on the plan, and say whether they agree."""
    return community.uses(Community.Tool.PLAN) and may_in_community(person, "take_part", community)


def may_move_item(person: Any, item: ActionItem) -> bool:
    """Say how far something of the plan is: whoever plans, and the member whose it is."""
    is_own = item.owner_id is not None and item.owner_id == person.pk
    return (may_answer_plan if is_own else may_plan_actions)(person, item.community)


def may_adopt_plan(person: Any, community: Community) -> bool:
    """Leaders write down that the members have adopted the plan."""
    return community.uses(Community.Tool.PLAN) and may_in_community(person, "lead", community)


def may_propose_topics(person: Any, community: Community) -> bool:
    """And vote for those of others, where the community has a learning agenda."""
    return community.uses(Community.Tool.AGENDA) and may_in_community(person, "take_part", community)


def may_schedule_topics(person: Any, community: Community) -> bool:
    return community.uses(Community.Tool.AGENDA) and may_in_community(person, "schedule_topics", community)
