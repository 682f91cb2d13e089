from typing import Any

from communities.models import LEAST_ROLE, Community, Invitation, Role, Space
from communities.rules.memberships import is_shut_out
from communities.rules.roles import role_in_community
from communities.rules.spaces import may_grant


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
