"""Meetings that belong together: planned, added to, changed, booked and called off at once."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from core.permissions import Refused
from meetings.actions import (
    add_dates,
    book_series,
    call_off,
    call_off_series,
    change_meeting,
    change_onwards,
    decline_seat,
    move_meeting,
    name_host,
    plan_series,
    set_reminders,
)
from meetings.clock import When
from meetings.errors import MeetingStale, NoSuchTime, TooManyDates
from meetings.models import Meeting, Seat, Series
from notifications.effects import send_due_mail
from notifications.models import Notification, OutboxMessage
from tests.factories import SeatFactory
from tests.facts import told, verbs
from tests.meetings.seats import begin, state, taken

pytestmark = pytest.mark.django_db

LONDON = "Europe/London"
SAID = {"kind": "book_club", "title": "Reading round", "markdown": "One chapter.", "place": "Room 4", "link": ""}
SAID |= {"link_before": None, "capacity": 2, "offer_hours": None, "reflection": ""}


def on(days, at=time(9, 30), **which):
    return When(timezone.localdate() + timedelta(days=days), at, 60, LONDON, **which)


@pytest.fixture
def series(commons, facilitator, participant, others):
    return plan_series(commons, actor=facilitator, submission=uuid4(), whens=[on(20), on(34), on(48)], **SAID)


@pytest.fixture
def dates(series):
    return list(series.meetings.order_by("starts_at"))


def test_a_series_is_so_many_meetings_each_with_its_own_row_and_host(series, dates, facilitator, participant):
    assert [meeting.title for meeting in dates] == ["Reading round"] * 3
    assert [meeting.starts_at - dates[0].starts_at for meeting in dates[1:]] == [timedelta(days=14), timedelta(days=28)]
    assert len({meeting.uid for meeting in dates}) == 3
    assert {meeting.sequence for meeting in dates} == {0}
    assert all(meeting.agenda.count() == 3 for meeting in dates)
    assert Seat.objects.filter(person=facilitator, role="host", state="booked").count() == 3
    assert verbs() == ["series.scheduled"]
    assert told(participant) == ["series.scheduled"]


def test_the_same_submission_is_one_series(commons, facilitator):
    submission = uuid4()

    found = [
        plan_series(commons, actor=facilitator, submission=submission, whens=[on(20), on(34)], **SAID)
        for _click in range(2)
    ]

    assert found[0] == found[1]
    assert Meeting.objects.count() == 2
    assert verbs() == ["series.scheduled"]


def test_a_time_that_clocks_pass_over_lets_nothing_be_planned(commons, facilitator):
    wrong = When(date(2027, 3, 28), time(1, 30), 60, LONDON)

    with pytest.raises(NoSuchTime):
        plan_series(commons, actor=facilitator, submission=uuid4(), whens=[on(20), wrong], **SAID)

    assert not Series.objects.exists()


@pytest.mark.parametrize("number", [0, 61])
def test_a_series_has_so_many_dates(commons, facilitator, number):
    with pytest.raises(TooManyDates):
        plan_series(
            commons, actor=facilitator, submission=uuid4(), whens=[on(day) for day in range(1, number + 1)], **SAID
        )


def test_who_plans_meetings_plans_series(commons, participant):
    with pytest.raises(Refused):
        plan_series(commons, actor=participant, submission=uuid4(), whens=[on(20)], **SAID)


def test_a_date_moves_by_itself(dates, facilitator):
    move_meeting(dates[1], actor=facilitator, version=0, when=on(36))

    assert [meeting.sequence for meeting in Meeting.objects.order_by("pk")] == [0, 1, 0]


def test_dates_added_later_say_what_the_last_one_says(series, dates, facilitator, participant):
    change_meeting(dates[2], actor=facilitator, version=0, **SAID | {"place": "Room 5"})
    set_reminders(dates[2], actor=facilitator, version=1, kinds=["day", "after"], text="Bring the book.")
    submission = uuid4()

    for _click in range(2):
        add_dates(series, actor=facilitator, submission=submission, whens=[on(62), on(76)])

    places = series.meetings.order_by("starts_at").values_list("place", flat=True)
    assert list(places) == ["Room 4", "Room 4", "Room 5", "Room 5", "Room 5"]
    reminding = series.meetings.order_by("starts_at").values_list("reminders_off", "reminder_text")
    assert list(reminding) == [([], "")] * 2 + [(["week", "hour"], "Bring the book.")] * 3
    assert told(participant) == ["series.scheduled", "series.extended"]


def test_what_changes_onwards_leaves_what_a_date_has_of_its_own(dates, facilitator):
    _first, second, third = dates
    change_meeting(third, actor=facilitator, version=0, **SAID | {"place": "The library", "capacity": 9})

    kept = change_onwards(second, actor=facilitator, version=0, **SAID | {"place": "Room 7", "title": "Reading on"})

    assert kept == [third]
    found = [(each.title, each.place, each.capacity) for each in Meeting.objects.order_by("pk")]
    assert found == [("Reading round", "Room 4", 2), ("Reading on", "Room 7", 2), ("Reading on", "The library", 9)]
    assert [each.sequence for each in Meeting.objects.order_by("pk")] == [0, 1, 2]


def test_fewer_seats_than_are_taken_are_not_for_a_later_date(dates, facilitator, others):
    for person in others[:2]:
        SeatFactory(meeting=dates[2], person=person)

    kept = change_onwards(dates[0], actor=facilitator, version=0, **SAID | {"capacity": 1})

    assert kept == [dates[2]]
    assert [each.capacity for each in Meeting.objects.order_by("pk")] == [1, 1, 2]


def test_onwards_nothing_goes_over_what_somebody_saved_meanwhile(dates, facilitator, moderator):
    change_meeting(dates[0], actor=moderator, version=0, **SAID | {"title": "Mine"})

    with pytest.raises(MeetingStale):
        change_onwards(dates[0], actor=facilitator, version=0, **SAID | {"title": "Yours"})

    assert list(Meeting.objects.order_by("pk").values_list("title", flat=True)) == ["Mine", *["Reading round"] * 2]


def test_who_hosts_one_date_changes_that_one_alone(series, dates, facilitator, participant):
    name_host(dates[0], actor=facilitator, person=participant)

    change_meeting(dates[0], actor=participant, version=0, **SAID | {"title": "Mine"})
    with pytest.raises(Refused):
        change_onwards(dates[0], actor=participant, version=1, **SAID)
    with pytest.raises(Refused):
        call_off_series(series, actor=participant)


def test_all_dates_are_booked_each_as_if_by_itself(series, dates, participant, others, facilitator):
    for person in others[:2]:
        SeatFactory(meeting=dates[1], person=person)
    call_off(dates[2], actor=facilitator)
    add_dates(series, actor=facilitator, submission=uuid4(), whens=[on(62)])

    seats = book_series(series, actor=participant)

    assert [seat.state for seat in seats] == ["booked", "waiting", "booked"]
    assert [taken(meeting) for meeting in dates] == [1, 2, 0]
    assert book_series(series, actor=participant) == seats


def test_where_somebody_said_no_that_stays(series, dates, participant):
    decline_seat(dates[1], actor=participant)

    book_series(series, actor=participant)

    assert [state(meeting, participant) for meeting in dates] == ["booked", "declined", "booked"]


def test_who_takes_no_part_books_no_series(series, outsider):
    with pytest.raises(Refused):
        book_series(series, actor=outsider)


def test_what_is_ahead_is_called_off_and_each_is_told_once(series, dates, facilitator, participant, others):
    book_series(series, actor=participant)
    SeatFactory(meeting=dates[0], person=others[0], state="waiting")
    Meeting.objects.filter(pk=dates[0].pk).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=2)
    )
    SeatFactory(meeting=dates[2], person=others[1], state="maybe")
    mail.outbox.clear()

    number = call_off_series(series, actor=facilitator, reason="The book is out of print.")

    assert number == 2
    states = list(series.meetings.order_by("pk").values_list("state", "sequence", "cancelled_because"))
    why = "The book is out of print."
    assert states == [("confirmed", 0, ""), ("cancelled", 1, why), ("cancelled", 1, why)]
    assert told(participant)[-1] == "series.called_off"
    assert told(participant).count("series.called_off") == 1
    assert (told(others[0])[-1:], told(others[1])[-1]) == (["series.scheduled"], "series.called_off")
    assert call_off_series(series, actor=facilitator) == 0


def test_the_letter_of_what_is_called_off_names_the_reader_s_own_dates(series, dates, facilitator, participant):
    SeatFactory(meeting=dates[1], person=participant)

    call_off_series(series, actor=facilitator, reason="The <book> is gone.")
    send_due_mail()

    letter, of_the_date = [one for one in mail.outbox if one.to == [participant.email]]
    assert letter.subject == "Called off: Reading round"
    assert b"METHOD:CANCEL" in of_the_date.attachments[0].content
    assert Notification.objects.filter(recipient=participant).exclude(entry__verb="series.scheduled").count() == 1
    assert letter.body.count("The <book> is gone.") == 1
    assert "The &lt;book&gt; is gone." in letter.alternatives[0].content
    assert f"/meetings/series/{series.pk}/" in letter.body


def test_a_date_that_is_on_is_not_called_off_with_what_is_ahead(series, dates, facilitator, participant):
    begin(dates[0])
    seat = SeatFactory(meeting=dates[0], person=participant, attendance="present")

    assert call_off_series(series, actor=facilitator) == 2

    assert Meeting.objects.get(pk=dates[0].pk).state == "confirmed"
    assert Seat.objects.get(pk=seat.pk).attendance == "present"


def test_after_it_is_called_off_nobody_reads_of_what_was_changed_before(series, dates, facilitator, participant):
    for each in dates:
        SeatFactory(meeting=each, person=participant)
    change_onwards(dates[0], actor=facilitator, version=0, title="Another book")

    call_off_series(series, actor=facilitator)

    waiting = OutboxMessage.objects.filter(recipient=participant, state="waiting")
    assert "meeting.changed" not in set(waiting.values_list("entry__verb", flat=True))


def test_a_change_onwards_is_one_line_and_a_mail_for_each_date(series, dates, facilitator, participant):
    for each in dates:
        SeatFactory(meeting=each, person=participant)

    change_onwards(dates[0], actor=facilitator, version=0, title="Another book")

    assert told(participant).count("meeting.changed") == 1
    waiting = OutboxMessage.objects.filter(recipient=participant, entry__verb="meeting.changed")
    assert set(waiting.values_list("entry__object_id", flat=True)) == {each.pk for each in dates}
