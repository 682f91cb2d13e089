"""What a person does to memberships, their own and others'."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.effects.holding import lock_around, lock_both
from communities.errors import LastLeader, NoMember
from communities.models import Community, Exclusion, Membership, Role
from communities.rules import may_change_role, may_exclude, may_join, may_leave
from core.locks import lock
from core.permissions import require
from notifications.effects import notify


@transaction.atomic
def join_community(community: Community, *, actor: User, answers: Mapping[int, str] | None = None) -> Membership:
    """Make `actor`, who answers what it asks, a participant of an open community. Joining twice is harmless.

    Raises AnswerMissing, and NobodyLeads.
    """
    community, actor = lock_both(community, actor)
    require(may_join(actor, community), _("This community cannot be joined like this."))
    membership, is_new = effects.admit(actor, community)
    if is_new:
        effects.keep_answers(actor, community, answers or {})
        record("membership.joined", actor=actor, target=membership)
    return membership


@transaction.atomic
def leave_community(community: Community, *, actor: User) -> bool:
    """End `actor`'s membership and grants; what they wrote stays.

    Returns whether that ended anything: leaving twice is harmless. Raises LastLeader
    when nobody would lead the community any more; one that has come to its end holds nobody back and
    goes to the next in line, so that it can still be renewed.
    """
    community = lock(community)
    membership = Membership.objects.filter(community=community, person=actor).first()
    if membership is None or membership.state == Membership.State.LEFT:
        return False
    require(may_leave(actor, membership))
    if community.is_writable:
        _require_another_leader(membership)
    else:
        effects.hand_on(membership)
    has_left = effects.end_membership(membership)
    if has_left:
        record("membership.left", actor=actor, target=membership)
    return has_left


@transaction.atomic
def change_role(membership: Membership, *, role: Role, actor: User, note: str = "") -> Membership:
    """Give a live member another role, keep that with `note`, and tell them.

    Raises LastLeader when nobody would lead the community any more.
    """
    lock_around(membership)
    require(may_change_role(actor, membership, role), _("Leaders give roles to members, and never above their own."))
    if role < Role.LEADER:
        _require_another_leader(membership)
    if membership.role != role:
        effects.tell_role_change(effects.give_role(membership, role, by=actor, note=note))
    return membership


@transaction.atomic
def suspend_member(
    membership: Membership, *, reason: str, actor: User, until: datetime | None = None
) -> Exclusion | None:
    """Shut a member out until a moment (UTC), or until it is lifted, and tell them why.

    What they hold here ends with it, but for the role, which comes back. Suspending twice changes
    nothing. Raises NoMember when they are none, and LastLeader.
    """
    lock_around(membership)
    require(may_exclude(actor, membership), _NOT_THIS_MEMBER)
    if membership.state != Membership.State.SUSPENDED:
        _require_member(membership)
        effects.end_membership(membership, into=Membership.State.SUSPENDED)
        _shut_out(membership, Exclusion.Kind.SUSPENDED, reason=reason, until=until, actor=actor)
    return membership.exclusions.in_force().first()


@transaction.atomic
def remove_member(membership: Membership, *, reason: str, actor: User) -> Exclusion | None:
    """End somebody's membership for good and tell them why; what they wrote stays.

    They cannot join or ask again until it is lifted. Removing twice changes nothing. Raises
    NoMember when they are none, and LastLeader.
    """
    lock_around(membership)
    require(may_exclude(actor, membership), _NOT_THIS_MEMBER)
    if membership.state == Membership.State.SUSPENDED:
        membership.exclusions.in_force().update(lifted_at=timezone.now(), lifted_by=actor)
        effects.end_suspended(membership, into=Membership.State.REMOVED)
        _shut_out(membership, Exclusion.Kind.REMOVED, reason=reason, actor=actor)
    elif membership.state != Membership.State.REMOVED:
        _require_member(membership)
        effects.end_membership(membership, into=Membership.State.REMOVED)
        _shut_out(membership, Exclusion.Kind.REMOVED, reason=reason, actor=actor)
    return membership.exclusions.in_force().first()


@transaction.atomic
def lift_exclusion(membership: Membership, *, actor: User) -> bool:
    """Take back a suspension or a removal and tell the person; returns False when there was none.

    Who was suspended is a member again; who was removed may join or ask again.
    """
    lock_around(membership)
    require(may_exclude(actor, membership), _NOT_THIS_MEMBER)
    exclusion = membership.exclusions.in_force().select_related("membership").first()
    return exclusion is not None and effects.lift_exclusion(exclusion, by=actor)


_NOT_THIS_MEMBER = _("Moderators and leaders do this, and never to somebody above their own role.")


def _require_member(membership: Membership) -> None:
    if membership.state != Membership.State.ACTIVE:
        raise NoMember(_("This person is not a member any more."))
    _require_another_leader(membership)


def _shut_out(membership: Membership, kind: str, *, reason: str, actor: User, until: datetime | None = None) -> None:
    exclusion = Exclusion.objects.create(membership=membership, by=actor, kind=kind, reason=reason, until=until)
    is_removed = kind == Exclusion.Kind.REMOVED
    entry = record("exclusion.removed" if is_removed else "exclusion.suspended", actor=actor, target=exclusion)
    notify(entry, [membership.person_id])
    effects.revoke_invitations_by(membership, actor=actor)


def _require_another_leader(membership: Membership) -> None:
    """Assumes the community's row is locked, so that two last leaders cannot leave at once."""
    if membership.role != Role.LEADER or not membership.is_live:
        return
    leaders = Membership.objects.leading().filter(community=membership.community_id)
    if not leaders.exclude(pk=membership.pk).exists():
        raise LastLeader(_("A community always keeps one leader. Make somebody else a leader first."))
