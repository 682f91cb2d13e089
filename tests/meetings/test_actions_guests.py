"""People from outside: asked, and answering by their link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity.models import Entry
from core.permissions import Refused
from meetings import effects
from meetings.actions import (
    ask_guests,
    come_as_guest,
    decline_as_guest,
    give_seat_back,
    say_maybe_as_guest,
)
from meetings.actions.guests import Guest
from meetings.errors import MeetingOver, TooManyGuests
from meetings.models import Meeting, Seat
from notifications.models import OutboxMessage
from tests.factories import SeatFactory
from tests.meetings.guests import GIL, again, letters, visitor
from tests.meetings.seats import begin, run_out, state, taken

pytestmark = pytest.mark.django_db


def test_who_is_asked_gets_a_letter_with_a_link_and_no_seat(meeting, guest):
    (letter,) = letters()

    assert (guest.state, taken(meeting)) == ("invited", 0)
    assert letter.subject == f"Fay Facilitator asks you to a meeting: {meeting.title}"
    assert f"/meetings/guest/{guest.token}/" in letter.body
    assert f"/meetings/{meeting.pk}/" not in letter.body
    assert "Never mail me from Copse again" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not Entry.objects.exclude(data={}).exists()


def test_nobody_is_asked_twice(meeting, guest, facilitator):
    other = Guest("gil@ELSEWHERE.example", "G.")
    again_today = ask_guests(meeting, actor=facilitator, guests=[other, other])
    decline_as_guest(guest.token, actor=visitor())
    after_a_no = ask_guests(meeting, actor=facilitator, guests=[other])

    assert again_today == after_a_no == []
    assert meeting.seats.filter(person=None).count() == 1
    assert len(letters()) == 1


def test_who_said_no_may_be_asked_once_more_another_day_with_another_link(meeting, guest, facilitator):
    decline_as_guest(guest.token, actor=visitor(), reason="On call.")
    Seat.objects.filter(pk=guest.pk).update(changed_at=timezone.now() - timedelta(days=2))

    (fresh,) = ask_guests(meeting, actor=facilitator, guests=[GIL])

    assert (fresh.pk, fresh.state, fresh.apology) == (guest.pk, "invited", "")
    assert fresh.token != guest.token
    assert not Seat.objects.by_link(guest.token).exists()


def test_who_runs_it_asks(meeting, participant):
    with pytest.raises(Refused):
        ask_guests(meeting, actor=participant, guests=[GIL])


def test_so_many_are_asked_to_one_meeting(meeting, facilitator, monkeypatch):
    monkeypatch.setattr(Seat, "MOST_GUESTS", 2)

    with pytest.raises(TooManyGuests):
        ask_guests(meeting, actor=facilitator, guests=[Guest(f"g{n}@elsewhere.example") for n in range(3)])

    assert not meeting.seats.filter(person=None).exists()
    assert not OutboxMessage.objects.exists()


def test_where_a_list_says_who_comes_nobody_is_asked(meeting, facilitator):
    Meeting.objects.filter(pk=meeting.pk).update(admission="roster", capacity=None)
    meeting.refresh_from_db()

    with pytest.raises(Refused):
        ask_guests(meeting, actor=facilitator, guests=[GIL])


def test_a_yes_takes_the_seat_and_twice_is_harmless(meeting, guest):
    seats = [come_as_guest(guest.token, actor=visitor()) for _click in range(2)]

    assert [seat.state for seat in seats] == ["booked"] * 2
    assert taken(meeting) == 1


def test_a_yes_waits_where_no_seat_is_free_and_a_letter_says_when_one_is(meeting, guest, participant):
    SeatFactory(meeting=meeting, person=participant)
    letters()

    assert come_as_guest(guest.token, actor=visitor()).state == "waiting"
    give_seat_back(meeting, actor=participant)

    assert again(guest).state == "booked"
    assert "it is yours" in letters()[0].body


def test_an_offer_is_taken_up_or_lapses_with_a_letter(meeting, guest, participant, facilitator):
    Meeting.objects.filter(pk=meeting.pk).update(offer_hours=24)
    meeting.refresh_from_db()
    SeatFactory(meeting=meeting, person=participant)
    come_as_guest(guest.token, actor=visitor())
    give_seat_back(meeting, actor=participant)
    (_asked, offer) = letters()

    assert (again(guest).state, taken(meeting)) == ("offered", 1)
    assert offer.subject.startswith("A seat is offered to you")
    run_out(meeting)
    effects.lapse_due()
    assert (again(guest).state, taken(meeting)) == ("lapsed", 0)
    assert "was not taken up in time" in letters()[0].body
    assert come_as_guest(guest.token, actor=visitor()).state == "booked"


def test_a_maybe_takes_no_seat_and_a_no_gives_it_back_to_who_waits(meeting, guest, participant):
    come_as_guest(guest.token, actor=visitor())
    SeatFactory(meeting=meeting, person=participant, state="waiting")

    decline_as_guest(guest.token, actor=visitor(), reason="On call.")

    assert (again(guest).state, again(guest).apology) == ("cancelled", "On call.")
    assert state(meeting, participant) == "booked"
    assert say_maybe_as_guest(guest.token, actor=visitor()).state == "maybe"
    assert taken(meeting) == 1


def test_who_never_had_a_seat_declines(guest):
    assert decline_as_guest(guest.token, actor=visitor()).state == "declined"


@pytest.mark.parametrize("do", [come_as_guest, say_maybe_as_guest, decline_as_guest])
def test_it_takes_no_answers_once_it_has_begun(meeting, guest, do):
    begin(meeting)

    with pytest.raises(MeetingOver):
        do(guest.token, actor=visitor())


@pytest.mark.parametrize("token", ["", "x", "MQ", "1:2"])
def test_only_our_links_answer(guest, token):
    with pytest.raises(Refused):
        come_as_guest(token, actor=visitor())
