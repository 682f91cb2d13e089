"""The pages of a series: planning it from a rhythm, booking all of it, calling it off."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.actions import plan_series
from meetings.clock import When
from meetings.models import Meeting, Series
from tests.factories import MeetingFactory, SeatFactory
from tests.meetings.lists import said
from tests.meetings.seats import state
from tests.meetings.test_actions_series import LONDON, SAID, on

pytestmark = pytest.mark.django_db

PLAN = "/c/campus/meetings/series/new/"


def sent(days, commons, **more):
    """The form with a row for each of `days`, or of (day, more of the row)."""
    form = {"kind": "book_club", "title": "Reading round", "space": commons.pk, "time_zone": LONDON}
    form |= {"submission": uuid4(), "dates-TOTAL_FORMS": len(days), "dates-INITIAL_FORMS": 0}
    for at, day in enumerate(days):
        day, row = day if isinstance(day, tuple) else (day, {})
        row = {"day": day, "begins": "09:30", "ends": "11:00"} | row
        form |= {f"dates-{at}-{name}": value for name, value in row.items()}
    return form | more


def day(days):
    return timezone.localdate() + timedelta(days=days)


def rows_in(response):
    return [(str(row["day"].value()), str(row["begins"].value())) for row in response.context["form"].rows]


def notes_in(response):
    return [list(row.warnings) for row in response.context["form"].rows]


@pytest.fixture
def team(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def series(commons, facilitator):
    return plan_series(commons, actor=facilitator, submission=uuid4(), whens=[on(20), on(34), on(48)], **SAID)


def test_the_page_begins_with_an_empty_row_and_the_planner_s_clock(team, facilitator):
    facilitator.time_zone = "Africa/Kampala"
    facilitator.save()

    response = team.get(PLAN)

    assert response.status_code == 200
    assert rows_in(response) == [("None", "None")]
    assert response.context["form"]["time_zone"].value() == "Africa/Kampala"


def test_a_rhythm_fills_the_rows_and_nothing_typed_is_lost(team, commons):
    rhythm = {"pattern": "weeks", "weekday": 1, "weeks": 2, "number": 1, "first": "2026-12-02", "dates": 3}
    form = sent(["2026-12-24"], commons, **{f"rhythm-{name}": value for name, value in rhythm.items()})

    response = team.post(f"{PLAN}?propose=1", form)

    assert response.status_code == 200
    assert [row[0] for row in rows_in(response)] == ["2026-12-08", "2026-12-22", "2026-12-24", "2027-01-05"]
    assert {row[1] for row in rows_in(response)} == {"09:30"}
    assert response.context["form"]["title"].value() == "Reading round"
    assert response.context["form"]["submission"].value() == str(form["submission"])
    assert response.context["form"].errors == {}
    assert not Series.objects.exists()


def test_a_rhythm_that_makes_no_sense_is_refused_in_the_helper(team, commons):
    rhythm = {"pattern": "between", "weekday": 1, "weeks": 10, "at_most": 9, "number": 1, "first": "2026-12-02"}
    form = sent([day(3)], commons, **{f"rhythm-{name}": value for name, value in rhythm.items()})

    response = team.post(f"{PLAN}?propose=1", form)

    assert set(response.context["form"].rhythm.errors) == {"dates", "at_most"}
    assert rows_in(response) == [(str(day(3)), "09:30")]


def test_rows_come_and_go_and_a_new_one_takes_over_the_time(team, commons):
    more = team.post(f"{PLAN}?rows=1", sent([day(3)], commons, row="add-dates"))
    less = team.post(f"{PLAN}?rows=1", sent([day(3), day(4)], commons, row="drop-dates-0"))
    part = team.post(f"{PLAN}?rows=1", sent([day(3)], commons, row="add-dates"), headers={"HX-Request": "true"})

    assert rows_in(more) == [(str(day(3)), "09:30"), ("None", "09:30")]
    assert rows_in(less) == [(str(day(4)), "09:30")]
    assert b"<html" not in part.content


def test_a_series_is_planned(team, commons, facilitator):
    response = team.post(PLAN, sent([day(20), day(34), ""], commons, place="Room 4", capacity=6))

    series = Series.objects.get()
    assert response["Location"] == series.get_absolute_url()
    found = [(each.day, each.minutes, each.place, each.capacity) for each in series.meetings.order_by("pk")]
    assert found == [(day(20), 90, "Room 4", 6), (day(34), 90, "Room 4", 6)]
    assert team.get(series.get_absolute_url()).context["page"].dates[1].day == day(34)


def test_without_a_date_there_is_no_series(team, commons):
    response = team.post(PLAN, sent(["", ""], commons))

    assert response.status_code == 422
    assert "Give at least one date." in response.text


def test_a_time_that_clocks_pass_over_is_refused_at_its_row(team, commons):
    wrong = ("2027-03-28", {"begins": "01:30", "ends": "02:30"})

    response = team.post(PLAN, sent([day(20), wrong], commons))

    assert response.status_code == 422
    assert [set(row.errors) for row in response.context["form"].rows] == [set(), {"begins"}]
    assert "01:30 does not come" in response.text
    assert not Meeting.objects.exists()


def test_of_an_hour_that_comes_twice_its_row_asks_which(team, commons):
    twice = {"begins": "01:30", "ends": "02:30"}

    asked = team.post(PLAN, sent([day(20), ("2027-10-31", twice)], commons))
    team.post(PLAN, sent([day(20), ("2027-10-31", twice | {"which": "second"})], commons))

    assert [row.asks_which for row in asked.context["form"].rows] == [False, True]
    assert Meeting.objects.get(day="2027-10-31").is_later


def test_what_should_be_looked_at_stands_beside_each_row(team, commons):
    noon = (timezone.now() + timedelta(days=9)).replace(hour=12, minute=0)
    other = MeetingFactory(space=commons, title="Grand round", starts_at=noon, time_zone="UTC")
    beside = (other.day, {"begins": "11:30", "ends": "13:30"})
    days = [day(20), day(20), day(-3), day(60), beside]

    response = team.post(PLAN, sent(days, commons, begins_on=day(1), ends_on=day(50)))

    first, second, past, outside, over = notes_in(response)
    assert response.status_code == 422
    assert first == second
    assert first[0] == "This day is there twice."
    assert first[1].startswith("It overlaps with the date of ")
    assert past == ["It lies before the programme begins.", "It is over already."]
    assert outside == ["It lies after the programme ends."]
    assert over == ["At the same time: “Grand round”."]
    assert not Series.objects.exists()


def test_it_is_planned_anyway_by_whoever_saw_just_these_notes(team, commons):
    form = sent([day(20), day(20)], commons)
    warned = team.post(PLAN, form).context["form"].warned

    other = team.post(PLAN, form | {"dates-1-day": day(-3), "anyway": warned})
    team.post(PLAN, form | {"anyway": warned})

    assert other.status_code == 422
    assert Meeting.objects.filter(day=day(20)).count() == 2


def test_nobody_learns_by_a_note_of_what_they_do_not_see(team, commons):
    hidden = MeetingFactory(space=commons, audience="seats", title="Hidden", starts_at=timezone.now() + timedelta(9))

    response = team.post(PLAN, sent([(hidden.day, {"begins": "00:00", "ends": "12:00"})], commons))

    assert "Hidden" not in response.text


def test_a_date_says_which_it_is_of_how_many(client, series, participant):
    client.force_login(participant)
    second = series.meetings.order_by("starts_at")[1]

    assert "2 of 3 of “Reading round”" in client.get(second.get_absolute_url()).text


def test_all_dates_are_booked_at_once_and_what_waits_is_named(client, series, participant, moderator, leader):
    second = series.meetings.order_by("starts_at")[1]
    for person in (moderator, leader):
        SeatFactory(meeting=second, person=person)
    client.force_login(participant)

    page = client.get(series.get_absolute_url())
    response = client.post(reverse("meetings:series-book", args=[series.pk]))

    assert "I come to all 3 dates" in page.text
    assert response["Location"] == series.get_absolute_url()
    assert said(response)[0] == "You have a seat at 2 dates."
    assert said(response)[1].startswith("No seat is free on ")
    assert state(second, participant) == "waiting"
    assert client.get(series.get_absolute_url()).context["page"].bookable == 0


def test_dates_are_added_with_notes_about_those_that_are_there(team, series):
    address = reverse("meetings:series-add", args=[series.pk])
    form = {"time_zone": LONDON, "submission": uuid4(), "dates-TOTAL_FORMS": 2, "dates-INITIAL_FORMS": 0}
    form |= {"dates-0-day": day(20), "dates-0-begins": "15:00", "dates-0-ends": "16:00"}
    form |= {"dates-1-day": day(62), "dates-1-begins": "15:00", "dates-1-ends": "16:00"}

    assert rows_in(team.get(address)) == [("None", "09:30")]
    warned = team.post(address, form)
    team.post(address, form | {"anyway": warned.context["form"].warned})

    assert notes_in(warned) == [["The series meets on this day already."], []]
    assert series.meetings.count() == 5


def test_what_is_ahead_is_called_off_after_a_page_that_says_who_is_told(team, series, participant, moderator):
    address = reverse("meetings:series-call-off", args=[series.pk])
    for meeting in series.meetings.all():
        SeatFactory(meeting=meeting, person=participant)
    SeatFactory(meeting=series.meetings.first(), person=moderator, state="maybe")

    page = team.get(address)
    response = team.post(address, {"reason": "No room."})

    assert "2 people with a seat or in a queue are told, each once." in page.text
    assert said(response) == ["3 dates are called off."]
    assert set(series.meetings.values_list("state", flat=True)) == {"cancelled"}
    assert team.get(address)["Location"] == series.get_absolute_url()


def test_a_change_goes_on_to_later_dates_where_that_is_asked(team, series):
    first = series.meetings.order_by("starts_at")[0]
    address = reverse("meetings:change", args=[first.pk])
    form = SAID | {"link_before": "", "offer_hours": "", "version": 0, "title": "Reading on"}

    page = team.get(address)
    team.post(address, form | {"onwards": "1"})

    assert "This date alone" in page.text
    assert set(series.meetings.values_list("title", flat=True)) == {"Reading on"}
    last = series.meetings.order_by("starts_at")[2]
    assert "This date alone" not in team.get(reverse("meetings:change", args=[last.pk])).text


def test_a_series_of_hidden_dates_is_not_there(client, series, participant, outsider):
    series.meetings.update(audience="seats")
    client.force_login(participant)

    assert client.get(series.get_absolute_url()).status_code == 404
    SeatFactory(meeting=series.meetings.first(), person=participant)
    assert len(client.get(series.get_absolute_url()).context["page"].dates) == 1


def test_as_many_dates_as_a_series_may_have_are_planned(team, commons):
    first = date(2027, 1, 4)
    days = [first + timedelta(days=number) for number in range(Series.MOST)]

    assert team.post(PLAN, sent(days, commons)).status_code == 302
    assert Meeting.objects.count() == Series.MOST
    assert team.post(PLAN, sent([*days, first + timedelta(days=90)], commons)).status_code == 422


def test_when_holds_what_a_row_says(team, commons):
    team.post(PLAN, sent([("2027-01-05", {"begins": "22:00", "ends": "00:30"})], commons))

    meeting = Meeting.objects.get()
    assert When(meeting.day, meeting.begins, meeting.minutes, LONDON).minutes == 150


def test_what_somebody_has_at_the_same_time_is_said_to_them_alone(client, series, participant, others):
    second = series.meetings.order_by("starts_at")[1]
    other = MeetingFactory(space=series.space, title="Grand round", starts_at=second.starts_at)
    SeatFactory(meeting=other, person=participant)

    client.force_login(participant)
    own = client.get(series.get_absolute_url())
    client.force_login(others[0])
    another = client.get(series.get_absolute_url())

    assert own.text.count("You alone see this.") == 1
    assert [[each.title for each in date.others] for date in own.context["page"].dates] == [[], ["Grand round"], []]
    assert "Grand round" not in another.text


def test_a_meeting_s_own_page_says_it_too(client, series, participant, moderator):
    meeting = series.meetings.first()
    other = MeetingFactory(space=series.space, starts_at=meeting.starts_at)
    SeatFactory(meeting=other, person=participant)

    for person, says in ((participant, True), (moderator, False)):
        client.force_login(person)
        assert ("At the same time you have:" in client.get(meeting.get_absolute_url()).text) is says
