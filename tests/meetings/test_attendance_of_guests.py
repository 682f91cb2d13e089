"""People from outside are marked, found in lists, finished and counted as everybody; the code alone is not theirs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from core.permissions import Refused
from meetings import actions
from meetings.effects.guests import forget
from meetings.errors import NotASeat, ReasonMissing
from meetings.models import AttendanceChange, Meeting, Seat
from meetings.queries.attendance import rows_of
from meetings.queries.counting import rate_of
from tests.factories import MeetingFactory, MembershipFactory, SeatFactory
from tests.facts import told
from tests.meetings.lists import address, page_of
from tests.meetings.seats import begin, end, taken

GIL = "gil@elsewhere.example"
STATES = ("invited", "maybe", "waiting", "declined", "cancelled", "lapsed")


@pytest.fixture
def meeting(commons, facilitator):
    """Five minutes old, with five seats."""
    meeting = MeetingFactory(space=commons, capacity=5, planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    begin(meeting)
    return meeting


@pytest.fixture
def host(client, facilitator):
    client.force_login(facilitator)
    return client


def guest_at(meeting, **facts):
    return SeatFactory(meeting=meeting, is_guest=True, email="Gil@elsewhere.example", **facts)


def mark_of(seat):
    return Seat.objects.values_list("state", "attendance").get(pk=seat.pk)


def walk_in(client, meeting, comer, **more):
    return client.post(page_of(meeting, "attendance-walk-in"), {"comer": comer, **more})


def test_a_guest_is_marked_by_a_tap_and_put_right_with_a_reason(host, meeting, facilitator):
    seat = guest_at(meeting)
    assert "Gil Guest" in host.get(page_of(meeting, "attendance")).text

    host.post(address(seat, "attendance-mark"), {"to": "late"})
    actions.finish_meeting(meeting, actor=facilitator, default="absent")
    host.post(address(seat, "attendance-mark"), {"to": "present", "reason": "The bus was late."})

    assert mark_of(seat) == ("booked", "present")
    history = host.get(page_of(meeting, "attendance-history")).text
    assert "Gil Guest" in history
    assert "The bus was late." in history


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("called", ["GIL@elsewhere.example", " gil guest "])
def test_a_guest_who_was_asked_and_came_gets_a_free_seat(host, meeting, state, called):
    seat = guest_at(meeting, state=state)
    SeatFactory(meeting=meeting, state="waiting")

    for _click in range(2):
        assert walk_in(host, meeting, called).status_code == 302

    assert mark_of(seat) == ("booked", "present")
    assert taken(meeting) == 1
    assert AttendanceChange.objects.filter(seat=seat).count() == 1


def test_those_without_a_seat_stand_there_with_a_button(host, meeting, participant):
    guest_at(meeting, state="invited")
    SeatFactory(meeting=meeting, person=participant, state="maybe")
    guest = SeatFactory(meeting=meeting, is_guest=True, name="Nel No", state="declined")

    page = host.get(page_of(meeting, "attendance")).text

    assert 'value="Gil@elsewhere.example"' in page
    assert f'value="@{participant.handle}"' in page
    assert guest.email not in page
    walk_in(host, meeting, f"@{participant.handle}")
    assert meeting.seats.get(person=participant).attendance == "present"
    assert told(participant) == []


def test_once_it_is_finished_a_guest_who_came_needs_a_few_words(meeting, facilitator):
    seat = guest_at(meeting, state="invited")
    actions.finish_meeting(meeting, actor=facilitator, default="absent")

    with pytest.raises(ReasonMissing):
        actions.add_walk_in(meeting, actor=facilitator, comer=seat)
    actions.add_walk_in(meeting, actor=facilitator, comer=seat, reason="Sat at the back.")

    assert mark_of(seat) == ("booked", "present")


def test_nobody_is_mistaken_for_another_of_that_name(host, meeting, community):
    MembershipFactory(community=community, person__display_name="Gil Guest")
    seat = guest_at(meeting, state="invited")

    response = walk_in(host, meeting, "Gil Guest")

    assert response.status_code == 422
    assert "Several people are called that." in response.text
    assert mark_of(seat) == ("invited", "unmarked")


def test_who_runs_it_alone_lets_guests_in_and_nobody_who_is_forgotten(meeting, facilitator, participant):
    seat = guest_at(meeting, state="invited")
    other = guest_at(MeetingFactory(space=meeting.space), state="invited")
    SeatFactory(meeting=meeting, person=participant)

    with pytest.raises(Refused):
        actions.add_walk_in(meeting, actor=participant, comer=seat)
    forget(Seat.objects.filter(pk=seat.pk))
    for wrong in (seat, other):
        with pytest.raises(NotASeat):
            actions.add_walk_in(meeting, actor=facilitator, comer=wrong)


@pytest.mark.parametrize("line", [f"Somebody,{GIL}", "Guest; Gil,"])
def test_a_list_finds_guests_by_address_and_by_name(host, meeting, line):
    seat = guest_at(meeting)
    end(meeting)
    head = "Name (Original Name),User Email,Duration (Minutes)\n"
    file = SimpleUploadedFile("participants.csv", f'{head}"{line.split(",")[0]}",{line.split(",")[1]},60\n'.encode())

    review = host.post(page_of(meeting, "participants"), {"file": file, "time_zone": "UTC"})
    form = review.context["form"]
    said = {name: form[name].value() for name in form.fields}
    host.post(page_of(meeting, "participants-confirm"), said | {"packed": form["packed"].value()})

    assert mark_of(seat) == ("booked", "present")


def test_finishing_says_it_of_guests_too_and_rates_count_them(meeting, facilitator):
    here, away = guest_at(meeting, attendance="present"), SeatFactory(meeting=meeting, is_guest=True, name="Nel Nil")
    asked = SeatFactory(meeting=meeting, is_guest=True, state="invited")

    actions.finish_meeting(meeting, actor=facilitator, default="absent")

    assert [mark_of(seat)[1] for seat in (here, away, asked)] == ["present", "absent", "unmarked"]
    rate = rate_of(Meeting.objects.get(pk=meeting.pk))
    assert (rate.there, rate.expected) == (1, 2)
    assert ("Gil Guest", "attendee", "present") in list(rows_of(meeting))


def test_where_people_check_in_guests_read_that_the_host_marks_them(host, client, meeting):
    seat = guest_at(meeting)
    assert "they mark you" in host.get(page_of(meeting, "check-in-screen")).text
    client.logout()

    assert "Whoever hosts it marks that you are there." in client.get(seat.guest_url).text
    Seat.objects.filter(pk=seat.pk).update(attendance="late")
    assert "You are marked as late." in client.get(seat.guest_url).text
    assert User.objects.filter(email__iexact=GIL).count() == 0


def test_where_nobody_is_from_outside_the_screen_says_nothing_of_them(host, meeting):
    assert "they mark you" not in host.get(page_of(meeting, "check-in-screen")).text
