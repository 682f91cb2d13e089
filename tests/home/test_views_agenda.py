from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from tests.factories import CommunityFactory, MeetingFactory, MembershipFactory, SeatFactory

pytestmark = pytest.mark.django_db

URL = reverse("home:agenda")
WEDNESDAY = datetime(2026, 3, 25, 12, tzinfo=ZoneInfo("UTC"))


@pytest.fixture(autouse=True)
def _a_wednesday(time_machine):
    time_machine.move_to(WEDNESDAY)


def shown(client, person, query=""):
    client.force_login(person)
    weeks = client.get(f"{URL}{query}").context["weeks"]
    return [(week.place, [meeting.title for meeting in week.meetings]) for week in weeks]


def test_meetings_stand_by_week_wherever_somebody_belongs(client, commons, participant):
    other = MembershipFactory(person=participant).community
    MeetingFactory(space=commons, title="On Sunday", starts_at=WEDNESDAY + timedelta(days=4))
    MeetingFactory(space=other.spaces.get(slug="members"), title="On Monday", starts_at=WEDNESDAY + timedelta(days=5))
    MeetingFactory(space=commons, title="In May", starts_at=WEDNESDAY + timedelta(days=45))
    MeetingFactory(space=commons, title="Over", starts_at=WEDNESDAY - timedelta(days=1))
    MeetingFactory(space=CommunityFactory(visibility="public").spaces.get(slug="commons"), title="Of others")

    assert shown(client, participant) == [(0, ["On Sunday"]), (1, ["On Monday"]), (6, ["In May"])]


def test_a_week_begins_by_the_clock_of_whoever_reads(client, commons, participant):
    MeetingFactory(space=commons, title="Late", starts_at=datetime(2026, 3, 29, 23, 30, tzinfo=ZoneInfo("UTC")))

    participant.time_zone = "UTC"
    participant.save()
    assert shown(client, participant) == [(0, ["Late"])]

    participant.time_zone = "Asia/Tokyo"
    participant.save()
    assert shown(client, participant) == [(1, ["Late"])]


def test_ones_own_are_those_with_a_seat_a_place_in_the_queue_or_a_maybe(client, commons, participant, moderator):
    for title, state in [("Mine", "booked"), ("Queue", "waiting"), ("Maybe", "maybe"), ("Not", "declined")]:
        SeatFactory(meeting=MeetingFactory(space=commons, title=title), person=participant, state=state)
    SeatFactory(meeting=MeetingFactory(space=commons, title="Others"), person=moderator)

    [(_place, titles)] = shown(client, participant, "?which=mine")

    assert sorted(titles) == ["Maybe", "Mine", "Queue"]


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_asks_little_however_much_is_planned(
    client, commons, participant, django_assert_max_num_queries, number
):
    for _each in range(number):
        MeetingFactory(space=commons)
    client.force_login(participant)

    with django_assert_max_num_queries(6):
        page = client.get(URL)

    assert page.content.decode().count('class="date__day"') == number


def test_nothing_planned_offers_a_first_step(client, participant):
    client.force_login(participant)

    assert "Find a community" in client.get(URL).content.decode()
    assert "Show all" in client.get(f"{URL}?which=mine").content.decode()


def test_a_visitor_signs_in_first(client):
    assert client.get(URL).status_code == 302
