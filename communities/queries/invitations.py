"""Who was asked in, by whom, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import addresses_of
from communities.models import Community, Invitation, Membership, Role, Space, SpaceGrant
from core import paging

INVITATIONS_PER_PAGE = 30

IS_MEMBER = _("is a member already")
IS_LET_IN = _("was let in already")
IS_INVITED = _("has an invitation that waits for an answer")
IS_SHUT_OUT = _("was suspended or removed")
CANNOT_BE = _("cannot be invited")


def addressees(
    community: Community, emails: Sequence[str], *, says_why: bool, room: Space | None = None
) -> list[tuple[str, Any]]:
    """Whom an invitation to each of `emails` would reach: (address, why it would be left out or an empty string).

    Without `says_why` every reason is one word: who is no part of the team learns of no address whose it is.
    """
    wanted = [email.lower() for email in emails]
    waiting = Invitation.objects.live().filter(community=community, room=room).to(wanted)
    invited = set(waiting.values_list(Lower("email"), flat=True))
    inside: QuerySet
    if room is None:
        inside, why = Membership.objects.live().filter(community=community).values("person"), IS_MEMBER
    else:
        inside, why = SpaceGrant.objects.live().filter(content_object=room).values("user"), IS_LET_IN
    shut_out = Membership.objects.shut_out().filter(community=community).values("person")
    reasons = dict.fromkeys(invited, IS_INVITED)
    reasons |= dict.fromkeys(_addresses_among(wanted, inside), why)
    reasons |= dict.fromkeys(_addresses_among(wanted, shut_out), IS_SHUT_OUT)
    if not says_why:
        reasons = dict.fromkeys(reasons, CANNOT_BE)
    return [(email, reasons.get(email.lower(), "")) for email in emails]


def _addresses_among(addresses: Sequence[str], people: QuerySet) -> QuerySet:
    """Those of `addresses`, in lower case, that one of `people` has confirmed."""
    held = User.objects.filter(pk__in=people, emailaddress__verified=True).annotate(held=Lower("emailaddress__email"))
    return held.filter(held__in=addresses).values_list("held", flat=True)


def invitations_to(person: Any) -> QuerySet[Invitation]:
    """The open invitations to `person`'s confirmed addresses, newest first, but for where they are in or shut out."""
    if not person.is_authenticated:
        return Invitation.objects.none()
    joined = Membership.objects.live_of(person).values("community")
    shut_out = Membership.objects.shut_out().filter(person=person).values("community")
    mine = Invitation.objects.live().to(addresses_of(person)).exclude(room=None, community__in=joined)
    return mine.exclude(community__in=shut_out).select_related("community", "room", "invited_by").order_by("-pk")


def is_addressed_to(invitation: Invitation, person: Any) -> bool:
    """Whether it went to an address that `person` has confirmed."""
    return person.is_authenticated and addresses_of(person).filter(lower=invitation.email.lower()).exists()


def role_it_gives(invitation: Invitation, person: Any) -> Role:
    """What `person` becomes by accepting now.

    A link can be passed on: a role above participant is for the address that was invited. And nobody gives more
    than they hold themselves, also when the answer comes later.
    """
    if invitation.role <= Role.PARTICIPANT or not is_addressed_to(invitation, person):
        return Role(min(invitation.role, Role.PARTICIPANT))
    inviter = Membership.objects.live_of(invitation.invited_by).filter(community=invitation.community_id).first()
    return Role(min(invitation.role, inviter.role if inviter else Role.PARTICIPANT))


@dataclass(frozen=True)
class InvitationList:
    """A page of the invitations that a reader sees, newest first, in one state or in all, and how many there are."""

    page: paging.Page
    counts: list[tuple[str, Any, int]]  # (state, in words, number) of the states that occur
    total: int
    state: str


def invitation_list(community: Community, reader: Any, *, state: str = "", **asked: Any) -> InvitationList:
    """Two queries. One whose time is over counts as expired before its row says so."""
    State = Invitation.State
    late = When(state__in=Invitation.LIVE, expires_at__lte=timezone.now(), then=Value(State.EXPIRED))
    rows = Invitation.objects.visible_to(reader).filter(community=community)
    rows = rows.annotate(now=Case(late, default=F("state"), output_field=CharField()))
    numbers = dict(rows.order_by().values_list("now").annotate(number=Count("pk")))
    counts = [(each.value, each.label, numbers[each.value]) for each in State if each.value in numbers]
    chosen = state if state in State.values else ""
    wanted = rows.filter(now=chosen) if chosen else rows
    page = paging.page(
        wanted.select_related("community", "room", "invited_by", "person"),
        key="pk",
        size=INVITATIONS_PER_PAGE,
        descending=True,
        **asked,
    )
    return InvitationList(page, counts, sum(numbers.values()), chosen)


def what_it_gave(invitation: Invitation, person: Any) -> Membership | SpaceGrant | None:
    """The live membership or grant of `person`, where it was they who accepted it."""
    if not person.is_authenticated:
        return None
    accepted = Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.ACCEPTED, person=person)
    if not accepted.exists():
        return None
    if invitation.room_id:
        return SpaceGrant.objects.live_of(person).filter(content_object=invitation.room_id).first()
    return Membership.objects.live_of(person).filter(community=invitation.community_id).first()
