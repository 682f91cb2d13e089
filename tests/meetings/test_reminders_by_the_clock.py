"""In six zones, across four changes of their clocks each, and in one whose clocks never change, reminders come within
a minute of when clocks show what was meant."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest

from meetings.actions import book_seat, move_meeting
from meetings.clock import When, days_before, moment_of
from meetings.effects import remind_due
from meetings.models import Meeting, Reminder
from meetings.queries.reminders import due_reminder
from notifications.models import Notification
from tests.factories import MeetingFactory, MembershipFactory

pytestmark = pytest.mark.django_db

TICK = timedelta(seconds=30)
EVENING = time(18, 40)
LATE = timedelta(seconds=60)
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
ZONES = (
    *("Europe/London", "America/New_York", "America/St_Johns", "America/Santiago", "Australia/Lord_Howe"),
    "Africa/Cairo",
    "Asia/Kolkata",  # whose clocks are never put to another time: met there as clocks change in London
)


def changes(zone):
    """The first moments of another offset in two years, found by looking at each quarter of an hour."""
    there = zoneinfo.ZoneInfo("Europe/London" if zone == "Asia/Kolkata" else zone)
    moment, found = FROM, []
    while moment < UNTIL:
        after = moment + timedelta(minutes=15)
        if moment.astimezone(there).utcoffset() != after.astimezone(there).utcoffset():
            found.append(after)
        moment = after
    return found


CASES = [(zone, change) for zone in ZONES for change in changes(zone)]


def test_each_zone_has_four_changes():
    assert [sum(zone == each for zone, _change in CASES) for each in ZONES] == [4] * 7


def evening_after(change, zone):
    """Twenty to seven in the evening, by the clock of `zone`, with the change within the day before."""
    there = change.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
    evening = datetime.combine(there.date(), EVENING)
    return evening if evening > there else evening + timedelta(days=1)


def shows(shown, zone):
    """The moment at which a clock in `zone` shows `shown`, found by looking at the clock, minute by minute."""
    there = zoneinfo.ZoneInfo(zone)
    begin = shown.replace(tzinfo=UTC) - timedelta(hours=15)
    minutes = (begin + timedelta(minutes=each) for each in range(30 * 60))
    return next(moment for moment in minutes if moment.astimezone(there).replace(tzinfo=None) == shown)


def told_at(time_machine, person, begin, end):
    """The moments at which `person` is told, as a worker looks every half minute."""
    seen, moment = [], begin
    while moment <= end:
        time_machine.move_to(moment, tick=False)
        before = Notification.objects.filter(recipient=person).count()
        remind_due()
        seen += [moment] * (Notification.objects.filter(recipient=person).count() - before)
        moment += TICK
    return seen


@pytest.mark.parametrize(("zone", "change"), CASES)
def test_the_same_time_of_day_a_week_and_a_day_before(commons, participant, time_machine, zone, change):
    begins = evening_after(change, zone)
    starts_at = shows(begins, zone)
    time_machine.move_to(starts_at - timedelta(days=20), tick=False)
    meeting = MeetingFactory(space=commons, starts_at=starts_at, time_zone=zone)
    book_seat(meeting, actor=participant)

    for kind, shown in {
        "week": begins - timedelta(days=7),
        "day": begins - timedelta(days=1),
        "hour": begins - timedelta(hours=1),
    }.items():
        meant = shows(shown, zone)
        [at] = told_at(time_machine, participant, meant - TICK - timedelta(seconds=7), meant + 2 * TICK)
        assert timedelta(0) <= at - meant <= LATE
        assert Reminder.objects.get(seat__person=participant, kind=kind).due_at == meant


@pytest.mark.parametrize(("zone", "change"), [case for case in CASES if case[0] != "Asia/Kolkata"])
def test_a_day_before_is_not_always_four_and_twenty_hours(zone, change):
    there = zoneinfo.ZoneInfo(zone)
    starts_at = shows(evening_after(change, zone), zone)
    by = change.astimezone(there).utcoffset() - (change - timedelta(hours=6)).astimezone(there).utcoffset()

    assert starts_at - days_before(starts_at, there, 1) == timedelta(days=1) - by
    assert starts_at - days_before(starts_at, there, 7) == timedelta(days=7) - by


@pytest.mark.parametrize(("zone", "change"), CASES)
def test_a_meeting_that_moves_across_a_change_is_reminded_by_its_new_time(
    commons, participant, facilitator, time_machine, zone, change
):
    day = change.astimezone(zoneinfo.ZoneInfo(zone)).date()
    time_machine.move_to(change - timedelta(days=25), tick=False)
    meeting = MeetingFactory(
        space=commons, starts_at=shows(datetime.combine(day - timedelta(days=3), time(9)), zone), time_zone=zone
    )
    book_seat(meeting, actor=participant)

    move_meeting(meeting, actor=facilitator, version=0, when=When(day + timedelta(days=3), time(9), 60, zone))
    now = Meeting.objects.get()

    meant = shows(datetime.combine(day - timedelta(days=4), time(9)), zone)
    assert due_reminder(now, meant - timedelta(seconds=1)) is None
    assert due_reminder(now, meant) == ("week", meant)
    assert now.starts_at - meant != timedelta(days=7) or zone == "Asia/Kolkata"


def test_a_time_that_clocks_passed_over_is_when_it_would_have_been():
    """02:30 in New York on Monday; on the Sunday before, clocks went from 02:00 to 03:00."""
    zone = zoneinfo.ZoneInfo("America/New_York")

    at = days_before(moment_of(date(2026, 3, 9), time(2, 30), zone), zone, 1)

    assert at.astimezone(zone).replace(tzinfo=None) == datetime(2026, 3, 8, 3, 30)


def test_of_a_time_that_came_twice_it_is_the_first():
    zone = zoneinfo.ZoneInfo("America/New_York")

    at = days_before(moment_of(date(2026, 11, 2), time(1, 30), zone), zone, 1)

    assert at == moment_of(date(2026, 11, 1), time(1, 30), zone, is_later=False)


def test_the_second_of_an_hour_that_comes_twice_is_a_day_after_the_one_of_the_day_before():
    zone = zoneinfo.ZoneInfo("America/New_York")
    second = moment_of(date(2026, 11, 1), time(1, 30), zone, is_later=True)

    assert second - days_before(second, zone, 1) == timedelta(hours=25)


def test_whoever_lives_elsewhere_is_told_at_the_same_moment(commons, community, participant, time_machine):
    """The clock is the meeting's, as that is what was agreed on."""
    far_away = MembershipFactory(community=community, person__time_zone="Pacific/Auckland").person
    starts_at = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    time_machine.move_to(starts_at - timedelta(days=9), tick=False)
    meeting = MeetingFactory(space=commons, starts_at=starts_at)
    for person in (participant, far_away):
        book_seat(meeting, actor=person)

    time_machine.move_to(starts_at - timedelta(days=1) + timedelta(hours=1, seconds=20), tick=False)
    remind_due()

    assert Reminder.objects.values_list("kind", "told_at").distinct().count() == 1
