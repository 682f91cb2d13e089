"""Everything that a person does to a community, to its spaces and to memberships."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.errors import LastLeader
from communities.models import Community, Membership, Role, Space, SpaceGrant
from communities.rules import may_change_role, may_grant, may_join, may_leave, may_start_community
from core.errors import Busy
from core.locks import lock
from core.permissions import require
from notifications.effects import notify

RESERVED_SLUGS = {"new"}


@transaction.atomic
def start_community(
    *,
    actor: User,
    name: str,
    summary: str,
    visibility: str,
    admission: str,
    submission: UUID | None = None,
    **details: str,
) -> Community:
    """Start a community in its design phase, with three spaces and `actor` as its leader.

    `details` are further plain fields, such as `language` and `time_zone`. The slug is made
    from the name and is free; a hidden community's ends in random letters, so that
    it cannot be guessed. The same `submission` of one person starts one community, however often it comes.
    Raises Busy when somebody else takes the name at the same moment.
    """
    require(may_start_community(actor))
    fields = {"name": name, "summary": summary, "visibility": visibility, "admission": admission, **details}
    fields["slug"] = _free_slug(name, is_hidden=visibility == Community.Visibility.HIDDEN)
    try:
        community, is_new = Community.objects.get_or_create(
            started_by=actor, submission=submission or uuid4(), defaults=fields
        )
    except IntegrityError as error:
        raise Busy(_("Somebody has just started a community of this name. Please try again.")) from error
    if is_new:
        effects.open_spaces(community)
        effects.admit(actor, community, role=Role.LEADER)
        record("community.started", actor=actor, target=community)
    return community


def _free_slug(name: str, *, is_hidden: bool) -> str:
    base = slugify(name)[:60].strip("-") or "community"
    tail = get_random_string(10, "abcdefghjkmnpqrstuvwxyz23456789")
    if is_hidden:
        return f"{base}-{tail}"
    is_taken = base in RESERVED_SLUGS or Community.objects.filter(slug=base).exists()
    return f"{base}-{tail[:4]}" if is_taken else base


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


@transaction.atomic
def grant_space(
    space: Space, *, person: User, role: Role, actor: User, until: datetime | None = None, source: str = "guest"
) -> SpaceGrant:
    """Let `person` into one space until a moment (UTC) or without end; a second grant replaces the first."""
    require(may_grant(actor, space, role))
    grant = effects.let_in(person, space, role=role, source=source, until=until)
    entry = record("spacegrant.given", actor=actor, target=grant, data={"role": int(role)})
    notify(entry, [person])
    return grant


def _require_another_leader(membership: Membership) -> None:
    """Assumes the community's row is locked, so that two last leaders cannot leave at once."""
    if membership.role != Role.LEADER or not membership.is_live:
        return
    others = Membership.objects.live().filter(community=membership.community_id, role=Role.LEADER)
    if not others.exclude(pk=membership.pk).exists():
        raise LastLeader(_("A community always keeps one leader. Make somebody else a leader first."))
