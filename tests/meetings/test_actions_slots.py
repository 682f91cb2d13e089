"""Slots that people book for themselves: at one time they have one."""

from datetime import timedelta

import pytest

from core.permissions import Refused
from core.waitlist import NoRoom
from meetings.actions import book_seat, book_slot, call_off, give_seat_back
from meetings.errors import MeetingOver, SeatClash
from meetings.models import Meeting, Seat
from tests.factories import MeetingFactory, SeatFactory
from tests.facts import told
from tests.meetings.seats import begin, state, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(meeting, commons):
    """Half an hour later, while the first is still on."""
    return MeetingFactory(space=commons, starts_at=meeting.starts_at + timedelta(minutes=30))


def held(person):
    return list(Seat.objects.filter(person=person, exclusive=True).values_list("meeting", flat=True))


def test_a_slot_is_a_seat_that_keeps_its_time_and_twice_is_harmless(meeting, participant):
    seats = [book_slot(meeting, actor=participant) for _click in range(2)]

    assert seats[0] == seats[1]
    assert taken(meeting) == 1
    seat = Seat.objects.get(person=participant)
    assert (seat.during.lower, seat.during.upper) == (meeting.starts_at, meeting.ends_at)


def test_nobody_books_a_slot_over_one_of_their_own(meeting, other, participant, moderator):
    book_slot(meeting, actor=participant)

    with pytest.raises(SeatClash):
        book_slot(other, actor=participant)

    assert state(other, participant) is None
    assert taken(other) == 0
    assert book_slot(other, actor=moderator).is_booked


def test_one_after_the_other_is_no_clash_nor_is_a_seat_that_is_no_slot(meeting, other, commons, participant):
    book_slot(meeting, actor=participant)

    book_slot(MeetingFactory(space=commons, starts_at=meeting.ends_at), actor=participant)
    seat = book_seat(other, actor=participant)

    assert (seat.state, seat.exclusive) == ("booked", False)
    with pytest.raises(SeatClash):  # nor does it become one by the way
        book_slot(other, actor=participant)


@pytest.mark.parametrize("end_it", [give_seat_back, call_off])
def test_whoever_gave_a_slot_back_books_another_one(meeting, other, participant, facilitator, end_it):
    book_slot(meeting, actor=participant)
    end_it(meeting, actor=participant if end_it is give_seat_back else facilitator)

    book_slot(other, actor=participant)

    assert held(participant) == [other.pk]
    if end_it is give_seat_back:
        assert not book_seat(meeting, actor=participant).exclusive  # as a seat among others, which warns them alone
        assert held(participant) == [other.pk]


def test_nobody_waits_for_a_slot(meeting, participant, moderator):
    SeatFactory(meeting=meeting, person=moderator)

    with pytest.raises(NoRoom, match="taken"):
        book_slot(meeting, actor=participant)

    assert state(meeting, participant) is None
    assert told(participant) == []


def test_who_may_book_books_slots_while_it_is_ahead(meeting, participant, outsider):
    with pytest.raises(Refused):
        book_slot(meeting, actor=outsider)
    begin(meeting)
    with pytest.raises(MeetingOver):
        book_slot(Meeting.objects.get(pk=meeting.pk), actor=participant)
