"""Everything that one person may come to, wherever they belong, by week and by their own clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone

from home.queries.places import taken_part_in
from meetings.models import Meeting, Seat
from meetings.queries.lists import with_own_seat

SHOWN = 100
FAR = timedelta(days=366)


@dataclass(frozen=True)
class Week:
    """The meetings of one week, which begins on a Monday."""

    monday: date
    meetings: list[Meeting]
    place: int  # how many weeks from now: 0 is this week, 1 the next

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def agenda(person: Any, *, is_own: bool) -> list[Week]:
    """What is to come where `person` belongs, and what of it they see; with `is_own` where they have a seat, wait for
    one or may come. Each with `own_state` and `own_role`. One query.
    """
    now = timezone.now()
    found = Meeting.objects.visible_to(person).upcoming(now).filter(starts_at__lt=now + FAR)
    ahead: Any = with_own_seat(found.filter(space__in=taken_part_in(person)), person)
    if is_own:
        ahead = ahead.filter(own_state__in=Seat.STANDING)
    return list(_weeks(list(ahead.select_related("space__community")[:SHOWN]), now))


def _weeks(meetings: list[Meeting], now: datetime) -> Iterator[Week]:
    first = _monday(now)
    for monday, found in groupby(meetings, key=lambda meeting: _monday(meeting.starts_at)):
        yield Week(monday, list(found), (monday - first).days // 7)


def _monday(at: datetime) -> date:
    """Of the week in which `at` falls by the clock that counts now, which is the reader's."""
    day = timezone.localdate(at)
    return day - timedelta(days=day.weekday())
