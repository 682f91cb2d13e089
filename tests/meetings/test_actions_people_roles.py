"""Who is told that they are on the list or off it, what that does to the queue, and who hosts."""

import pytest

from communities.actions import leave_community
from communities.effects import let_in
from communities.errors import CommunityOver
from communities.models import Community, Role, Space
from meetings.actions import book_seat, name_host, put_on_list, take_off_list, watch
from meetings.errors import NotASeat
from meetings.models import Seat, Watch
from meetings.rules import may_run
from tests.factories import MeetingFactory, SeatFactory
from tests.facts import told, verbs
from tests.meetings.seats import run_out, state, taken

pytestmark = pytest.mark.django_db


def test_whoever_is_put_on_the_list_is_told_once(meeting, facilitator, participant):
    watch(meeting, actor=participant)

    for _click in range(2):
        seat = put_on_list(meeting, actor=facilitator, person=participant)

    assert (seat.state, seat.source, taken(meeting)) == ("booked", "team", 1)
    assert told(participant) == ["seat.given"]
    assert told(facilitator) == []
    assert verbs() == ["seat.given"]
    assert not Watch.objects.exists()


def test_the_team_does_not_jump_the_queue_either(meeting, facilitator, participant, others):
    for person in others[:2]:
        book_seat(meeting, actor=person)

    for _click in range(2):
        put_on_list(meeting, actor=facilitator, person=participant)

    assert state(meeting, participant) == "waiting"
    assert told(participant) == ["seat.waiting"]
    take_off_list(Seat.objects.get(person=others[0]), actor=facilitator)
    assert [state(meeting, person) for person in (others[1], participant)] == ["booked", "waiting"]


def test_an_offer_that_has_lapsed_is_not_the_team_s_to_give(meeting, facilitator, others):
    late, waits, _other = others
    SeatFactory(meeting=meeting, person=late, state="offered")
    SeatFactory(meeting=meeting, person=waits, state="waiting")
    run_out(meeting)

    put_on_list(meeting, actor=facilitator, person=late)

    assert (state(meeting, late), state(meeting, waits), taken(meeting)) == ("waiting", "booked", 1)


def test_whoever_is_taken_off_is_told_once_and_the_next_has_the_seat(meeting, facilitator, participant, others):
    for person in (participant, *others[:2]):
        book_seat(meeting, actor=person)

    seat = Seat.objects.get(person=participant)
    assert [take_off_list(seat, actor=facilitator) for _click in range(2)] == [True, False]

    assert [state(meeting, person) for person in (participant, *others[:2])] == ["cancelled", "booked", "waiting"]
    assert (told(participant), told(others[0]), told(others[1])) == (["seat.taken_back"], ["seat.booked"], [])
    assert taken(meeting) == 1


def test_who_becomes_a_host_leaves_their_seat_to_the_next(meeting, facilitator, participant, others):
    for person in (participant, others[0]):
        book_seat(meeting, actor=person)

    for _click in range(2):
        seat = name_host(meeting, actor=facilitator, person=participant)

    assert (seat.role, seat.state) == ("cohost", "booked")
    assert state(meeting, others[0]) == "booked"
    assert told(participant) == ["seat.given"]
    assert taken(meeting) == 1
    assert may_run(participant, meeting)


def test_who_hosts_no_more_and_comes_as_anybody_does_waits_where_all_seats_are_taken(meeting, facilitator, others):
    cohost, has, _other = others
    SeatFactory(meeting=meeting, person=cohost, role="cohost")
    book_seat(meeting, actor=has)

    seat = put_on_list(meeting, actor=facilitator, person=cohost)

    assert (seat.role, seat.state, taken(meeting)) == ("attendee", "waiting", 1)
    assert not may_run(cohost, meeting)


@pytest.mark.parametrize("name", [put_on_list, name_host])
def test_there_is_one_host(meeting, facilitator, participant, name):
    for _click in range(2):
        name(meeting, actor=facilitator, person=participant, role="host")

    hosts = dict(meeting.seats.hosting().values_list("person", "role"))
    assert hosts == {participant.pk: "host", facilitator.pk: "cohost"}
    assert may_run(participant, meeting)


def test_a_host_is_not_made_one_host_fewer(meeting, facilitator, moderator):
    with pytest.raises(NotASeat, match="another host"):
        name_host(meeting, actor=moderator, person=facilitator, role="cohost")
    with pytest.raises(NotASeat, match="another host"):
        take_off_list(meeting.seats.get(person=facilitator), actor=moderator)

    assert meeting.seats.get(person=facilitator).role == "host"


def test_where_the_host_has_gone_another_one_is_named(meeting, community, facilitator, moderator):
    leave_community(community, actor=facilitator)

    name_host(meeting, actor=moderator, person=moderator, role="host")

    assert meeting.seats.get(role="host").person == moderator
    assert (state(meeting, facilitator), taken(meeting)) == ("cancelled", 0)


def test_only_who_reads_the_space_comes(community, meeting, facilitator, outsider, leader):
    with pytest.raises(NotASeat, match="Olu Outsider"):
        name_host(meeting, actor=facilitator, person=outsider, role="host")
    assert meeting.seats.get(person=facilitator).role == "host"

    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    let_in(leader, room, role=Role.LEADER, source="guest")
    let_in(outsider, room, role=Role.GUEST, source="guest")
    assert put_on_list(MeetingFactory(space=room), actor=leader, person=outsider).is_booked


def test_where_all_is_over_nobody_is_put_on_a_list(meeting, facilitator, participant):
    Community.objects.update(phase="concluded")

    with pytest.raises(CommunityOver):
        put_on_list(meeting, actor=facilitator, person=participant)
    with pytest.raises(CommunityOver):
        take_off_list(meeting.seats.get(person=facilitator), actor=facilitator)
