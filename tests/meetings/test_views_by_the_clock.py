"""What is typed by a clock that is put forward or back is what the meeting ends by, and what is shown of it again."""

from datetime import UTC, datetime

import pytest

from activity.models import Entry
from meetings.models import Meeting
from notifications.models import Notification
from tests.factories import SeatFactory
from tests.meetings.lists import page_of
from tests.meetings.test_views_meetings import PLAN, plan_of, typed_of
from tests.meetings.test_views_series import PLAN as PLAN_SERIES
from tests.meetings.test_views_series import sent

pytestmark = pytest.mark.django_db

BERLIN, NEW_YORK, SANTIAGO = "Europe/Berlin", "America/New_York", "America/Santiago"
FIRST, SECOND = {"which_end": "first"}, {"which_end": "second"}


def case(zone, day, begins, ends, starts_at, ends_at, **which):
    year = int(day[:4])
    moments = [datetime(year, *moment, tzinfo=UTC) for moment in (starts_at, ends_at)]
    return {"time_zone": zone, "day": day, "begins": begins, "ends": ends} | which, *moments


CASES = [
    case(BERLIN, "2027-03-28", "01:00", "04:00", (3, 28, 0), (3, 28, 2)),
    case(BERLIN, "2027-03-27", "23:00", "03:30", (3, 27, 22), (3, 28, 1, 30)),
    case(BERLIN, "2027-10-31", "01:30", "03:30", (10, 30, 23, 30), (10, 31, 2, 30)),
    case(BERLIN, "2027-10-31", "01:30", "02:30", (10, 30, 23, 30), (10, 31, 0, 30), **FIRST),
    case(BERLIN, "2027-10-31", "01:30", "02:30", (10, 30, 23, 30), (10, 31, 1, 30), **SECOND),
    case(BERLIN, "2027-10-31", "02:30", "02:15", (10, 31, 0, 30), (10, 31, 1, 15), which="first"),
    case(BERLIN, "2027-10-31", "02:15", "02:30", (10, 31, 1, 15), (10, 31, 1, 30), which="second"),
    case(BERLIN, "2027-10-30", "22:00", "04:00", (10, 30, 20), (10, 31, 3)),
    case(NEW_YORK, "2027-03-14", "01:00", "04:00", (3, 14, 6), (3, 14, 8)),
    case(NEW_YORK, "2027-11-07", "00:30", "02:30", (11, 7, 4, 30), (11, 7, 7, 30)),
    case(SANTIAGO, "2027-09-04", "22:00", "01:30", (9, 5, 2), (9, 5, 4, 30)),
    case(SANTIAGO, "2027-04-03", "22:30", "00:30", (4, 4, 1, 30), (4, 4, 4, 30)),
    case("Australia/Lord_Howe", "2027-04-04", "01:00", "03:00", (4, 3, 14), (4, 3, 16, 30)),
]


def state():
    rows = Meeting.objects.values("day", "begins", "minutes", "starts_at", "ends_at", "is_later", "version", "sequence")
    return list(rows), Entry.objects.count(), Notification.objects.count()


def check(client, meeting, typed, starts_at, ends_at):
    """It is when it was said to be, the form to move it says the same again, and to save that changes nothing."""
    length = (ends_at - starts_at).total_seconds() / 60
    assert (meeting.starts_at, meeting.ends_at, meeting.minutes) == (starts_at, ends_at, length)

    shown = typed_of(client.get(page_of(meeting, "move")).context["form"])
    assert [f"{shown[name]}"[: len(typed[name])] for name in typed] == list(typed.values())

    shown |= {name: f"{shown[name]:%H:%M}" for name in ("begins", "ends")}
    before = state()
    assert client.post(page_of(meeting, "move"), shown).status_code == 302
    assert state() == before


@pytest.mark.parametrize(("typed", "starts_at", "ends_at"), CASES)
def test_a_meeting_ends_when_clocks_show_what_was_typed(
    client, commons, facilitator, participant, typed, starts_at, ends_at
):
    client.force_login(facilitator)

    client.post(PLAN, plan_of(commons, **typed))

    meeting = Meeting.objects.get()
    SeatFactory(meeting=meeting, person=participant)
    check(client, meeting, typed, starts_at, ends_at)


@pytest.mark.parametrize(("typed", "starts_at", "ends_at"), CASES)
def test_a_date_of_a_series_does_too(client, commons, facilitator, typed, starts_at, ends_at):
    client.force_login(facilitator)
    row = {name: value for name, value in typed.items() if name != "time_zone"}

    client.post(PLAN_SERIES, sent([(typed["day"], row)], commons, time_zone=typed["time_zone"]))

    check(client, Meeting.objects.get(), typed, starts_at, ends_at)


@pytest.mark.parametrize(
    ("day", "field", "words"),
    [("2027-03-28", "ends", "02:30 does not come"), ("2027-10-31", "which_end", "02:30 comes twice")],
)
def test_an_end_that_does_not_come_or_comes_twice_is_named(client, commons, facilitator, day, field, words):
    client.force_login(facilitator)
    when = {"day": day, "begins": "01:30", "ends": "02:30"}

    alone = client.post(PLAN, plan_of(commons, time_zone=BERLIN, **when))
    row = client.post(PLAN_SERIES, sent([(day, when)], commons, time_zone=BERLIN))

    for response, form in ((alone, alone.context["form"]), (row, row.context["form"].rows[0])):
        assert (response.status_code, set(form.errors)) == (422, {field})
        assert words in response.text
        assert ("The hour in which it ends comes twice" in response.text) == (field == "which_end")
    assert not Meeting.objects.exists()
