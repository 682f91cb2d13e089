from datetime import UTC, datetime

import pytest

from meetings.actions import ask_guests
from meetings.models import Seat
from tests.factories import MeetingFactory, MembershipFactory, SeatFactory
from tests.meetings.guests import GIL


@pytest.fixture
def meeting(commons, facilitator):
    """In a week, hosted by the facilitator, with one seat."""
    meeting = MeetingFactory(space=commons, capacity=1, planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    return meeting


@pytest.fixture
def others(community):
    return [MembershipFactory(community=community).person for _each in range(3)]


@pytest.fixture
def guest(meeting, facilitator):
    """Gil, from outside, who was asked and has not answered."""
    (seat,) = ask_guests(meeting, actor=facilitator, guests=[GIL])
    return seat


@pytest.fixture
def meeting_in_march(commons, facilitator, time_machine):
    """In two weeks, at ten by London's clocks."""
    time_machine.move_to(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), tick=False)
    meeting = MeetingFactory(space=commons, starts_at=datetime(2026, 3, 16, 10, 0, tzinfo=UTC), planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    return meeting
