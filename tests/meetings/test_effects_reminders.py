"""Who is told of a meeting at which time, and who is not: those with a seat, once, of what is still to come."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from meetings.actions import (
    book_seat,
    call_off,
    change_meeting,
    confirm_meeting,
    give_seat_back,
    move_meeting,
    set_reminders,
    take_off_list,
)
from meetings.clock import When
from meetings.effects import hold_due, remind_due
from meetings.models import Meeting, Reminder, Seat
from meetings.queries.reminders import moments
from notifications.models import Notification
from notifications.queries import unread_count
from tests.factories import MembershipFactory, SeatFactory
from tests.facts import told
from tests.meetings.reminding import come_to, come_to_reminder, reminded


@pytest.fixture
def meeting(meeting_in_march):
    return meeting_in_march


@pytest.fixture
def member(community):
    return MembershipFactory(community=community).person


def moved(meeting, actor, to):
    meeting.refresh_from_db()
    return move_meeting(
        meeting, actor=actor, version=meeting.version, when=When(to.date(), to.time(), 60, "Europe/London")
    )


def test_each_is_told_a_week_a_day_and_an_hour_before(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    seen = []
    for kind, at in moments(meeting).items():
        come_to(time_machine, at - timedelta(seconds=1))
        seen.append(reminded(participant))
        come_to(time_machine, at)
        come_to(time_machine, at + timedelta(seconds=30))
        seen.append(reminded(participant))
        assert Reminder.objects.get(seat__person=participant, kind=kind).told_at == at

    assert seen == [[], ["week"], ["week"], ["week", "day"], ["week", "day"], ["week", "day", "hour"]]
    assert reminded(facilitator) == ["week", "day", "hour"]
    assert told(participant) == ["seat.reminded"] * 3


@pytest.mark.parametrize(
    "state", [Seat.State.OFFERED, Seat.State.WAITING, Seat.State.MAYBE, Seat.State.DECLINED, Seat.State.CANCELLED]
)
def test_nobody_without_a_seat_is_told(meeting, participant, outsider, time_machine, state):
    SeatFactory(meeting=meeting, person=participant, state=state)
    SeatFactory(meeting=meeting, is_guest=True)

    come_to_reminder(time_machine, meeting, "week")

    assert told(participant) == told(outsider) == []


def test_nothing_is_told_in_arrears_to_whoever_books_late(meeting, participant, time_machine):
    time_machine.move_to(meeting.starts_at - timedelta(minutes=50))

    book_seat(meeting, actor=participant)
    remind_due()

    assert reminded(participant) == []


def test_whoever_books_after_a_week_hears_of_the_day(meeting, participant, leader, time_machine):
    come_to_reminder(time_machine, meeting, "week")
    book_seat(meeting, actor=participant)
    come_to_reminder(time_machine, meeting, "day")

    assert reminded(participant) == ["day"]


def test_while_nobody_looked_the_last_one_alone_is_made_up_for(meeting, participant, time_machine):
    book_seat(meeting, actor=participant)

    come_to(time_machine, meeting.starts_at - timedelta(hours=20))

    assert reminded(participant) == ["day"]


def test_whoever_booked_while_nobody_looked_is_not_told_of_what_was_before(meeting, participant, member, time_machine):
    book_seat(meeting, actor=participant)
    time_machine.move_to(moments(meeting)["day"] + timedelta(hours=1))
    book_seat(meeting, actor=member)

    come_to(time_machine, moments(meeting)["day"] + timedelta(hours=2))

    assert (reminded(participant), reminded(member)) == (["day"], [])


def test_nothing_is_told_once_it_has_begun(meeting, participant, time_machine):
    book_seat(meeting, actor=participant)

    come_to(time_machine, meeting.starts_at)

    assert reminded(participant) == []


def test_of_a_meeting_that_moved_all_are_told_anew(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    come_to_reminder(time_machine, meeting, "week")
    come_to_reminder(time_machine, meeting, "day")

    moved(meeting, facilitator, datetime(2026, 4, 13, 18, 0))  # over a change of clocks
    come_to(time_machine, meeting.starts_at - timedelta(hours=1))
    assert reminded(participant) == ["week", "day"]

    come_to_reminder(time_machine, meeting, "week")
    assert timezone.now().astimezone(meeting.zone).replace(second=0, tzinfo=None) == datetime(2026, 4, 6, 18, 0)
    come_to_reminder(time_machine, meeting, "day")
    come_to_reminder(time_machine, meeting, "hour")
    assert reminded(participant) == ["week", "day", "week", "day", "hour"]


def test_a_meeting_that_moves_nearer_sends_nothing_in_arrears(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)

    moved(meeting, facilitator, datetime(2026, 3, 3, 7, 30))
    remind_due()

    assert told(participant) == ["meeting.moved"]
    come_to_reminder(time_machine, meeting, "hour")
    assert reminded(participant) == ["hour"]


def test_back_at_the_same_time_nobody_is_told_twice(meeting, participant, facilitator, time_machine):
    before = meeting.starts_at
    book_seat(meeting, actor=participant)
    come_to_reminder(time_machine, meeting, "week")
    for to in (datetime(2026, 3, 20, 10, 0), before.replace(tzinfo=None)):
        moved(meeting, facilitator, to)
        remind_due()

    assert Meeting.objects.get().starts_at == before
    assert reminded(participant) == ["week"]


def test_a_change_of_the_title_reminds_nobody_again(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    come_to_reminder(time_machine, meeting, "week")

    changed = change_meeting(meeting, actor=facilitator, version=meeting.version, title="Another title")
    remind_due()

    assert changed.sequence == 1
    assert reminded(participant) == ["week"]


def test_what_is_called_off_reminds_nobody(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    call_off(meeting, actor=facilitator)

    for kind in ("week", "day", "hour"):
        come_to_reminder(time_machine, meeting, kind)

    assert reminded(participant) == []


def test_a_tentative_one_reminds_as_well(meeting, participant, facilitator, time_machine):
    Meeting.objects.update(state=Meeting.State.TENTATIVE)
    book_seat(meeting, actor=participant)
    come_to_reminder(time_machine, meeting, "week")
    confirm_meeting(meeting, actor=facilitator)
    remind_due()

    assert reminded(participant) == ["week"]


def test_a_seat_that_is_given_back_is_reminded_of_no_more(meeting, participant, member, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    taken = book_seat(meeting, actor=member)
    come_to_reminder(time_machine, meeting, "week")
    assert (unread_count(participant), unread_count(member)) == (1, 1)

    give_seat_back(meeting, actor=participant)
    take_off_list(taken, actor=facilitator)
    come_to_reminder(time_machine, meeting, "day")

    assert reminded(participant) == reminded(member) == ["week"]
    assert unread_count(participant) == 0
    assert unread_count(member) == 1  # that they were taken off


def test_one_unread_reminder_of_a_meeting_stands_at_a_time(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    unread = Notification.objects.unread().filter(recipient=participant, entry__verb="seat.reminded")

    come_to_reminder(time_machine, meeting, "week")
    come_to_reminder(time_machine, meeting, "day")
    assert unread.count() == 1

    time_machine.move_to(meeting.ends_at)
    hold_due()
    assert unread.count() == 0


def test_what_was_left_out_is_not_told(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    set_reminders(meeting, actor=facilitator, version=0, kinds=["day"], text="Bring a pen.")

    for kind in ("week", "day", "hour"):
        come_to_reminder(time_machine, meeting, kind)

    assert reminded(participant) == ["day"]


def test_one_that_is_wanted_again_too_late_is_not_made_up_for(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    set_reminders(meeting, actor=facilitator, version=0, kinds=["hour"], text="")
    time_machine.move_to(moments(meeting)["day"] + timedelta(minutes=5))

    set_reminders(meeting, actor=facilitator, version=1, kinds=["day", "hour"], text="")
    remind_due()

    assert reminded(participant) == []


def test_what_is_due_as_somebody_changes_it_goes_out_first(meeting, participant, facilitator, time_machine):
    book_seat(meeting, actor=participant)
    time_machine.move_to(moments(meeting)["day"] + timedelta(seconds=5))

    set_reminders(meeting, actor=facilitator, version=0, kinds=["hour"], text="")

    assert reminded(participant) == ["day"]
