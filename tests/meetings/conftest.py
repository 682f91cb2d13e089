import pytest

from meetings.models import Seat
from tests.factories import MeetingFactory, MembershipFactory, SeatFactory


@pytest.fixture
def meeting(commons, facilitator):
    """In a week, hosted by the facilitator, with one seat."""
    meeting = MeetingFactory(space=commons, capacity=1, planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    return meeting


@pytest.fixture
def others(community):
    return [MembershipFactory(community=community).person for _each in range(3)]
