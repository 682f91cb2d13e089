"""Who was asked in, by whom, and what came of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Block, User
from accounts.queries import addresses_of
from communities.models import Community, Invitation, InvitationLine, Membership, Role, Space, SpaceGrant
from core import paging

INVITATIONS_PER_PAGE = 30
UNANSWERED = "unanswered"  # sent or opened, and still open

Verdict = InvitationLine.Verdict

IS_MEMBER = _("is a member already")
IS_LET_IN = _("was let in already")
IS_INVITED = _("has an invitation already, or had one since yesterday")
IS_SHUT_OUT = _("was suspended or removed")
CANNOT_BE = _("cannot be invited")


def addressees(
    community: Community, emails: Sequence[str], *, says_why: bool, room: Space | None = None
) -> list[tuple[str, Any]]:
    """Whom an invitation to each of `emails` would reach: (address, why it would be left out or an empty string).

    Without `says_why` every reason is one word: who is no part of the team learns of no address whose it is.
    """
    words = {
        Verdict.MEMBER: IS_LET_IN if room else IS_MEMBER,
        Verdict.INVITED: IS_INVITED,
        Verdict.SHUT_OUT: IS_SHUT_OUT,
    }
    if not says_why:
        words = dict.fromkeys(words, CANNOT_BE)
    found = reasons_against(community, emails, room=room)
    return [(email, words[found[email.lower()]] if email.lower() in found else "") for email in emails]


def reasons_against(
    community: Community, emails: Iterable[str], *, room: Space | None = None
) -> dict[str, InvitationLine.Verdict]:
    """{address in lower case: why it is not asked in} of those of `emails` that are not; three queries for any number.

    Of several reasons the gravest counts. What was taken back or declined a moment ago counts as an invitation, too:
    nobody's mailbox is filled by asking and taking back in turn.
    """
    wanted = {email.lower() for email in emails}
    lately = Q(sent_at__gt=timezone.now() - Invitation.AGAIN_AFTER)
    asked = Invitation.objects.filter(community=community, room=room).to(wanted)
    waiting = asked.filter(lately | Q(pk__in=Invitation.objects.live().filter(community=community, room=room)))
    inside: QuerySet
    if room is None:
        inside = Membership.objects.live().filter(community=community).values("person")
    else:
        inside = SpaceGrant.objects.live().filter(content_object=room).values("user")
    shut_out = Membership.objects.shut_out().filter(community=community).values("person")
    found = dict.fromkeys(waiting.values_list(Lower("email"), flat=True), Verdict.INVITED)
    found |= dict.fromkeys(_addresses_among(wanted, inside), Verdict.MEMBER)
    return found | dict.fromkeys(_addresses_among(wanted, shut_out), Verdict.SHUT_OUT)


def why_no_guest(room: Space, email: str) -> Any:
    """Why whoever confirmed this address is no guest of `room` but more, in words; else an empty string."""
    if _addresses_among([email.lower()], room.opening_memberships().values("person")):
        return _("This address belongs to somebody who reads this space as a member.")
    members = Membership.objects.live().filter(community=room.community_id).values("person")
    if room.access == Space.Access.PRIVATE and _addresses_among([email.lower()], members):
        return _(
            "This address belongs to a member. Find them by name under “Let a member in”: they need no invitation."
        )
    return ""


def _addresses_among(addresses: Collection[str], people: QuerySet) -> QuerySet:
    """Those of `addresses`, in lower case, that one of `people` has confirmed."""
    held = User.objects.filter(pk__in=people, emailaddress__verified=True).annotate(held=Lower("emailaddress__email"))
    return held.filter(held__in=addresses).values_list("held", flat=True)


def invitations_to(person: Any) -> QuerySet[Invitation]:
    """The open invitations to `person`'s confirmed addresses, newest first, but for where they are in or shut out."""
    if not person.is_authenticated:
        return Invitation.objects.none()
    joined = Membership.objects.live_of(person).values("community")
    shut_out = Membership.objects.shut_out().filter(person=person).values("community")
    blocked = Block.objects.filter(person=person).values("blocked")
    mine = Invitation.objects.live().to(addresses_of(person)).exclude(room=None, community__in=joined)
    return (
        mine.exclude(community__in=shut_out)
        .exclude(invited_by__in=blocked)
        .select_related("community", "room__community", "invited_by")
        .order_by("-pk")
    )


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
class Invitations:
    """A page of the invitations that a reader sees, newest first, in one state or in all, and how many there are."""

    page: paging.Page
    counts: list[tuple[str, Any, int]]  # (state, in words, number) of the states that occur
    total: int
    unanswered: int
    state: str


def invitation_list(community: Community, reader: Any, *, state: str = "", **asked: Any) -> Invitations:
    """Two queries. One whose time is over counts as expired before its row says so."""
    State = Invitation.State
    late = When(state__in=Invitation.LIVE, expires_at__lte=timezone.now(), then=Value(State.EXPIRED))
    rows = Invitation.objects.visible_to(reader).filter(community=community)
    rows = rows.annotate(now=Case(late, default=F("state"), output_field=CharField()))
    numbers = dict(rows.order_by().values_list("now").annotate(number=Count("pk")))
    counts = [(each.value, each.label, numbers[each.value]) for each in State if each.value in numbers]
    waiting = sum(numbers.get(each, 0) for each in Invitation.LIVE)
    chosen = state if state in (*State.values, UNANSWERED) else ""
    states = Invitation.LIVE if chosen == UNANSWERED else (chosen,)
    wanted = rows.filter(now__in=states) if chosen else rows
    page = paging.page(
        wanted.select_related("community", "room__community", "invited_by", "person"),
        key="pk",
        size=INVITATIONS_PER_PAGE,
        descending=True,
        **asked,
    )
    return Invitations(page, counts, sum(numbers.values()), waiting, chosen)


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


def export_invitations(person: User) -> dict[str, Any]:
    """Where `person` was asked in, and what they wrote to whom they asked in, JSON-ready."""
    return {"invitations": _invitations_to(person), "invited": _invitations_from(person)}


def _invitations_to(person: User) -> list[dict[str, Any]]:
    return [
        {
            "community": invitation.community.name,
            "room": invitation.room and invitation.room.name,
            "email": invitation.email,
            "role": invitation.get_role_display(),
            "until": invitation.until and invitation.until.isoformat(),
            "message": invitation.message,
            "state": invitation.state,
            "at": invitation.created_at.isoformat(),
            "sent_at": invitation.sent_at.isoformat(),
            "reminded_at": invitation.reminded_at and invitation.reminded_at.isoformat(),
            "opened_at": invitation.opened_at and invitation.opened_at.isoformat(),
            "answered_at": invitation.answered_at and invitation.answered_at.isoformat(),
        }
        for invitation in Invitation.objects.concerning(person).select_related("community", "room").order_by("pk")
    ]


def _invitations_from(person: User) -> list[dict[str, Any]]:
    """What they wrote; to whom is another's address."""
    from_them = Invitation.objects.filter(invited_by=person).select_related("community").order_by("pk")
    return [
        {"community": each.community.name, "message": each.message, "at": each.created_at.isoformat()}
        for each in from_them
    ]
