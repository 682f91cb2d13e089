import pytest

from meetings.models import Seat
from tests.factories import MeetingFactory, MembershipFactory, SeatFactory


@pytest.fixture
def meeting(commons, leader):
    meeting = MeetingFactory(space=commons, title="Feedback in five minutes", capacity=2)
    SeatFactory(meeting=meeting, person=leader, role=Seat.Role.HOST)
    return meeting


@pytest.fixture
def members(community):
    names = ("Ana Attendee", "Ben Booked", "Cleo Counted", "Dia Delayed", "Eli Early")
    return [MembershipFactory(community=community, person__display_name=name).person for name in names]


@pytest.fixture
def client(client, facilitator):
    client.force_login(facilitator)
    return client
