"""Who comes, as those who run a meeting say it."""

import pytest

from core.permissions import Refused
from meetings import actions
from meetings.errors import MeetingOver, NotASeat
from meetings.models import Seat
from tests.factories import SeatFactory
from tests.facts import told
from tests.meetings.lists import standing
from tests.meetings.seats import end, taken

State, Role = Seat.State, Seat.Role


def test_whoever_is_offered_a_seat_has_it_when_put_on_the_list(meeting, facilitator, others):
    offered, waiting, _other = others
    SeatFactory(meeting=meeting, person=offered, state=State.OFFERED)
    SeatFactory(meeting=meeting, person=waiting, state=State.WAITING)

    actions.put_on_list(meeting, actor=facilitator, person=offered)

    assert standing(offered, meeting) == (State.BOOKED, Role.ATTENDEE)
    assert standing(waiting, meeting) == (State.WAITING, Role.ATTENDEE)
    assert taken(meeting) == 1


def test_an_old_apology_is_forgotten_with_a_new_seat(meeting, facilitator, others):
    seat = SeatFactory(meeting=meeting, person=others[0], state=State.CANCELLED, apology="On call.")
    before = seat.changed_at

    actions.put_on_list(meeting, actor=facilitator, person=others[0])

    seat.refresh_from_db()
    assert (seat.state, seat.apology, seat.source) == (State.BOOKED, "", Seat.Source.TEAM)
    assert seat.changed_at > before


@pytest.mark.parametrize("role", [Role.COHOST, Role.PRESENTER, Role.ATTENDEE])
def test_the_host_stays_until_another_is_named(meeting, facilitator, others, role):
    with pytest.raises(NotASeat, match="another host"):
        actions.put_on_list(meeting, actor=facilitator, person=facilitator, role=role)

    actions.name_host(meeting, actor=facilitator, person=others[0], role=Role.HOST)

    assert standing(facilitator, meeting) == (State.BOOKED, Role.COHOST)
    assert standing(others[0], meeting) == (State.BOOKED, Role.HOST)
    assert taken(meeting) == 0


def test_several_are_put_on_the_list_or_nobody(meeting, facilitator, others, outsider):
    with pytest.raises(NotASeat, match="Olu Outsider"):
        actions.put_several_on_list(meeting, actor=facilitator, people=[*others, outsider])
    assert [standing(person, meeting) for person in others] == [None] * 3

    for _click in range(2):
        actions.put_several_on_list(meeting, actor=facilitator, people=others)

    states = [standing(person, meeting)[0] for person in others]
    assert states == [State.BOOKED, State.WAITING, State.WAITING]
    assert [told(person) for person in others] == [["seat.given"], ["seat.waiting"], ["seat.waiting"]]


def test_a_role_is_given_to_whoever_is_on_the_list(meeting, facilitator, others):
    seat = SeatFactory(meeting=meeting, person=others[0])
    SeatFactory(meeting=meeting, person=others[1], state=State.WAITING)

    for _click in range(2):
        actions.give_role(seat, actor=facilitator, role=Role.COHOST)

    assert standing(others[0], meeting) == (State.BOOKED, Role.COHOST)
    assert standing(others[1], meeting) == (State.BOOKED, Role.ATTENDEE)
    assert told(others[0]) == ["seat.given"]
    with pytest.raises(NotASeat):
        actions.give_role(SeatFactory(meeting=meeting, state=State.DECLINED), actor=facilitator, role=Role.PRESENTER)


def test_a_host_who_has_gone_is_off_the_list_already(meeting, facilitator, leader):
    seat = meeting.seats.get(person=facilitator)
    Seat.objects.filter(pk=seat.pk).update(state=State.CANCELLED)

    assert actions.take_off_list(seat, actor=leader) is False


def test_it_is_for_those_who_run_it_until_it_is_over(meeting, facilitator, participant, others):
    with pytest.raises(Refused):
        actions.put_several_on_list(meeting, actor=participant, people=others)
    seat = SeatFactory(meeting=meeting, person=others[0])
    with pytest.raises(Refused):
        actions.give_role(seat, actor=participant, role=Role.COHOST)

    end(meeting)

    with pytest.raises(MeetingOver):
        actions.give_role(seat, actor=facilitator, role=Role.PRESENTER)
    with pytest.raises(MeetingOver):
        actions.put_several_on_list(meeting, actor=facilitator, people=others)
