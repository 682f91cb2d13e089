"""What follows of itself for memberships: admitting, ending, handing on."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activity.effects import record
from communities.effects.charters import leave_results
from communities.effects.coaching import take_back_requests
from communities.effects.handover import lapse_hand_overs
from communities.effects.listening import unfollow_spaces
from communities.effects.notes import forget_notes
from communities.effects.plan import leave_items
from communities.errors import NobodyLeads
from communities.models import (
    Community,
    JoinRequest,
    Membership,
    Representation,
    Role,
    RoleChange,
    SpaceGrant,
)
from communities.queries import led_alone, successor_of
from core import seams
from core.locks import lock
from notifications.effects import notify


def admit(person: User, community: Community, *, role: Role = Role.PARTICIPANT) -> tuple[Membership, bool]:
    """Make `person` an active member; returns (membership, whether that is new).

    Who is a member already stays what they are. Who left before, or whose time has
    run out, comes back as `role`. Who is suspended or was removed stays out. A request to
    join that still waited is answered by it. Who comes in by two doors at once is let in once, by the
    unique row; the community is locked first, or the two doors would wait for each other.
    Raises NobodyLeads where nobody could look after a newcomer, unless they come to lead.
    """
    lock(community)
    membership, is_new = Membership.objects.get_or_create(community=community, person=person, defaults={"role": role})
    if not is_new:
        if membership.state == Membership.State.ACTIVE and not membership.is_live:
            end_membership(membership)
        is_new = bool(
            Membership.objects.filter(pk=membership.pk, state=Membership.State.LEFT).update(
                state=Membership.State.ACTIVE, role=role, joined_at=timezone.now(), ended_at=None, until=None
            )
        )
        membership.refresh_from_db()
    if is_new:
        if role < Role.LEADER:
            require_leader(community)
        Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
        JoinRequest.objects.pending().filter(community=community, person=person).update(
            state=JoinRequest.State.APPROVED, decided_at=timezone.now()
        )
    return membership, is_new


def require_leader(community: Community) -> None:
    """Raise NobodyLeads where everybody who led the community is gone for ever."""
    if not Membership.objects.leading().filter(community=community).exists():
        raise NobodyLeads(_("Nobody leads this community any more, so nobody comes in until somebody does."))


def end_membership(membership: Membership, *, into: str = Membership.State.LEFT) -> bool:
    """End an active membership and the person's grants there; returns False when it had ended already.

    `into` is the state it gets; a suspended one may go on later.
    """
    ended_at = None if into == Membership.State.SUSPENDED else timezone.now()
    ended = Membership.objects.filter(pk=membership.pk, state=Membership.State.ACTIVE).update(
        state=into, ended_at=ended_at, paused_until=None, level=""
    )
    if not ended:
        return False
    Community.objects.filter(pk=membership.community_id).update(member_count=F("member_count") - 1)
    SpaceGrant.objects.filter(user=membership.person_id, content_object__community=membership.community_id).delete()
    leave_results(membership.person_id, membership.community)
    leave_items(membership.person_id, membership.community_id)
    take_back_requests(membership)
    unfollow_spaces(membership)
    if into != Membership.State.SUSPENDED:
        forget_notes(membership)
    lapse_hand_overs(membership.community_id)
    Representation.objects.filter(membership=membership).delete()
    membership.refresh_from_db()
    seams.membership_ended.ask(membership)
    return True


def end_suspended(membership: Membership, *, into: str = Membership.State.LEFT) -> bool:
    """End for good the membership of somebody who is suspended; returns False when they are not.

    What else they held here ended with the suspension.
    """
    suspended = Membership.objects.filter(pk=membership.pk, state=Membership.State.SUSPENDED)
    if not suspended.update(state=into, ended_at=timezone.now()):
        return False
    forget_notes(membership)
    membership.refresh_from_db(fields=["state", "ended_at"])
    return True


def lower_grants(membership: Membership) -> None:
    """In no space does a member stand above their role in the community."""
    grants = SpaceGrant.objects.filter(user=membership.person_id, content_object__community=membership.community_id)
    grants.filter(role__gt=membership.role).update(role=membership.role)


def give_role(membership: Membership, role: Role, *, by: User, note: str = "") -> RoleChange:
    """Let a live member hold `role` from now on, and keep that. The caller has locked the community."""
    before, membership.role = membership.role, role
    if role == Role.LEADER:
        membership.until = None  # or nobody might lead when it has come
    membership.save(update_fields=["role", "until"])
    lower_grants(membership)
    lapse_hand_overs(membership.community_id)
    return RoleChange.objects.create(membership=membership, by=by, before=before, after=role, note=note)


def tell_role_change(change: RoleChange, **more: int) -> None:
    data = {"from": int(change.before), "to": int(change.after), **more}
    entry = record("membership.role_changed", actor=change.by, target=change, data=data)
    notify(entry, [change.membership.person_id])


def hand_on(leader: Membership) -> None:
    """Make somebody else the leader of a community whose last one goes; tell them. Where nobody is left, nobody is.

    The caller has locked the community.
    """
    successor = successor_of(leader)
    if successor is None or not led_alone(leader.person).filter(pk=leader.pk).exists():
        return
    tell_role_change(give_role(successor, Role.LEADER, by=leader.person), is_left_alone=1)
