"""What a person does to ask others in, and to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from communities import effects
from communities.effects.holding import lock_around, lock_both
from communities.errors import InvitationOver, NoGuest, TooManyInvitations
from communities.models import Community, Invitation, Membership, Role, Space, SpaceGrant
from communities.queries import invitations as queries
from communities.queries.measure import measure_of_letters
from communities.rules import may_accept, may_decline, may_grant, may_invite, may_manage_invitation, may_still_bring_in
from core.locks import lock
from core.permissions import require
from notifications.effects import notify

LOOKED_THROUGH_IN_A_DAY = 2000  # addresses, by one person: each answer tells whether somebody is a member

_NOT_LIKE_THIS = _("You may not invite people like this here.")


@dataclass(frozen=True)
class Outcome:
    """Whom invitations went to, and who was left out: (address, why)."""

    sent: list[Invitation]
    left_out: list[tuple[str, Any]]


@transaction.atomic
def look_through(community: Community, *, emails: Sequence[str], actor: User) -> list[tuple[str, Any]]:
    """Whom invitations to `emails` would reach, and why not the others: (address, why or an empty string).

    Raises TooManyInvitations where somebody looks through more than they can mean to invite.
    """
    actor = lock(actor)  # two windows count together
    require(may_invite(actor, community, number=len(emails)), _NOT_LIKE_THIS)
    since = timezone.now() - timedelta(days=1)
    lately = Entry.objects.filter(actor=actor, verb="community.looked_through", at__gt=since)
    looked = lately.aggregate(number=Sum(Cast(KT("data__number"), IntegerField())))["number"] or 0
    if looked + len(emails) > LOOKED_THROUGH_IN_A_DAY:
        said = _("Copse looks through at most %(number)s addresses in a day for one person.")
        raise TooManyInvitations(said % {"number": LOOKED_THROUGH_IN_A_DAY})
    record("community.looked_through", actor=actor, target=community, data={"number": len(emails)})
    return queries.addressees(community, emails, says_why=may_invite(actor, community, number=2))


@transaction.atomic
def invite_people(
    community: Community,
    *,
    emails: Sequence[str],
    actor: User,
    role: Role = Role.PARTICIPANT,
    message: str = "",
    days: int = Invitation.OPEN_FOR,
) -> Outcome:
    """Ask whoever reads these addresses to join as `role`; the answer may come within `days`.

    Members and those who have an open invitation are left out, so that asking twice is harmless. It says nothing
    of who has an account. Raises TooManyInvitations.
    """
    community, actor = lock_both(community, actor)
    require(may_invite(actor, community, role=role, number=len(emails)), _NOT_LIKE_THIS)
    terms = {"role": role, "message": message, "expires_at": timezone.now() + timedelta(days=days)}
    return _invite(community, emails, actor, terms)


@transaction.atomic
def invite_guest(
    room: Space, *, email: str, until: datetime, actor: User, message: str = "", days: int = Invitation.OPEN_FOR
) -> Outcome:
    """Ask whoever reads one address to be a guest of one room until a moment (UTC).

    Raises as `invite_people` does, and NoGuest for the address of a member, who is let in without being asked.
    """
    lock_around(room)
    actor = lock(actor)
    require(may_grant(actor, room, Role.GUEST), _("Leaders let guests in."))
    if why := queries.why_no_guest(room, email):
        raise NoGuest(why)
    expires_at = min(timezone.now() + timedelta(days=days), until)
    terms = {"role": Role.GUEST, "message": message, "until": until, "expires_at": expires_at}
    return _invite(room.community, [email], actor, terms, room)


def _invite(
    community: Community, emails: Sequence[str], actor: User, terms: dict[str, Any], room: Space | None = None
) -> Outcome:
    """The community is locked, so that two lists at once leave out what the other has sent; and so is the actor."""
    emails = list({email.lower(): email for email in emails}.values())
    found = queries.addressees(community, emails, room=room, says_why=may_invite(actor, community, number=2))
    wanted = [email for email, why in found if not why]
    left_out = [(email, why) for email, why in found if why]
    _require_patience(actor, len(wanted))
    sent = effects.send_out(community, wanted, by=actor, terms=terms, room=room)
    return Outcome(sent, left_out)


def _require_patience(actor: User, number: int) -> None:
    """Assumes that the actor is locked, so that two windows count together."""
    measure = measure_of_letters(actor)
    if number > min(measure.number, Invitation.AT_ONCE):
        raise TooManyInvitations(measure.said)


@transaction.atomic
def send_again(invitation: Invitation, *, actor: User) -> None:
    """Send an open invitation once more, which gives it at least OPEN_FOR days from now.

    Raises TooManyInvitations so soon after the last time, and InvitationOver when nothing waits any more.
    """
    lock_around(invitation)
    actor = lock(actor)
    require(may_manage_invitation(actor, invitation) and invitation.place.is_writable)
    _require_patience(actor, 1)
    now = timezone.now()
    waiting = Invitation.objects.filter(pk=invitation.pk, state__in=Invitation.LIVE, expires_at__gt=now)
    ends_at = now + timedelta(days=Invitation.OPEN_FOR)
    if invitation.until:
        ends_at = min(ends_at, invitation.until)
    rested = waiting.filter(sent_at__lte=now - Invitation.AGAIN_AFTER)
    if not rested.update(sent_at=now, expires_at=Greatest("expires_at", ends_at)):
        if waiting.exists():
            raise TooManyInvitations(_("It was sent less than a day ago. Give them a little time."))
        raise InvitationOver(_("This invitation does not wait for an answer any more."))
    effects.tell_invited("invitation.sent", [invitation], by=actor)


@transaction.atomic
def take_back(invitation: Invitation, *, actor: User) -> bool:
    """End an open invitation; mail that has not left is dropped. Returns whether that ended anything."""
    require(may_manage_invitation(actor, invitation))
    is_over = effects.settle_invitation(invitation, Invitation.State.REVOKED)
    if is_over:
        record("invitation.revoked", actor=actor, target=invitation)
    return is_over


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, actor: User, answers: Mapping[int, str] | None = None
) -> Membership | SpaceGrant:
    """Make `actor` a member, who answers what the community asks, or a guest of its room; one person, once.

    Accepting again gives back what it gave, as long as that lasts. A role above participant is for the address that
    was invited, and for as long as the inviter holds as much (see `queries.role_it_gives`). Raises InvitationOver,
    also where the inviter may ask nobody in any more, AnswerMissing, and NobodyLeads.
    """
    community, actor = lock_both(invitation.community, actor)
    invitation.refresh_from_db()
    invitation.community = community
    require(may_accept(actor, invitation), _("You cannot come in like this. Please ask the community’s moderators."))
    if invitation.state in Invitation.LIVE and not may_still_bring_in(
        invitation.invited_by, community, invitation.room
    ):
        raise InvitationOver(
            _("Whoever asked you in may not do so any more. Please ask the team there for a new invitation.")
        )
    if invitation.place.is_writable and effects.settle_invitation(invitation, Invitation.State.ACCEPTED, actor):
        entry = record("invitation.accepted", actor=actor, target=invitation)
        notify(entry, [invitation.invited_by])
        if invitation.room:
            return _let_in(invitation, invitation.room, actor)
        return _admit(invitation, actor, answers or {})
    given = queries.what_it_gave(invitation, actor)
    if given is None:
        raise InvitationOver(_("This invitation is no longer open."))
    return given


def _admit(invitation: Invitation, actor: User, answers: Mapping[int, str]) -> Membership:
    role = queries.role_it_gives(invitation, actor)
    if not Membership.objects.live_of(actor).filter(community=invitation.community).exists():
        effects.keep_answers(actor, invitation.community, answers)
    membership, is_new = effects.admit(actor, invitation.community, role=role)
    if is_new:
        record("membership.joined", actor=actor, target=membership)
    return membership


def _let_in(invitation: Invitation, room: Space, actor: User) -> SpaceGrant:
    """A grant that gives more, or for longer, stays what it is."""
    held = SpaceGrant.objects.live_of(actor).filter(content_object=room).first()
    lasts = held and (held.until is None or (invitation.until and held.until >= invitation.until))
    if held and (held.role > Role.GUEST or lasts):
        return held
    return effects.let_in(
        actor, room, role=Role.GUEST, source="guest", until=invitation.until, given_by=invitation.invited_by
    )


@transaction.atomic
def decline_invitation(invitation: Invitation, *, actor: Any) -> bool:
    """Say no; `actor` may be a visitor who holds the link. Returns whether it was still open."""
    require(may_decline(actor, invitation))
    return effects.decline_invitation(invitation, actor if actor.is_authenticated else None)
