"""How the invitations of a confirmed list are made and sent, and how what it named is forgotten."""

import time
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import User
from accounts.queries import addresses_of
from activity.effects import record
from communities.effects.invitations import send_out
from communities.models import InvitationLine, InvitationList, Role
from communities.queries.invitations import reasons_against
from communities.rules import may_invite
from core.errors import Busy
from core.locks import lock, take
from core.wake import wake

CHUNK = 100  # lines in one transaction: so long a community is held
RUN_SECONDS = 15  # less than beat's tick

State = InvitationList.State


def send_due_lists() -> None:
    """Send what is due of the confirmed lists, a chunk of each in turn, for RUN_SECONDS at most.

    A chunk is one transaction, which marks its lines as done and makes their invitations and what is to be mailed:
    whoever dies in it leaves the chunk to the next, who doubles nothing.
    """
    run_ends = time.monotonic() + RUN_SECONDS
    while due := list(InvitationList.objects.due().order_by("confirmed_at", "pk").values_list("pk", flat=True)):
        is_moving = False
        for pk in due:
            if time.monotonic() > run_ends:
                wake("lists")
                return
            is_moving |= _send_chunk(pk)
        if not is_moving:  # others hold what is left
            return


@transaction.atomic
def _send_some(pk: int) -> bool:
    due = InvitationList.objects.due().filter(pk=pk).select_related("community", "by")
    if (found := due.first()) is None:
        return False
    lock(found.community)
    handed_in = take(due)
    if handed_in is None:
        return False
    lines = list(handed_in.lines.filter(verdict=InvitationLine.Verdict.READY, done_at=None).order_by("number")[:CHUNK])
    if not lines:
        _end(handed_in, State.SENT)
    elif not may_invite(handed_in.by, handed_in.community, role=Role(handed_in.role), number=2):
        _end(handed_in, State.STOPPED)
    else:
        _ask_in(handed_in, lines)
    return True


def _send_chunk(pk: int) -> bool:
    try:
        return _send_some(pk)
    except Busy:
        return False


def _ask_in(handed_in: InvitationList, lines: list[InvitationLine]) -> None:
    """Those of `lines` that became members or were invited meanwhile are marked as that, and left out."""
    now = timezone.now()
    reasons = reasons_against(handed_in.community, [line.email for line in lines])
    for line in lines:
        line.verdict, line.done_at = reasons.get(line.email.lower(), line.verdict), now
    terms = {
        "role": handed_in.role,
        "message": handed_in.message,
        "expires_at": now + timedelta(days=handed_in.days),
    }
    wanted = [line.email for line in lines if line.verdict == InvitationLine.Verdict.READY]
    send_out(handed_in.community, wanted, by=handed_in.by, terms=terms, from_list=handed_in)
    InvitationLine.objects.bulk_update(lines, ["verdict", "done_at"])


def _end(handed_in: InvitationList, state: str) -> None:
    InvitationList.objects.filter(pk=handed_in.pk).update(state=state, done_at=timezone.now())
    record(f"invitationlist.{state}", actor=None, target=handed_in)


def forget_old_lists() -> None:
    """Blank whom a list named thirty days after it was done with; one that nobody sent in that time is dropped."""
    before = timezone.now() - InvitationList.REMEMBERED_FOR
    lists = InvitationList.objects.all()
    lists.filter(state=State.CHECKED, created_at__lte=before).update(state=State.DROPPED, done_at=before)
    over = lists.long_over()
    InvitationLine.objects.filter(list__in=over).exclude(text="", email="").update(text="", email="")
    over.exclude(message="", file_name="").update(message="", file_name="")


def forget_lists(person: User) -> None:
    """Send nothing more of what an erased person handed in, forget what they wrote, and them in others' lists."""
    own = InvitationList.objects.filter(by=person)
    own.filter(state=State.CHECKED).update(state=State.DROPPED, done_at=timezone.now())
    own.due().update(state=State.STOPPED, done_at=timezone.now())
    own.update(message="", file_name="")
    named = InvitationLine.objects.alias(lower=Lower("email")).filter(lower__in=addresses_of(person))
    named.update(text="", email="")
