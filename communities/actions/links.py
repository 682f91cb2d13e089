"""What a person does with links that let several people in."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects, queries
from communities.effects.holding import lock_around, lock_both
from communities.errors import InvitationOver, TooManyInvitations
from communities.models import Community, InvitationLink, LinkUse, Membership, Role
from communities.rules import may_come_in, may_invite, may_still_bring_in
from core.permissions import require

OPEN_AT_ONCE = 20  # in one community

_TEAM = _("The team makes links, and none that gives more than their own role.")


@transaction.atomic
def make_link(
    community: Community,
    *,
    label: str,
    days: int,
    use_limit: int,
    actor: User,
    role: Role = Role.PARTICIPANT,
    submission: UUID | None = None,
) -> InvitationLink:
    """Make an address that lets `use_limit` people in as `role`, for `days`; the same `submission` twice makes one.

    Raises TooManyInvitations where a link would let too many into the team, or too many links are open.
    """
    community, actor = lock_both(community, actor)
    require(may_invite(actor, community, role=role, number=2), _TEAM)
    own = InvitationLink.objects.filter(made_by=actor, submission=submission)
    if submission and (made := own.first()):
        return made
    _require_measure(community, role, use_limit)
    link = InvitationLink.objects.create(
        community=community,
        label=label,
        role=role,
        expires_at=timezone.now() + timedelta(days=days),
        use_limit=use_limit,
        made_by=actor,
        submission=submission,
    )
    record("invitationlink.made", actor=actor, target=link, data={"role": int(role), "use_limit": use_limit})
    return link


def _require_measure(community: Community, role: Role, use_limit: int) -> None:
    if role > Role.PARTICIPANT and use_limit > InvitationLink.MOST_USES_IN_TEAM:
        raise TooManyInvitations(
            _("A link into the team is for %(number)s people at most, because it can be passed on.")
            % {"number": InvitationLink.MOST_USES_IN_TEAM}
        )
    if community.invitation_links.valid().filter(uses__lt=F("use_limit")).count() >= OPEN_AT_ONCE:
        raise TooManyInvitations(
            _("There are %(number)s open links already. Take one back first.") % {"number": OPEN_AT_ONCE}
        )


@transaction.atomic
def take_link_back(link: InvitationLink, *, actor: User) -> bool:
    """Let nobody in by it any more; who came in stays. Returns whether it was not taken back before."""
    require(may_invite(actor, lock_around(link), number=2), _TEAM)
    is_over = bool(InvitationLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()))
    if is_over:
        record("invitationlink.revoked", actor=actor, target=link)
    return is_over


@transaction.atomic
def use_link(link: InvitationLink, *, actor: User, answers: Mapping[int, str] | None = None) -> Membership:
    """Let `actor` in by a link. One person counts once; a member stays what they are and counts not at all.

    The role is what the link names, and no more than who made it may give at this moment. Raises InvitationOver
    where it is used up, taken back or over, AnswerMissing, and NobodyLeads.
    """
    community, actor = lock_both(link.community, actor)
    require(may_come_in(actor, community), _("You cannot come in like this. Please ask the community’s moderators."))
    if member := Membership.objects.live_of(actor).filter(community=community).first():
        return member
    if not community.is_writable or not may_still_bring_in(link.made_by, community) or not _count(link, actor):
        raise InvitationOver(_("This link lets nobody in any more."))
    effects.keep_answers(actor, community, answers or {})
    membership, is_new = effects.admit(actor, community, role=queries.role_by_link(link))
    if is_new:
        record("membership.joined", actor=actor, target=membership, data={"link": link.pk})
    return membership


def _count(link: InvitationLink, person: User) -> bool:
    """Whether the link lets `person` in; its row alone is asked, in the statement that counts them."""
    valid = InvitationLink.objects.valid().filter(pk=link.pk)
    if LinkUse.objects.filter(link=link, person=person).exists():
        return valid.exists()
    if not valid.filter(uses__lt=F("use_limit")).update(uses=F("uses") + 1):
        return False
    LinkUse.objects.create(link=link, person=person)
    return True
