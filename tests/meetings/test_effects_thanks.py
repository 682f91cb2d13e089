"""After a meeting those who came are thanked, once, with the question to think about and what was written down."""

from datetime import UTC, datetime, timedelta

import pytest

from meetings.actions import book_seat, publish_minutes, set_reminders, write_minutes
from meetings.effects import hold_due, reminders, thank_due
from meetings.models import Meeting, Seat
from meetings.queries.reminders import APART
from notifications.models import OutboxMessage
from tests.factories import MeetingFactory, MembershipFactory, SeatFactory
from tests.facts import told

DAY = timedelta(days=1)


@pytest.fixture
def meeting(commons, facilitator, time_machine):
    time_machine.move_to(datetime(2026, 3, 15, 8, 0, tzinfo=UTC), tick=False)
    meeting = MeetingFactory(space=commons, starts_at=datetime(2026, 3, 16, 10, 0, tzinfo=UTC), planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    return meeting


@pytest.fixture
def member(community):
    return MembershipFactory(community=community).person


def held(meeting, time_machine):
    time_machine.move_to(meeting.ends_at, tick=False)
    hold_due()
    thank_due()


def test_those_who_came_are_thanked_a_while_after_it(meeting, participant, member, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    SeatFactory(meeting=meeting, person=member, state=Seat.State.CANCELLED)
    held(meeting, time_machine)
    assert told(participant) == []

    time_machine.shift(Meeting.THANKED_AFTER)
    for _again in range(2):
        thank_due()

    assert told(participant) == ["seat.thanked"]
    assert told(member) == told(facilitator) == []
    assert not OutboxMessage.objects.filter(entry__verb="seat.thanked").exists()  # it stands in their digest


def test_whoever_was_not_there_hears_what_they_missed(meeting, participant, member, time_machine, monkeypatch):
    monkeypatch.setattr(reminders, "was_absent", lambda seat: seat.person_id == member.pk)
    book_seat(meeting, actor=participant)
    book_seat(meeting, actor=member)
    held(meeting, time_machine)

    time_machine.shift(Meeting.THANKED_AFTER)
    thank_due()

    assert (told(participant), told(member)) == (["seat.thanked"], ["seat.missed"])


def test_the_minutes_and_the_thanks_do_not_come_at_once(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    held(meeting, time_machine)
    time_machine.shift(Meeting.THANKED_AFTER - timedelta(minutes=1))
    written = write_minutes(meeting, actor=facilitator, version=0, markdown="We met.")
    publish_minutes(meeting, actor=facilitator, version=written.version)

    time_machine.shift(timedelta(minutes=2))
    thank_due()
    assert told(participant) == ["minutes.published"]

    time_machine.shift(APART)
    thank_due()
    assert told(participant) == ["minutes.published", "seat.thanked"]


def test_nobody_is_thanked_where_it_was_left_out_or_long_ago(meeting, commons, participant, facilitator, time_machine):
    long_ago = MeetingFactory(space=commons, starts_at=meeting.starts_at)
    for each in (meeting, long_ago):
        book_seat(each, actor=participant)
    set_reminders(meeting, actor=facilitator, version=0, kinds=["week"], text="")
    held(meeting, time_machine)

    time_machine.shift(4 * DAY)
    thank_due()

    assert told(participant) == []
