"""What a wall clock shows, in zones whose clocks are put forward and back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.clock import When, moment_of
from meetings.effects.words import set_time
from meetings.errors import NoSuchTime, WhichOfTwo
from meetings.models import Meeting

ZONES = (
    *("Europe/London", "America/Santiago", "Australia/Sydney", "Australia/Lord_Howe", "America/New_York"),
    *("Asia/Kathmandu", "Pacific/Apia", "UTC"),
)
MINUTE = timedelta(minutes=1)
# What clocks skip when they are put forward: (zone, from, until).
FORWARD = [
    ("Europe/London", datetime(2027, 3, 28, 1), datetime(2027, 3, 28, 2)),
    ("America/New_York", datetime(2027, 3, 14, 2), datetime(2027, 3, 14, 3)),
    ("Australia/Sydney", datetime(2027, 10, 3, 2), datetime(2027, 10, 3, 3)),
    ("Australia/Lord_Howe", datetime(2027, 10, 3, 2), datetime(2027, 10, 3, 2, 30)),
    ("America/Santiago", datetime(2027, 9, 5, 0), datetime(2027, 9, 5, 1)),  # from midnight
    ("Pacific/Apia", datetime(2011, 12, 30), datetime(2011, 12, 31)),  # a day
]
# What they show twice when they are put back.
BACK = [
    ("Europe/London", datetime(2026, 10, 25, 1), datetime(2026, 10, 25, 2)),
    ("America/New_York", datetime(2026, 11, 1, 1), datetime(2026, 11, 1, 2)),
    ("Australia/Sydney", datetime(2027, 4, 4, 2), datetime(2027, 4, 4, 3)),
    ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 30), datetime(2027, 4, 4, 2)),
    ("America/Santiago", datetime(2027, 4, 3, 23), datetime(2027, 4, 4)),  # until midnight
]


def moment(shown, zone, **which):
    return moment_of(shown.date(), shown.time(), ZoneInfo(zone), **which)


@pytest.mark.parametrize(
    ("day", "begins", "expected"),
    [
        (date(2027, 1, 12), time(9, 30), datetime(2027, 1, 12, 9, 30, tzinfo=UTC)),
        (date(2027, 9, 14), time(9, 30), datetime(2027, 9, 14, 8, 30, tzinfo=UTC)),
    ],
)
def test_the_same_clock_is_another_moment_in_summer(day, begins, expected):
    assert moment_of(day, begins, ZoneInfo("Europe/London")) == expected


@pytest.mark.parametrize(("zone", "start", "end"), FORWARD)
def test_what_is_skipped_does_not_come(zone, start, end):
    assert moment(end, zone) - moment(start - MINUTE, zone) == MINUTE
    for skipped in (start, end - MINUTE):
        for is_later in (None, False, True):
            with pytest.raises(NoSuchTime, match="does not come"):
                moment(skipped, zone, is_later=is_later)


@pytest.mark.parametrize(("zone", "start", "end"), BACK)
def test_of_what_comes_twice_one_has_to_be_named(zone, start, end):
    for twice in (start, end - MINUTE):
        with pytest.raises(WhichOfTwo, match="comes twice"):
            moment(twice, zone)
        first, second = (moment(twice, zone, is_later=is_later) for is_later in (False, True))
        assert second - first == end - start
        assert {each.astimezone(ZoneInfo(zone)).time() for each in (first, second)} == {twice.time()}
    assert moment(start, zone, is_later=False) - moment(start - MINUTE, zone) == MINUTE
    assert moment(end, zone) - second == MINUTE


def test_the_refusals_say_when_and_where():
    with pytest.raises(NoSuchTime, match=r"01:30 does not come in Europe/London"):
        moment_of(date(2027, 3, 28), time(1, 30), ZoneInfo("Europe/London"))
    with pytest.raises(WhichOfTwo, match=r"01:30 comes twice in America/New York\. Which one\?"):
        moment_of(date(2026, 11, 1), time(1, 30), ZoneInfo("America/New_York"))


@given(
    at=st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES),
)
def test_what_a_clock_shows_at_a_moment_leads_back_to_it(at, zone):
    shown = at.astimezone(ZoneInfo(zone))

    assert moment_of(shown.date(), shown.time(), ZoneInfo(zone), is_later=shown.fold == 1) == at


@pytest.mark.parametrize(
    ("is_later", "begins", "ends"),
    [
        (False, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (True, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 3, 0, tzinfo=UTC)),
    ],
)
def test_a_meeting_lasts_as_long_as_it_lasts_while_clocks_are_put_back(is_later, begins, ends):
    meeting = Meeting()

    set_time(meeting, When(date(2026, 10, 25), time(1, 30), 90, "Europe/London", is_later))

    assert (meeting.starts_at, meeting.ends_at, meeting.is_later) == (begins, ends, is_later)


def test_which_of_two_says_nothing_of_an_hour_that_comes_once():
    meeting = Meeting()

    set_time(meeting, When(date(2026, 12, 1), time(9), 60, "Europe/London", is_later=True))

    assert (meeting.starts_at, meeting.is_later) == (datetime(2026, 12, 1, 9, tzinfo=UTC), False)
