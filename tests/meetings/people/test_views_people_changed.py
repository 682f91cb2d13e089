"""Who comes, as those who run a meeting change it."""

import pytest
from django.urls import reverse

from meetings.models import Seat
from tests.factories import MeetingFactory, MembershipFactory, SeatFactory
from tests.facts import told
from tests.meetings.lists import address, page_of, said, standing

State, Role = Seat.State, Seat.Role


@pytest.mark.parametrize(
    ("called", "role"),
    [("@{handle}", Role.ATTENDEE), ("{handle}", Role.PRESENTER), (" ANA attendee ", Role.COHOST)],
)
def test_somebody_is_put_on_the_list_and_told_once(client, meeting, members, called, role):
    ana = members[0]
    wish = {"person": called.format(handle=ana.handle), "role": role}

    for _click in range(2):
        response = client.post(page_of(meeting, "people-add"), wish)
        assert response.status_code == 302

    assert standing(ana, meeting) == (State.BOOKED, role)
    assert told(ana) == ["seat.given"]
    assert set(said(response)) == {f"Ana Attendee is on the list as {Role(role).label}."}


def test_whoever_finds_no_free_seat_waits_behind_the_others(client, meeting, members):
    SeatFactory.create_batch(2, meeting=meeting)

    response = client.post(page_of(meeting, "people-add"), {"person": "Ana Attendee", "role": "attendee"}, follow=True)

    assert standing(members[0], meeting) == (State.WAITING, Role.ATTENDEE)
    assert "No seat is free, so Ana Attendee waits for one." in response.content.decode()


@pytest.mark.parametrize(
    ("called", "why"),
    [
        ("Nobody Here", "is called that"),
        ("Olu Outsider", "is called that"),
        ("Twin Twin", "Several people are called that: @"),
        ("", "This field is required"),
    ],
)
def test_who_cannot_be_meant_is_said(client, community, meeting, outsider, called, why):
    for _twin in range(2):
        MembershipFactory(community=community, person__display_name="Twin Twin")
    before = meeting.seats.count()

    response = client.post(page_of(meeting, "people-add"), {"person": called, "role": "attendee"})

    assert response.status_code == 422
    assert why in response.content.decode()
    assert meeting.seats.count() == before


def test_a_member_who_does_not_read_the_space_is_not_put_on_the_list(client, team_room, members):
    meeting = MeetingFactory(space=team_room)

    response = client.post(page_of(meeting, "people-add"), {"person": "Ana Attendee", "role": "attendee"})

    assert response.status_code == 422
    assert not meeting.seats.exists()


def test_several_are_put_on_the_list_at_once(client, meeting, members):
    lines = f"@{members[0].handle}\n\nBen Booked\r\nCleo Counted\nana attendee"

    response = client.post(page_of(meeting, "people-add-several"), {"people": lines, "role": "attendee"})

    assert [standing(person, meeting) for person in members[:4]] == [
        (State.BOOKED, Role.ATTENDEE),
        (State.BOOKED, Role.ATTENDEE),
        (State.WAITING, Role.ATTENDEE),
        None,
    ]
    assert said(response) == ["3 people are on the list. 1 waits for a seat."]


def test_each_line_that_cannot_be_taken_is_named_and_nobody_is_added(client, meeting, members):
    lines = "Ana Attendee\nNobody Here\nBen Booked\n@no-such-handle"

    response = client.post(page_of(meeting, "people-add-several"), {"people": lines, "role": "attendee"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "“Nobody Here”" in page
    assert "“@no-such-handle”" in page
    assert "“Ana Attendee”" not in page
    assert meeting.seats.count() == 1


def test_no_more_than_so_many_at_once(client, meeting):
    lines = "\n".join(f"Person {number}" for number in range(51))

    response = client.post(page_of(meeting, "people-add-several"), {"people": lines, "role": "attendee"})

    assert response.status_code == 422
    assert "At most 50 people at a time." in response.content.decode()


def test_the_host_among_several_stops_all_of_them(client, meeting, members):
    lines = "Ana Attendee\nLea Leader"

    response = client.post(page_of(meeting, "people-add-several"), {"people": lines, "role": "presenter"})

    assert "Name another host first" in response.content.decode()
    assert standing(members[0], meeting) is None


def test_a_new_host_makes_the_one_before_a_cohost(client, meeting, members, leader):
    seat = SeatFactory(meeting=meeting, person=members[0])

    for _click in range(2):
        client.post(address(seat, "role"), {"role": "host"})

    assert standing(members[0], meeting) == (State.BOOKED, Role.HOST)
    assert standing(leader, meeting) == (State.BOOKED, Role.COHOST)
    meeting.refresh_from_db()
    assert meeting.taken == 0


@pytest.mark.parametrize("role", [Role.COHOST, Role.PRESENTER, Role.ATTENDEE])
def test_the_host_stays_until_another_is_named(client, meeting, leader, role):
    seat = meeting.seats.get(person=leader)

    response = client.post(address(seat, "role"), {"role": role})

    assert said(response) == ["Name another host first: a meeting always has one."]
    assert standing(leader, meeting) == (State.BOOKED, Role.HOST)


def test_the_seat_of_somebody_who_presents_now_goes_to_the_next(client, meeting, members):
    ana, ben, _cleo, dia, _eli = members
    seat = SeatFactory(meeting=meeting, person=ana)
    SeatFactory(meeting=meeting, person=ben)
    SeatFactory(meeting=meeting, person=dia, state=State.WAITING)

    client.post(address(seat, "role"), {"role": "presenter"})

    assert standing(ana, meeting) == (State.BOOKED, Role.PRESENTER)
    assert standing(dia, meeting) == (State.BOOKED, Role.ATTENDEE)


def test_a_role_that_is_saved_unchanged_changes_nothing(client, meeting, members):
    seat = SeatFactory(meeting=meeting, person=members[0], state=State.OFFERED)

    client.post(address(seat, "role"), {"role": "attendee"})

    assert standing(members[0], meeting) == (State.OFFERED, Role.ATTENDEE)
    assert told(members[0]) == []


def test_somebody_who_has_apologised_meanwhile_is_not_put_back_by_a_role(client, meeting, members):
    seat = SeatFactory(meeting=meeting, person=members[0], state=State.CANCELLED, apology="Ill.")

    response = client.post(address(seat, "role"), {"role": "presenter"})

    assert said(response) == ["Ana Attendee is not on the list any more."]
    assert standing(members[0], meeting) == (State.CANCELLED, Role.ATTENDEE)


@pytest.mark.parametrize("role", ["", "king", "seat"])
def test_there_are_no_other_roles(client, meeting, members, role):
    seat = SeatFactory(meeting=meeting, person=members[0])

    response = client.post(address(seat, "role"), {"role": role})

    assert said(response) == ["Choose one of the roles."]
    assert standing(members[0], meeting) == (State.BOOKED, Role.ATTENDEE)


def test_a_cohost_who_steps_down_is_led_to_the_meeting(client, meeting, participant):
    seat = SeatFactory(meeting=meeting, person=participant, role=Role.COHOST)
    client.force_login(participant)

    response = client.post(address(seat, "role"), {"role": "attendee"})

    assert response.url == meeting.get_absolute_url()
    assert standing(participant, meeting) == (State.BOOKED, Role.ATTENDEE)


def test_taking_somebody_off_asks_first_and_gives_the_seat_to_the_next(client, meeting, members):
    ana, ben, _cleo, dia, _eli = members
    seat = SeatFactory(meeting=meeting, person=ana)
    SeatFactory(meeting=meeting, person=ben)
    SeatFactory(meeting=meeting, person=dia, state=State.WAITING)

    asked = client.get(address(seat, "take-off"))
    assert "Take Ana Attendee off the list?" in asked.content.decode()
    assert standing(ana, meeting) == (State.BOOKED, Role.ATTENDEE)
    for _click in range(2):
        response = client.post(address(seat, "take-off"))
        assert response.status_code == 302

    assert standing(ana, meeting) == (State.CANCELLED, Role.ATTENDEE)
    assert standing(dia, meeting) == (State.BOOKED, Role.ATTENDEE)
    assert told(ana) == ["seat.taken_back"]
    assert client.get(address(seat, "take-off")).status_code == 302


def test_the_host_is_not_taken_off(client, meeting, leader):
    seat = meeting.seats.get(person=leader)

    response = client.post(address(seat, "take-off"))

    assert said(response) == ["Name another host first: a meeting always has one."]
    assert standing(leader, meeting) == (State.BOOKED, Role.HOST)


def test_a_seat_at_another_meeting_is_none_of_this_one(client, meeting, commons, members):
    other = SeatFactory(meeting=MeetingFactory(space=commons), person=members[0])

    for name in ("role", "take-off"):
        place = reverse(f"meetings:{name}", args=[meeting.pk, other.pk])
        assert client.post(place, {"role": "presenter"}).status_code == 404
    assert standing(members[0], other.meeting) == (State.BOOKED, Role.ATTENDEE)
