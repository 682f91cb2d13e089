"""How those with a seat are told of a meeting: some at a time, each by itself, and until when a minute counts."""

from datetime import UTC, datetime, time, timedelta

import pytest

from accounts.effects import erase_person
from activity.models import Entry
from meetings.actions import (
    book_seat,
)
from meetings.effects import reminders
from meetings.models import Reminder
from meetings.queries.reminders import moments
from tests.factories import MeetingFactory, SeatFactory
from tests.meetings.reminding import come_to_reminder, reminded


@pytest.fixture
def meeting(meeting_in_march):
    return meeting_in_march


def test_those_of_a_large_meeting_are_told_some_at_a_time(meeting, time_machine, monkeypatch):
    monkeypatch.setattr(reminders, "CHUNK", 2)
    people = [SeatFactory(meeting=meeting).person for _each in range(4)]

    come_to_reminder(time_machine, meeting, "week")

    assert all(reminded(person) == ["week"] for person in people)


def test_what_goes_wrong_with_one_meeting_stops_no_other(meeting, commons, participant, time_machine, monkeypatch):
    other = MeetingFactory(space=commons, starts_at=meeting.starts_at)
    book_seat(meeting, actor=participant)
    book_seat(other, actor=participant)
    real = reminders.lock_in_space

    def lock(found):
        if found.pk == meeting.pk:
            raise RuntimeError
        return real(found)

    monkeypatch.setattr(reminders, "lock_in_space", lock)
    come_to_reminder(time_machine, meeting, "week")

    assert list(Reminder.objects.filter(seat__person=participant).values_list("seat__meeting", flat=True)) == [other.pk]


def test_what_somebody_was_told_goes_with_them(meeting, participant, time_machine):
    book_seat(meeting, actor=participant)
    come_to_reminder(time_machine, meeting, "week")

    erase_person(participant)

    assert not Reminder.objects.filter(seat__person=participant).exists()
    come_to_reminder(time_machine, meeting, "day")
    assert not Reminder.objects.filter(seat__person=participant).exists()


def test_each_telling_is_a_fact_of_copse_itself(meeting, participant, time_machine):
    book_seat(meeting, actor=participant)
    come_to_reminder(time_machine, meeting, "week")

    entry = Entry.objects.get(verb="seat.reminded", notifications__recipient=participant)
    assert (entry.actor, entry.kind, entry.space_id) == (None, "meetings.reminder", meeting.space_id)


def test_an_hour_after_midnight_is_an_hour_before(commons, participant, time_machine):
    """Sixty minutes, whatever clocks are put to in between."""
    time_machine.move_to(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), tick=False)
    night = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 02:30 in London, half an hour after clocks went forward
    meeting = MeetingFactory(space=commons, starts_at=night)
    assert meeting.begins == time(2, 30)

    assert moments(meeting)["hour"] == night - timedelta(hours=1)
    assert moments(meeting)["day"] == datetime(2026, 3, 28, 2, 30, tzinfo=UTC)
