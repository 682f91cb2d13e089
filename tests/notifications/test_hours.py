"""By whatever clock, and through every change of it."""

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notifications.hours import end_of_quiet, moment, next_digest

A_DAY = timedelta(days=1)
LONGEST = timedelta(hours=27)  # from one digest to the next, where a clock is put back by as much as any has been

HOUR = st.integers(0, 23)
ZONE = st.sampled_from(sorted(zoneinfo.available_timezones())).map(zoneinfo.ZoneInfo)
NOW = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")


def utc(*when):
    return datetime(*when, tzinfo=UTC)


@given(after=NOW, zone=ZONE, hour=HOUR)
def test_each_day_has_one_digest_at_its_hour(after, zone, hour):
    first = next_digest(after, zone, hour=hour)
    second = next_digest(first, zone, hour=hour)

    assert after < first <= after + LONGEST
    assert first < second <= first + LONGEST
    there = first.astimezone(zone)
    assert there.hour == hour or moment(there.date(), hour, zone) == first  # the clock jumped over it


@given(after=NOW, zone=ZONE, hour=HOUR, weekday=st.integers(0, 6))
def test_a_weekly_digest_comes_on_its_day(after, zone, hour, weekday):
    first = next_digest(after, zone, hour=hour, weekday=weekday)

    assert after < first <= after + 8 * A_DAY
    assert first.astimezone(zone).weekday() == weekday


@given(now=NOW, zone=ZONE, begins=HOUR, ends=HOUR)
def test_quiet_hours_end_once_at_their_hour(now, zone, begins, ends):
    assume(begins != ends)

    end = end_of_quiet(now, zone, begins=begins, ends=ends)

    there = now.astimezone(zone).hour
    hours = {(begins + step) % 24 for step in range((ends - begins) % 24)}
    assert (end is not None) == (there in hours)
    if end is not None:
        assert now < end <= now + LONGEST
        if end.astimezone(zone).hour == ends:
            assert end_of_quiet(end, zone, begins=begins, ends=ends) is None


@pytest.mark.parametrize(
    ("after", "hour", "expected"),
    [
        (utc(2026, 3, 28, 12), 7, utc(2026, 3, 29, 5)),  # summer time began in the night
        (utc(2026, 3, 28, 12), 2, utc(2026, 3, 29, 1)),  # 02:00 is jumped over
        (utc(2026, 10, 24, 12), 2, utc(2026, 10, 25, 0)),  # 02:00 comes twice: the first
        (utc(2026, 10, 25, 0), 2, utc(2026, 10, 26, 1)),  # and not the second
        (utc(2026, 10, 24, 12), 7, utc(2026, 10, 25, 6)),
    ],
)
def test_the_digest_goes_with_the_clock(after, hour, expected):
    assert next_digest(after, BERLIN, hour=hour) == expected


@pytest.mark.parametrize(
    ("now", "begins", "ends", "expected"),
    [
        (utc(2026, 11, 1, 2), 21, 7, utc(2026, 11, 1, 12)),  # over the night in which the clock is put back
        (utc(2026, 3, 8, 4), 21, 7, utc(2026, 3, 8, 11)),  # and in which it is put forward
        (utc(2026, 3, 8, 4), 21, 2, utc(2026, 3, 8, 7)),  # to an hour that is jumped over
        (utc(2026, 6, 1, 12), 21, 7, None),
        (utc(2026, 6, 1, 11), 21, 7, None),  # 07:00 sharp
        (utc(2026, 6, 2, 1), 21, 7, utc(2026, 6, 2, 11)),  # 21:00 sharp
        (utc(2026, 6, 1, 18), 13, 15, utc(2026, 6, 1, 19)),
    ],
)
def test_quiet_hours_go_with_the_clock(now, begins, ends, expected):
    assert end_of_quiet(now, NEW_YORK, begins=begins, ends=ends) == expected
