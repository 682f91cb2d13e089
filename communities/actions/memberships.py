"""What a person does to memberships, their own and others'."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.errors import LastLeader
from communities.models import Community, Membership, Role
from communities.rules import may_change_role, may_join, may_leave
from core.locks import lock
from core.permissions import require
from notifications.effects import notify


@transaction.atomic
def join_community(community: Community, *, actor: User) -> Membership:
    """Make `actor` a participant of an open community. Joining twice is harmless."""
    require(may_join(actor, community), _("This community cannot be joined like this."))
    membership, is_new = effects.admit(actor, community)
    if is_new:
        record("membership.joined", actor=actor, target=membership)
    return membership


@transaction.atomic
def leave_community(community: Community, *, actor: User) -> bool:
    """End `actor`'s membership and grants; what they wrote stays.

    Returns whether that ended anything: leaving twice is harmless. Raises LastLeader
    when nobody would lead the community any more.
    """
    community = lock(community)
    membership = Membership.objects.filter(community=community, person=actor).first()
    if membership is None or membership.state == Membership.State.LEFT:
        return False
    require(may_leave(actor, membership))
    _require_another_leader(membership)
    has_left = effects.end_membership(membership)
    if has_left:
        record("membership.left", actor=actor, target=membership)
    return has_left


@transaction.atomic
def change_role(membership: Membership, *, role: Role, actor: User) -> Membership:
    """Give a live member another role and tell them.

    Raises LastLeader when nobody would lead the community any more.
    """
    # Asked under the lock: who waited for it may have lost their own role meanwhile, or the member may have left.
    lock(membership.community)
    membership.refresh_from_db()
    require(may_change_role(actor, membership, role), _("Leaders give roles to members, and never above their own."))
    if role < Role.LEADER:
        _require_another_leader(membership)
    if membership.role != role:
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        entry = record(
            "membership.role_changed", actor=actor, target=membership, data={"from": int(before), "to": int(role)}
        )
        notify(entry, [membership.person])
    return membership


def _require_another_leader(membership: Membership) -> None:
    """Assumes the community's row is locked, so that two last leaders cannot leave at once."""
    if membership.role != Role.LEADER or not membership.is_live:
        return
    others = Membership.objects.live().filter(community=membership.community_id, role=Role.LEADER)
    if not others.exclude(pk=membership.pk).exists():
        raise LastLeader(_("A community always keeps one leader. Make somebody else a leader first."))
