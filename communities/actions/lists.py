"""What a person does with a list of addresses: hand it in, look through it, have it sent or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import queries
from communities.effects.holding import lock_around
from communities.errors import ListOver, TooManyInvitations
from communities.models import Community, Invitation, InvitationLine, InvitationList, Role
from communities.queries.measure import measure_of_lists
from communities.rules import may_invite
from core.locks import lock
from core.permissions import require
from core.wake import wake

LINES_IN_A_DAY = 3 * InvitationList.MOST_LINES  # looked through for one person

Verdict = InvitationLine.Verdict
State = InvitationList.State
_TEAM = _("The team asks many in, and never above their own role.")


@dataclass(frozen=True)
class Departure:
    """How many invitations of a list are on their way, and the list of those that wait, if not all could go."""

    number: int
    rest: InvitationList | None


class Read(Protocol):
    """A line as it was read."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def verdict(self) -> Verdict: ...


@transaction.atomic
def hand_in_list(
    community: Community,
    *,
    lines: Sequence[Read],
    actor: User,
    role: Role = Role.PARTICIPANT,
    message: str = "",
    days: int = Invitation.OPEN_FOR,
    file_name: str = "",
    submission: UUID | None = None,
) -> InvitationList:
    """Keep what was read, with what Copse knows of each address; nobody is asked before `send_list`.

    The same `submission` twice is one list. Raises TooManyInvitations.
    """
    actor = lock(actor)  # two windows count together
    require(may_invite(actor, community, role=role, number=2), _TEAM)
    own = InvitationList.objects.filter(by=actor, submission=submission)
    if submission and (known := own.first()):
        return known
    _require_measure(actor, len(lines))
    handed_in = InvitationList.objects.create(
        community=community,
        by=actor,
        role=role,
        message=message,
        days=days,
        file_name=file_name,
        submission=submission,
    )
    reasons = queries.reasons_against(community, [line.email for line in lines if line.verdict == Verdict.READY])
    InvitationLine.objects.bulk_create(
        [
            InvitationLine(
                list=handed_in,
                number=line.number,
                text=line.text,
                email=line.email,
                verdict=reasons.get(line.email.lower(), Verdict.READY)
                if line.verdict == Verdict.READY
                else line.verdict,
            )
            for line in lines
        ],
        batch_size=1000,
    )
    return handed_in


def _require_measure(actor: User, number: int) -> None:
    since = timezone.now() - timedelta(days=1)
    today = InvitationLine.objects.filter(list__by=actor, list__created_at__gt=since).count()
    if today + number > LINES_IN_A_DAY:
        raise TooManyInvitations(
            _("Copse looks through at most %(number)s lines in a day for one person.")
            % {"number": number_format(LINES_IN_A_DAY)}
        )


@transaction.atomic
def send_list(handed_in: InvitationList, *, actor: User) -> Departure | None:
    """Have the invitations made and sent, in the name of whoever handed the list in: they alone say so.

    As many as the measure lets go now, from the top; the others then wait in a list of their own. Nothing where that
    had begun before: saying it twice sends it once. Raises ListOver, and TooManyInvitations where none can go.
    """
    lock_around(handed_in)
    actor = lock(actor)
    is_own = handed_in.by_id == actor.pk and may_invite(actor, handed_in.community, role=Role(handed_in.role), number=2)
    require(is_own, _("A list is sent by whoever handed it in."))
    if handed_in.state in (State.SENDING, State.SENT):
        return None
    if handed_in.state != State.CHECKED:
        raise ListOver(_("This list was dropped. Hand it in again."))
    measure = measure_of_lists(actor, handed_in.community)
    if not measure.number:
        raise TooManyInvitations(measure.said)
    rest = _set_apart(handed_in, measure.number)
    number = handed_in.lines.filter(verdict=Verdict.READY).count()
    InvitationList.objects.filter(pk=handed_in.pk).update(state=State.SENDING, confirmed_at=timezone.now())
    record("invitationlist.confirmed", actor=actor, target=handed_in)
    wake("lists")
    return Departure(number, rest)


def _set_apart(handed_in: InvitationList, number: int) -> InvitationList | None:
    """Put whoever stands after the first `number` into a list of their own, as old as this one; none if all fit."""
    places = handed_in.lines.filter(verdict=Verdict.READY).order_by("number").values_list("number", flat=True)
    first = places[number : number + 1].first()
    if first is None:
        return None
    kept = ("community", "by", "file_name", "role", "message", "days", "created_at")
    rest = InvitationList.objects.create(**{name: getattr(handed_in, name) for name in kept})
    handed_in.lines.filter(verdict=Verdict.READY, number__gte=first).update(list=rest)
    return rest


@transaction.atomic
def drop_list(handed_in: InvitationList, *, actor: User) -> bool:
    """Send nothing of it, or nothing more; what has been sent stays sent. Returns whether that changed anything."""
    lock_around(handed_in)
    require(may_invite(actor, handed_in.community, number=2), _TEAM)
    lists = InvitationList.objects.filter(pk=handed_in.pk)
    now = timezone.now()
    is_dropped = lists.filter(state=State.CHECKED).update(state=State.DROPPED, done_at=now)
    is_stopped = lists.filter(state=State.SENDING).update(state=State.STOPPED, done_at=now)
    if is_stopped:
        record("invitationlist.stopped", actor=actor, target=handed_in)
    return bool(is_dropped or is_stopped)
