"""How many invitations somebody may send now, one by one or by lists, and how that is said to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import limits
from accounts.errors import TooMuchAtOnce
from accounts.models import User
from communities.models import Community, Invitation, InvitationLine, InvitationList

IN_A_DAY = 400  # one by one, by one person, whatever the community
LISTED_IN_A_WEEK = 5000  # by lists, for one person and in one community


@dataclass(frozen=True)
class Measure:
    """So many can go now; `said` names the rule, and what is left of it."""

    number: int
    said: str


def measure_of_letters(person: User) -> Measure:
    """Of invitations that are written one by one."""
    if limits.is_new(person):
        return _while_new(person)
    since = timezone.now() - timedelta(days=1)
    today = Invitation.objects.filter(invited_by=person, from_list=None, sent_at__gt=since).count()
    said = _("Copse sends at most %(once)s invitations at a time and %(day)s in a day for one person.")
    return _measure(IN_A_DAY - today, said % {"once": Invitation.AT_ONCE, "day": IN_A_DAY})


def measure_of_lists(person: User, community: Community) -> Measure:
    """Of invitations that go out by lists."""
    left = LISTED_IN_A_WEEK - _listed_lately(person, community)
    if limits.is_new(person) and (new := _while_new(person)).number <= left:
        return new
    said = _("By lists Copse sends at most %(number)s invitations in a week for you and for this community.")
    return _measure(left, said % {"number": number_format(LISTED_IN_A_WEEK)})


def _while_new(person: User) -> Measure:
    moments = _sent_by(person)
    try:
        limits.require_within(limits.INVITATIONS, moments)
    except TooMuchAtOnce as refusal:
        return Measure(0, str(refusal))
    said = _("Your account is new, so Copse sends %(number)d invitations a day for you for now, lists included.")
    return _measure(limits.left_within(limits.INVITATIONS, moments), said % {"number": limits.INVITATIONS.number})


def _sent_by(person: User) -> list[datetime]:
    """When `person` had the latest invitations sent, one moment for each, newest first."""
    most = limits.INVITATIONS.number
    single = Invitation.objects.filter(invited_by=person, from_list=None).order_by("-sent_at")
    listed = _confirmed().filter(list__by=person).order_by("-list__confirmed_at")
    moments = [*single.values_list("sent_at", flat=True)[:most]]
    moments += [moment for moment in listed.values_list("list__confirmed_at", flat=True)[:most] if moment]
    return sorted(moments, reverse=True)


def _listed_lately(person: User, community: Community) -> int:
    """In a week by `person` or in `community`, whichever is more."""
    lately = _confirmed().filter(list__confirmed_at__gt=timezone.now() - timedelta(days=7))
    by, here = Q(list__by=person), Q(list__community=community)
    counts = {"by": Count("pk", filter=by), "here": Count("pk", filter=here)}
    return max(lately.filter(by | here).aggregate(**counts).values())


def _confirmed() -> QuerySet[InvitationLine]:
    """The lines that were sent or are on their way."""
    lines = InvitationLine.objects.filter(verdict=InvitationLine.Verdict.READY, list__confirmed_at__isnull=False)
    return lines.exclude(list__state=InvitationList.State.STOPPED, done_at=None)


def _measure(left: int, rule: str) -> Measure:
    left = max(0, left)
    shown = {"number": number_format(left)}
    rest = ngettext("%(number)s can go now.", "%(number)s can go now.", left) if left else _("None can go now.")
    return Measure(left, f"{rule} {rest % shown}")
