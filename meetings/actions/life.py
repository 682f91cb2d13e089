"""When a meeting is: confirmed, moved, called off (H23)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.permissions import require
from meetings import effects
from meetings.actions.meetings import RUNNERS
from meetings.clock import When
from meetings.effects.life import end_ahead, free_their_time
from meetings.effects.words import set_time
from meetings.errors import MeetingOver, MeetingStale
from meetings.merging import Marks, changed_in
from meetings.models import Meeting, Seat
from meetings.rules import may_run


@transaction.atomic
def confirm_meeting(meeting: Meeting, *, actor: User) -> bool:
    """Say that it takes place when it is planned for; those with a seat are told. Again changes nothing.

    Returns whether it was tentative. Raises MeetingOver for one that was called off.
    """
    meeting = _ahead(meeting, actor)
    if not meeting.is_tentative:
        return False
    meeting.state = Meeting.State.CONFIRMED
    meeting.begin_edition()
    meeting.version += 1
    meeting.save(update_fields=["state", "sequence", "changed_at", "version"])
    _tell("meeting.confirmed", meeting, actor)
    return True


@transaction.atomic
def move_meeting(meeting: Meeting, *, actor: User, version: int, when: When, seen: Marks | None = None) -> Meeting:
    """Let it be at another time; those with a seat, and those who wait for one, are told. Seats stay as they are.

    What somebody had booked as a slot of their own is theirs still, but may now lie beside another one: they are
    told. `seen` is the mark of its `time` as it was read with `version`, by the name "when": what else was changed
    since is in nobody's way. Raises MeetingStale, MeetingOver, NoSuchTime and WhichOfTwo.
    """
    meeting = _ahead(meeting, actor)
    before, begins = meeting.time, meeting.starts_at
    set_time(meeting, when)
    if meeting.time == before:
        return meeting
    if meeting.version != version and changed_in({"when": before}, seen or {}):
        raise MeetingStale(_("This was changed meanwhile. What you wrote is still here; both are shown."))
    meeting.moved_from = begins
    meeting.begin_edition()
    meeting.version += 1
    meeting.save()
    free_their_time(meeting)
    if not meeting.takes_marks:  # whoever had checked in came at a time that is none any more
        effects.take_back(meeting.seats.booked())
    meeting.seats.filter(state=Seat.State.OFFERED, offer_until__gt=meeting.starts_at).update(
        offer_until=meeting.starts_at
    )
    effects.overtake(meeting)
    _tell("meeting.moved", meeting, actor)
    effects.fill(meeting)  # it may have begun before, when nothing was given any more
    return meeting


@transaction.atomic
def call_off(meeting: Meeting, *, actor: User, reason: str = "") -> bool:
    """Say that it does not take place, and why; everybody with a seat or in the queue is told. Twice is harmless.

    Returns whether it was to be held until now. Raises MeetingOver for one that is over.
    """
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if meeting.is_cancelled:
        return False
    if meeting.is_held or meeting.has_ended:
        raise MeetingOver(_("Its time is over, so it cannot be called off."))
    _tell("meeting.cancelled", meeting, actor)
    end_ahead(meeting, reason)
    return True


def _ahead(meeting: Meeting, actor: User) -> Meeting:
    """It, locked, where `actor` may run it and it is still to be held. Raises MeetingOver."""
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if meeting.is_cancelled:
        raise MeetingOver(_("It was called off."))
    if meeting.is_held or meeting.has_ended:
        raise MeetingOver(_("Its time is over."))
    return meeting


def _tell(verb: str, meeting: Meeting, actor: User) -> None:
    effects.tell_those_with_seats(record(verb, actor=actor, target=meeting), meeting)
