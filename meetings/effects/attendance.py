"""What follows when it is said of somebody whether they came: the mark, and a line of its history."""

from collections.abc import Iterable

from accounts.models import User
from meetings.models import AttendanceChange, Seat

_Way = AttendanceChange.Way


def mark(seat: Seat, to: str, *, way: str, by: User | None, reason: str = "") -> bool:
    """Let the mark of a seat that is booked be `to`; returns whether it was another one. Meeting locked."""
    return bool(mark_all([seat], to, way=way, by=by, reason=reason))


def mark_all(seats: Iterable[Seat], to: str, *, way: str, by: User | None, reason: str = "") -> list[Seat]:
    """The same of several seats; returns those whose mark was another one. Meeting locked."""
    changed = [seat for seat in seats if seat.attendance != to]
    AttendanceChange.objects.bulk_create(
        AttendanceChange(seat=seat, before=seat.attendance, after=to, way=way, by=by, reason=reason) for seat in changed
    )
    Seat.objects.filter(pk__in=[seat.pk for seat in changed]).update(attendance=to)
    for seat in changed:
        seat.attendance = to
    return changed


def take_back(seats: Iterable[Seat]) -> None:
    """Say nothing any more of whether they came: the seat is given back, or the meeting is at another time."""
    mark_all(seats, Seat.Attendance.UNMARKED, way=_Way.SEAT, by=None)
