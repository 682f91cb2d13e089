"""Who came, as those who run a meeting say it; and that they have said it of everybody."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around, lock_in_space
from communities.models import Role
from communities.rules import role_in
from core import waitlist
from core.permissions import require
from meetings import effects
from meetings.effects.life import settle_queue
from meetings.errors import MeetingOver, NotASeat, NotMarkedYet, ReasonMissing
from meetings.models import AttendanceChange, Meeting, Seat
from meetings.rules import may_mark, may_run

MARKERS = _("Those who host this meeting, and the team, say who came.")
WHY = _("This meeting is finished. Say in a few words why you correct it.")

_Way = AttendanceChange.Way


@transaction.atomic
def mark_seat(seat: Seat, *, actor: User, to: str, reason: str = "") -> bool:
    """Say whether somebody with a seat came; returns whether that is news. Twice is harmless, the last one counts.

    Also where a community has come to its end. Raises NotMarkedYet more than a quarter of an hour before it begins,
    and once it was called off; NotASeat for whoever has none; ReasonMissing for a correction of a finished meeting.
    """
    meeting = lock_in_space(seat.meeting)
    require(may_mark(actor, meeting), MARKERS)
    _require_marks(meeting)
    seat.refresh_from_db(fields=["state", "attendance"])
    if not seat.is_booked:
        raise NotASeat(_("%(name)s is not on the list any more.") % {"name": seat.who})
    if seat.attendance == to:
        return False
    if meeting.is_finished and not reason:
        raise ReasonMissing(WHY)
    return effects.mark(seat, to, way=_Way.HOST, by=actor, reason=reason if meeting.is_finished else "")


@transaction.atomic
def add_walk_in(meeting: Meeting, *, actor: User, comer: User | Seat, reason: str = "") -> Seat:
    """Give `comer`, who came without a seat, one that is free, whoever waits for it, and say that they were there.

    That is a person, or somebody from outside who was asked, by the row that they have. Nobody is told: they are in
    the room. Raises NotMarkedYet before it has begun, NoRoom where every seat is taken, NotASeat for somebody who does
    not read its space or is forgotten, and ReasonMissing once it is finished.
    """
    lock_around(meeting.space)  # whose members may be leaving
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), MARKERS)
    if not meeting.has_started or meeting.is_cancelled:
        raise NotMarkedYet(_("Before it begins, people are put on the list of who comes."))
    if meeting.is_finished and not reason:
        raise ReasonMissing(WHY)
    seat = _row_of(meeting, comer)
    if not seat.is_booked:
        _let_in(seat, actor)
    if seat.attendance not in Seat.CAME:
        effects.mark(seat, Seat.Attendance.PRESENT, way=_Way.HOST, by=actor, reason=reason)
    return seat


@transaction.atomic
def import_marks(meeting: Meeting, *, actor: User, marks: Mapping[int, str], reason: str = "") -> list[Seat]:
    """Mark several people at once, {id of a seat: mark}, as a list of the video service has it; returns who changed.

    A seat that was given back meanwhile is left out; the same list again changes nothing. Raises NotMarkedYet before
    it has begun or once it was called off, and ReasonMissing where something would change once it is finished.
    """
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), MARKERS)
    if not meeting.has_started or meeting.is_cancelled:
        raise NotMarkedYet(_("It has not begun yet, or was called off."))
    seats = list(meeting.seats.booked().filter(pk__in=marks).order_by("pk"))
    if meeting.is_finished and not reason and any(marks[seat.pk] != seat.attendance for seat in seats):
        raise ReasonMissing(WHY)
    changed = []
    for mark in sorted(set(marks.values())):
        there = [seat for seat in seats if marks[seat.pk] == mark]
        kept = reason if meeting.is_finished else ""
        changed += effects.mark_all(there, mark, way=_Way.IMPORT, by=actor, reason=kept)
    return changed


@transaction.atomic
def finish_meeting(meeting: Meeting, *, actor: User, default: str) -> bool:
    """Say that it is over and who came: of whoever nothing is said, `default` is true, which may be UNMARKED.

    From then on each correction has a reason. Returns whether it was not finished before: the second who finishes
    changes nothing. Raises MeetingOver before it has begun, and once it was called off.
    """
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), MARKERS)
    if meeting.is_finished:
        return False
    if not meeting.may_be_finished:
        raise MeetingOver(_("It has not begun yet, or was called off."))
    effects.mark_all(meeting.seats.unmarked(), default, way=_Way.FINISH, by=actor)
    meeting.state, meeting.finished_at = Meeting.State.HELD, timezone.now()
    meeting.version += 1
    meeting.save(update_fields=["state", "finished_at", "version"])
    settle_queue(meeting)
    record("meeting.finished", actor=actor, target=meeting, data={"default": default})
    return True


def _require_marks(meeting: Meeting) -> None:
    if not meeting.takes_marks:
        raise NotMarkedYet(_("It was called off, or it is too early to say who comes."))


def _row_of(meeting: Meeting, comer: User | Seat) -> Seat:
    """What somebody has at a meeting that is locked, though it be nothing yet."""
    if isinstance(comer, Seat):
        seat = meeting.seats.of_guests([comer.email.lower()]).first()
        if seat is None:
            raise NotASeat(_("Nobody from outside who was asked has this address."))
        seat.meeting = meeting
        return seat
    if (role_in(comer, meeting.space) or 0) < Role.GUEST:
        raise NotASeat(_("%(name)s does not read the space of this meeting.") % {"name": comer.name})
    return effects.seat_of(meeting, comer)


def _let_in(seat: Seat, actor: User) -> None:
    """Book it, ahead of whoever waits: the meeting has begun, and they came."""
    seat.role = seat.role if seat.is_standing else Seat.Role.ATTENDEE
    try:
        waitlist.move(seat, Seat.State.BOOKED)
    except waitlist.NoRoom:
        raise waitlist.NoRoom(_("Every seat is taken. Give the meeting one more first, under “Change it”.")) from None
    seat.source, seat.apology, seat.changed_at = Seat.Source.TEAM, "", timezone.now()
    seat.save(update_fields=["role", "source", "apology", "changed_at"])
    record("seat.given", actor=actor, target=seat)
