"""What clocks show in a zone for some years, as calendars are told of it (RFC 5545, 3.6.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@lru_cache(maxsize=256)
def definition(key: str, first: int, last: int) -> icalendar.Timezone:
    """That of the zone `key` from the year `first` to the year `last`, both of them whole.

    Each change of its clocks stands by itself, so that nothing has to be reckoned from a rule that may not hold
    everywhere. The onset is what clocks show just before they change.
    """
    zone = ZoneInfo(key)
    begins, ends = datetime(first, 1, 1, tzinfo=UTC) - _DAY, datetime(last + 1, 1, 1, tzinfo=UTC) + _DAY
    made = icalendar.Timezone()
    made.add("tzid", key)
    made.add_component(_observance(zone, begins, before=_offset(zone, begins)))
    for at in _changes(zone, begins, ends):
        made.add_component(_observance(zone, at, before=_offset(zone, at - _SECOND)))
    return made


def _observance(
    zone: ZoneInfo, at: datetime, *, before: timedelta
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """What holds from `at` on."""
    local = at.astimezone(zone)
    made = icalendar.TimezoneDaylight() if local.dst() else icalendar.TimezoneStandard()
    made.add("dtstart", (at + before).replace(tzinfo=None))
    made.add("tzoffsetfrom", before)
    made.add("tzoffsetto", _offset(zone, at))
    made.add("tzname", local.tzname() or zone.key)
    return made


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The moments at which clocks are changed."""
    day = begins
    while day < ends:
        following = day + _DAY
        if _said(zone, day) != _said(zone, following):
            yield _change(zone, day, following)
        day = following


def _change(zone: ZoneInfo, earlier: datetime, later: datetime) -> datetime:
    """The first second of what holds at `later` and does not yet at `earlier`."""
    while later - earlier > _SECOND:
        middle = (earlier + (later - earlier) / 2).replace(microsecond=0)
        if _said(zone, middle) == _said(zone, later):
            later = middle
        else:
            earlier = middle
    return later


def _said(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str | None]:
    return _offset(zone, at), at.astimezone(zone).tzname()


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
