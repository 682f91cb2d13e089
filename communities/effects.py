"""What follows of itself: admitting, ending a membership, forgetting a person."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import (
    Community,
    Exclusion,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    RoleChange,
    Space,
    SpaceGrant,
)
from communities.queries import led_alone, successor_of
from core import seams
from core.locks import lock, lock_all
from notifications.effects import notify


def open_spaces(community: Community) -> list[Space]:
    """Give a new community its three spaces: Commons, Members' room and Team room."""
    return [
        Space.objects.create(
            community=community, slug=slug, name=name, access=access, position=position, starters=starters
        )
        for position, (slug, name, access, starters) in enumerate(
            [
                ("commons", "Commons", Space.Access.OPEN, Space.Starters.EVERYONE),
                ("members", "Members’ room", Space.Access.MEMBERS, Space.Starters.EVERYONE),
                ("team", "Team room", Space.Access.TEAM, Space.Starters.TEAM),
            ]
        )
    ]


def admit(person: User, community: Community, *, role: Role = Role.PARTICIPANT) -> tuple[Membership, bool]:
    """Make `person` an active member; returns (membership, whether that is new).

    Who is a member already stays what they are. Who left before, or whose time has
    run out, comes back as `role`. Who is suspended or was removed stays out. A request to
    join that still waited is answered by it. Who comes in by two doors at once is let in once, by the
    unique row; the community is locked first, or the two doors would wait for each other.
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
        Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
        JoinRequest.objects.pending().filter(community=community, person=person).update(
            state=JoinRequest.State.APPROVED, decided_at=timezone.now()
        )
    return membership, is_new


def end_membership(membership: Membership, *, into: str = Membership.State.LEFT) -> bool:
    """End an active membership and the person's grants there; returns False when it had ended already.

    `into` is the state it gets; a suspended one may go on later.
    """
    ended_at = None if into == Membership.State.SUSPENDED else timezone.now()
    ended = Membership.objects.filter(pk=membership.pk, state=Membership.State.ACTIVE).update(
        state=into, ended_at=ended_at
    )
    if not ended:
        return False
    Community.objects.filter(pk=membership.community_id).update(member_count=F("member_count") - 1)
    SpaceGrant.objects.filter(user=membership.person_id, content_object__community=membership.community_id).delete()
    membership.refresh_from_db()
    seams.membership_ended.ask(membership)
    return True


def lower_grants(membership: Membership) -> None:
    """In no space does a member stand above their role in the community."""
    grants = SpaceGrant.objects.filter(user=membership.person_id, content_object__community=membership.community_id)
    grants.filter(role__gt=membership.role).update(role=membership.role)


def let_in(
    person: User,
    space: Space,
    *,
    role: Role,
    source: str,
    until: datetime | None = None,
    given_by: User | None = None,
) -> SpaceGrant:
    """Give `person` a grant on `space`; an earlier one is replaced."""
    permission = Permission.objects.get(codename="take_part", content_type__app_label="communities")
    grant, _ = SpaceGrant.objects.update_or_create(
        user=person,
        content_object=space,
        defaults={
            "permission": permission,
            "role": role,
            "source": source,
            "until": until,
            "given_by": given_by,
            "created_at": timezone.now(),
        },
    )
    return grant


def settle_invitation(invitation: Invitation, state: str, person: User | None = None) -> bool:
    """End an open invitation, by the answer of `person` or otherwise: of two at once, one. Returns whether this did."""
    now = timezone.now()
    # The row alone is asked: an update looks again at what it waited for, but not at what it joined.
    waiting = Invitation.objects.filter(pk=invitation.pk, state__in=Invitation.LIVE, expires_at__gt=now)
    return bool(waiting.update(state=state, answered_at=now, person=person))


def decline_invitation(invitation: Invitation, person: User | None) -> bool:
    """Whoever was asked in says no, perhaps without an account, and who asked is told. Returns whether it was open."""
    if not settle_invitation(invitation, Invitation.State.DECLINED, person):
        return False
    notify(record("invitation.declined", actor=person, target=invitation), [invitation.invited_by])
    return True


def expire_invitations(invitations: QuerySet[Invitation]) -> None:
    """Write down that those of `invitations` are over whose time has run out, and tell who asked, here only."""
    late = invitations.filter(state__in=Invitation.LIVE, expires_at__lte=timezone.now())
    for invitation in late.select_related("invited_by").order_by("pk"):
        with transaction.atomic():
            waiting = Invitation.objects.filter(pk=invitation.pk, state__in=Invitation.LIVE)
            if waiting.filter(expires_at__lte=timezone.now()).update(state=Invitation.State.EXPIRED):
                entry = record("invitation.expired", actor=None, target=invitation)
                notify(entry, [invitation.invited_by])


def expire_due_invitations() -> None:
    """They have ended already wherever they are read; this tidies and tells."""
    expire_invitations(Invitation.objects.all())


def revoke_invitations_by(membership: Membership, *, actor: User) -> None:
    """Whoever is shut out asks nobody in any more: what they sent and is open is taken back."""
    sent = Invitation.objects.filter(community=membership.community_id, invited_by=membership.person_id)
    for invitation in sent.filter(state__in=Invitation.LIVE).order_by("pk"):
        if settle_invitation(invitation, Invitation.State.REVOKED):
            record("invitation.revoked", actor=actor, target=invitation)


def forget_old_addresses() -> None:
    """Blank whom an invitation went to, and what it said to them, thirty days after it came to nothing."""
    Invitation.objects.long_over().exclude(email="", message="").update(email="", message="")


def forget_invitations(person: User) -> None:
    """Take back what is open to or from an erased person; forget their addresses, and what was said to or by them."""
    to_them = Invitation.objects.concerning(person)
    from_them = Invitation.objects.filter(invited_by=person)
    over = {"state": Invitation.State.REVOKED, "answered_at": timezone.now()}
    for invitations in (to_them, from_them):
        invitations.filter(state__in=Invitation.LIVE).update(**over)
    from_them.update(message="")
    to_them.update(message="", email="")


def lift_exclusion(exclusion: Exclusion, *, by: User | None) -> bool:
    """Whoever was suspended is a member again, as what they were; who was removed may join or ask again.

    Tells the person. `by` is None where a suspension ends by itself. Returns False when it was lifted already.
    """
    lock(exclusion.membership.community)  # as actions do: in another order the two would wait for each other
    lifted = Exclusion.objects.in_force().filter(pk=exclusion.pk)
    if not lifted.update(lifted_at=timezone.now(), lifted_by=by):
        return False
    membership = Membership.objects.filter(pk=exclusion.membership_id)
    if membership.filter(state=Membership.State.SUSPENDED).update(state=Membership.State.ACTIVE):
        Community.objects.filter(pk=exclusion.community_id).update(member_count=F("member_count") + 1)
    membership.filter(state=Membership.State.REMOVED).update(state=Membership.State.LEFT)
    entry = record("exclusion.lifted", actor=by, target=exclusion)
    notify(entry, [exclusion.membership.person_id])
    return True


def lift_due_suspensions() -> None:
    """Let those be members again whose suspension has come to its end."""
    for exclusion in Exclusion.objects.over().select_related("membership__community").order_by("pk"):
        with transaction.atomic():
            lift_exclusion(exclusion, by=None)


def tell_role_change(change: RoleChange) -> None:
    data = {"from": int(change.before), "to": int(change.after)}
    entry = record("membership.role_changed", actor=change.by, target=change, data=data)
    notify(entry, [change.membership.person_id])


def hand_on(leader: Membership) -> None:
    """Make somebody else the leader of a community whose last one goes; tell them. Where nobody is left, nobody is."""
    lock(leader.community)
    successor = successor_of(leader)
    if successor is None or not led_alone(leader.person).filter(pk=leader.pk).exists():
        return
    before, successor.role = successor.role, Role.LEADER
    successor.save(update_fields=["role"])
    change = RoleChange.objects.create(membership=successor, by=leader.person, before=before, after=Role.LEADER)
    tell_role_change(change)


def lock_communities_of(person: User) -> None:
    """Lock every community where an erased person has a membership, before anything else is touched."""
    lock_all(Community.objects.filter(memberships__person=person))


def forget_person(person: User) -> None:
    """End every membership and request of an erased person, delete their grants, blank what was said to them.

    What they led alone is handed on first.
    """
    forget_invitations(person)
    for leader in led_alone(person).order_by("community"):
        hand_on(leader)
    for membership in Membership.objects.filter(person=person, state=Membership.State.ACTIVE):
        end_membership(membership)
        record("membership.ended", actor=None, target=membership)
    now = timezone.now()
    exclusions = Exclusion.objects.filter(membership__person=person)
    exclusions.in_force().update(lifted_at=now)
    exclusions.update(reason="")
    person.memberships.filter(state=Membership.State.SUSPENDED).update(state=Membership.State.LEFT, ended_at=now)
    RoleChange.objects.filter(membership__person=person).update(note="")
    SpaceGrant.objects.filter(user=person).delete()
    person.join_requests.pending().update(state=JoinRequest.State.WITHDRAWN, decided_at=now)
    person.join_requests.update(message="", reason="")
