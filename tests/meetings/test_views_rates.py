"""One's own rate, and those of a community for whoever runs its meetings."""

import pytest
from django.urls import reverse

from communities.models import Space
from meetings.models import Counting, Meeting
from tests.factories import MeetingFactory, SeatFactory
from tests.meetings.lists import page_of

MOST_QUERIES = 14


def at(community, name="rates"):
    return reverse(f"meetings:{name}", args=[community.slug])


@pytest.fixture
def meeting(commons, participant, moderator):
    meeting = MeetingFactory(space=commons, title="Debriefing clinic", state="held")
    SeatFactory(meeting=meeting, person=participant, attendance="late")
    SeatFactory(meeting=meeting, person=moderator, attendance="absent")
    return meeting


def test_a_member_sees_their_own_rate_and_nobody_else_s(client, community, meeting, participant, moderator):
    client.force_login(participant)

    page = client.get(at(community)).content.decode()

    assert "<b>100 %</b>: you were there 1 of 1 times." in page
    assert "÷" in page
    assert moderator.name not in page
    assert client.get(at(community, "rates-table")).status_code == 403
    assert client.get(at(community, "counting")).status_code == 403


def test_those_who_run_meetings_see_all(client, community, meeting, facilitator, participant, moderator):
    client.force_login(facilitator)

    page = client.get(at(community)).content.decode()

    assert "50 % in all, 1 of 2" in page
    assert page.index("By meeting") < page.index(meeting.title) < page.index("By person") < page.index(moderator.name)
    assert "Nothing is counted yet." in page


def test_what_they_do_not_see_is_not_in_it(client, community, facilitator, meeting):
    private = Space.objects.create(community=community, slug="room", name="Room", access="private")
    hidden = MeetingFactory(space=private, title="Behind a door", state="held")
    SeatFactory(meeting=hidden, attendance="present", person__display_name="Gus Guest")
    client.force_login(facilitator)

    page = client.get(at(community)).content.decode()

    assert "Behind a door" not in page
    assert "Gus Guest" not in page


def test_it_asks_as_much_for_many(client, community, commons, facilitator, django_assert_max_num_queries):
    for _each in range(6):
        SeatFactory.create_batch(3, meeting=MeetingFactory(space=commons, state="held"), attendance="present")
    client.force_login(facilitator)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(at(community))


def test_the_table_has_a_line_for_each_person(client, community, meeting, facilitator, participant):
    client.force_login(facilitator)

    lines = b"".join(client.get(at(community, "rates-table"))).decode().splitlines()

    assert lines[0].endswith("Who,not marked,present,late,left early,excused,absent,There,Expected,Per cent")
    assert f"{participant.name},0,0,1,0,0,0,1,1,100" in lines


def test_what_is_set_is_said_beside_the_rates(client, community, meeting, facilitator):
    client.force_login(facilitator)
    said = {"left_early_counts": "on", "late_after": "5", "left_before": "10", "version": "0"}

    response = client.post(at(community, "counting"), said)

    assert response.url == at(community)
    assert "0 % in all, 0 of 2" in client.get(at(community)).content.decode()
    for name in ("people", "attendance"):
        page = client.get(page_of(meeting, name)).content.decode()
        assert "0 % attendance" in page
        assert "(present + left early) ÷ (present + late + left early + absent + excused)" in page


def test_two_who_set_it_at_once_are_told(client, community, facilitator):
    client.force_login(facilitator)
    Counting.objects.create(community=community, version=3)
    said = {
        "late_counts": "on",
        "left_early_counts": "on",
        "excused_leaves": "on",
        "late_after": "5",
        "left_before": "10",
        "version": "0",
    }

    response = client.post(at(community, "counting"), said)

    assert response.status_code == 409
    assert [(field.name, saved) for field, saved in response.context["form"].conflicts] == [("late_after", 10)]
    assert Counting.objects.get().late_after == 10
    assert client.post(at(community, "counting"), said | {"version": "3"}).status_code == 302
    assert Counting.objects.get().late_after == 5


def test_strangers_find_nothing(client, community, outsider):
    assert client.get(at(community)).status_code == 404
    client.force_login(outsider)

    assert client.get(at(community)).status_code == 404


def test_nothing_held_says_what_will_stand_there(client, community, facilitator):
    client.force_login(facilitator)

    assert not Meeting.objects.exists()
    assert "No meeting was held yet" in client.get(at(community)).content.decode()
