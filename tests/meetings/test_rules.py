"""Who plans and runs meetings, and who takes a seat at one."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communities.effects import let_in
from communities.models import Community, Role, Space
from communities.rules import role_in
from meetings.models import Minutes
from meetings.rules import may_answer, may_book, may_plan, may_read_minutes, may_run
from tests.factories import MeetingFactory, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(participant, facilitator, moderator, leader, outsider):
    """Everybody, from those who may least to those who may most."""
    return [AnonymousUser(), outsider, participant, facilitator, moderator, leader]


def those_who(rule, cast, *args):
    return [rule(person, *args) for person in cast]


def test_the_team_plans_where_the_community_meets(cast, community, commons):
    assert those_who(may_plan, cast, commons) == [False, False, False, True, True, True]

    community.tools = ["discussions"]
    commons.community = community
    assert not any(those_who(may_plan, cast, commons))


def test_the_team_and_its_hosts_run_a_meeting(cast, meeting, others):
    cohost, presenter, was = others
    SeatFactory(meeting=meeting, person=cohost, role="cohost")
    SeatFactory(meeting=meeting, person=presenter, role="presenter")
    SeatFactory(meeting=meeting, person=was, role="cohost", state="cancelled")

    assert those_who(may_run, cast, meeting) == [False, False, False, True, True, True]
    assert those_who(may_run, (cohost, presenter, was), meeting) == [True, False, False]
    assert may_run(cohost, meeting, role=role_in(cohost, meeting.space))
    assert not may_run(cohost, MeetingFactory(space=meeting.space))


def test_who_hosts_as_a_guest_or_from_outside_runs_nothing(community):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    meeting = MeetingFactory(space=room)
    guest, stranger = UserFactory.create_batch(2)
    let_in(guest, room, role=Role.GUEST, source="guest")
    for person in (guest, stranger):
        SeatFactory(meeting=meeting, person=person, role="cohost")

    assert those_who(may_run, (guest, stranger), meeting) == [False, False]


def test_whoever_takes_part_books_and_where_a_list_says_who_comes_nobody(cast, meeting, commons):
    assert those_who(may_book, cast, meeting) == [False, False, True, True, True, True]
    assert not any(those_who(may_book, cast, MeetingFactory(space=commons, admission="roster")))


def test_where_all_is_over_nobody_runs_or_books(cast, meeting):
    Community.objects.update(phase="concluded")
    meeting.space.community.refresh_from_db()

    for rule in (may_run, may_book):
        assert not any(those_who(rule, cast, meeting))


def test_whoever_has_a_seat_answers_for_it_and_nobody_else(cast, meeting, outsider):
    seat = SeatFactory(meeting=meeting, person=outsider)

    assert those_who(may_answer, cast, seat) == [False, True, False, False, False, False]
    assert not any(those_who(may_answer, cast, SeatFactory(meeting=meeting, is_guest=True, role="presenter")))


def test_minutes_are_read_once_they_are_published_and_before_by_those_who_run_it(meeting, facilitator):
    draft = Minutes(meeting=meeting, written_by=facilitator)
    published = Minutes(meeting=meeting, written_by=facilitator, published_at=meeting.ends_at)

    shown = [
        may_read_minutes(facilitator, each, runs=runs) for each in (None, draft, published) for runs in (False, True)
    ]
    assert shown == [False, False, False, True, True, True]
