"""People say themselves that they are here, by the code on the host's screen."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.permissions import require
from meetings import codes, effects
from meetings.errors import MeetingOver, NotASeat, WrongCode
from meetings.models import AttendanceChange, Meeting, Seat
from meetings.queries.counting import counting_of
from meetings.rules import may_answer

_Mark = Seat.Attendance


@transaction.atomic
def check_in(meeting: Meeting, *, actor: User, code: str) -> Seat:
    """Mark `actor` as present, or as late some minutes after the beginning; twice is harmless.

    What a host has said already stands, unless that they are absent. Raises MeetingOver outside of the time from a
    quarter of an hour before until the end, NotASeat for whoever has none, and WrongCode.
    """
    meeting = effects.lock_meeting(meeting)
    require(actor.is_authenticated)
    seat = meeting.seats.filter(person=actor).first()
    if not meeting.takes_check_ins:
        raise MeetingOver(_("People check in from 15 minutes before it begins until it ends."))
    if seat is None or not seat.is_booked:
        raise NotASeat(_("You have no seat at this meeting. Whoever hosts it can add you."))
    require(may_answer(actor, seat))
    if not codes.fits(meeting, code):
        raise WrongCode(_("That is not the code on the screen now. It changes each minute: look again."))
    seat.meeting = meeting
    if seat.attendance in (_Mark.UNMARKED, _Mark.ABSENT):
        late_from = meeting.starts_at + timedelta(minutes=counting_of(meeting.community).late_after)
        mark = _Mark.LATE if timezone.now() > late_from else _Mark.PRESENT
        effects.mark(seat, mark, way=AttendanceChange.Way.CHECK_IN, by=actor)
    return seat
