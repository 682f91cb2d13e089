"""Who came to a meeting, as those who run it mark it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from communities.queries import seen_profiles
from core import paging
from meetings.models import AttendanceChange, Meeting, Seat
from meetings.queries.people import booked_in_order

PER_PAGE = 100
CHANGES_PER_PAGE = 50
WITHOUT_SEAT = 60  # so many of those who had none are offered

_Mark = Seat.Attendance
# In the order in which they stand on the page.
MARKS = (_Mark.PRESENT, _Mark.LATE, _Mark.ABSENT, _Mark.LEFT_EARLY, _Mark.EXCUSED)
_PERHAPS = (Seat.State.INVITED, Seat.State.MAYBE, Seat.State.OFFERED, Seat.State.WAITING, Seat.State.LAPSED)


@dataclass(frozen=True)
class Roster:
    page: paging.Page
    counts: dict[str, int]  # {mark: how many}, those that there are
    apologised: list[Seat]  # who gave their seat back and said why
    without_seat: list[Seat]  # who was asked, may come or waited, and may have come all the same
    profiles: set[int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def roster_of(meeting: Meeting, reader: Any, **asked: Any) -> Roster:
    """A page of those with a seat, and who apologised. `asked` is a position, as `paging.page` takes it."""
    page = paging.page(booked_in_order(meeting), key="place", size=PER_PAGE, **asked)
    sorry = meeting.seats.filter(state=Seat.State.CANCELLED).exclude(apology="").select_related("person")
    apologised = list(sorry.order_by("changed_at", "pk")[:PER_PAGE])
    perhaps = meeting.seats.filter(state__in=_PERHAPS).reached().select_related("person")
    people = [seat.person_id for seat in (*page.rows, *apologised) if seat.person_id]
    return Roster(
        page=page,
        counts=mark_counts(meeting),
        apologised=apologised,
        without_seat=list(perhaps.order_by("state", "pk")[:WITHOUT_SEAT]),
        profiles=seen_profiles(people, reader) if people else set(),
    )


def mark_counts(meeting: Meeting) -> dict[str, int]:
    """{mark: how many} of those with a seat. One query."""
    rows = meeting.seats.booked().order_by().values_list("attendance").annotate(number=Count("pk"))
    found = dict(rows)
    return {mark: found[mark] for mark in (*MARKS, _Mark.UNMARKED) if mark in found}


def changes_of(meeting: Meeting) -> QuerySet[AttendanceChange]:
    """What was said of who came, and put right."""
    return AttendanceChange.objects.filter(seat__meeting=meeting).select_related("seat__person", "by")


def rows_of(meeting: Meeting) -> Iterator[tuple[Any, ...]]:
    """(name, what they came as, mark) of each who had a seat, for a table."""
    for seat in booked_in_order(meeting).order_by("place").iterator(chunk_size=500):
        yield seat.who, seat.get_role_display(), seat.get_attendance_display()
