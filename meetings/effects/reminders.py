"""Those with a seat are told of a meeting in time, and thanked after it: each once, however many workers look."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from activity.effects import record_all
from communities.effects.holding import lock_in_space
from core.errors import Busy
from meetings.models import Meeting, Reminder, Seat
from meetings.queries.reminders import due_reminder, seats_to_tell, thanks_at
from notifications.effects import notify_each, withdraw_from_others, write_to_each

CHUNK = 200  # seats are told of while their meeting is locked

logger = logging.getLogger(__name__)


def remind_due() -> None:
    """Tell those with a seat of what begins soon; each meeting by itself."""
    now = timezone.now()
    soon = Meeting.objects.about_to_begin(now).select_related("space__community").defer("markdown", "html")
    soon = soon.order_by("starts_at", "pk")
    _each([meeting for meeting in soon if due_reminder(meeting, now)], remind_some)


def thank_due() -> None:
    """Thank those who came, and say to those who did not what they missed; each meeting by itself."""
    _each(Meeting.objects.due_to_thank().select_related("space__community").order_by("pk"), thank_some)


def _each(meetings: Sequence[Meeting] | QuerySet[Meeting], tell_some: Callable[[Meeting], bool]) -> None:
    """What goes wrong with one meeting stops no other; it stays due."""
    for meeting in meetings:
        try:
            while _alone(meeting, tell_some):
                pass
        except Busy:  # somebody is at it
            continue
        except Exception:
            logger.exception("Nobody could be told of meeting %s", meeting.pk)


@transaction.atomic
def _alone(meeting: Meeting, tell_some: Callable[[Meeting], bool]) -> bool:
    return tell_some(lock_in_space(meeting))


def remind(meeting: Meeting) -> None:
    """Tell all of those with a seat of what is due. Meeting locked."""
    while remind_some(meeting):
        pass


def remind_some(meeting: Meeting) -> bool:
    """Tell the next few of what is due; returns whether there may be more. Meeting locked."""
    due = due_reminder(meeting, timezone.now())
    if due is None:
        return False
    kind, due_at = due
    seats = list(seats_to_tell(meeting, kind, due_at)[:CHUNK])
    overtake(meeting, but=kind)
    _tell("seat.reminded", meeting, kind, due_at, seats)
    return len(seats) == CHUNK or _is_done(meeting, due_at)


def thank_some(meeting: Meeting) -> bool:
    """The same of the thanks."""
    due_at = thanks_at(meeting)
    if due_at > timezone.now() or not Meeting.objects.due_to_thank().filter(pk=meeting.pk).exists():
        return False
    seats = list(seats_to_tell(meeting, Meeting.Remind.AFTER, due_at)[:CHUNK])
    absent = {seat.pk for seat in seats if was_absent(seat)}
    _tell("seat.thanked", meeting, Meeting.Remind.AFTER, due_at, [seat for seat in seats if seat.pk not in absent])
    _tell("seat.missed", meeting, Meeting.Remind.AFTER, due_at, [seat for seat in seats if seat.pk in absent])
    return len(seats) == CHUNK or _is_done(meeting, due_at)


def was_absent(seat: Seat) -> bool:
    """Whether somebody who had a seat was not there, as far as anybody has said so."""
    return seat.attendance in (Seat.Attendance.ABSENT, Seat.Attendance.EXCUSED)


def _tell(verb: str, meeting: Meeting, kind: str, due_at: datetime, seats: Sequence[Seat]) -> None:
    for seat in seats:
        seat.meeting = meeting
    rows = Reminder.objects.bulk_create(
        Reminder(seat=seat, kind=kind, begins_at=meeting.starts_at, due_at=due_at) for seat in seats
    )
    told = list(zip(record_all(verb, actor=None, targets=rows), seats, strict=True))
    notify_each((entry, seat.person_id) for entry, seat in told)
    write_to_each((entry, seat.email) for entry, seat in told if seat.is_guest)


def _is_done(meeting: Meeting, due_at: datetime) -> bool:
    """Note that all were told of what was due then; there is no more."""
    meeting.reminded_at = due_at
    meeting.save(update_fields=["reminded_at"])
    return False


def overtake(meeting: Meeting, *, but: str = "") -> None:
    """What anybody was told of it before, other than that it is due now, counts as unread no more."""
    told = Reminder.objects.filter(seat__meeting=meeting).exclude(kind=but, begins_at=meeting.starts_at)
    withdraw_from_others(User.objects.none(), {"meetings.reminder": told.order_by().values("pk")})
