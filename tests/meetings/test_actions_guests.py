"""People from outside: asked, answering by their link, and forgotten."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from activity.models import Entry
from core.permissions import Refused
from meetings import effects
from meetings.actions import (
    ask_guests,
    call_off,
    come_as_guest,
    come_as_oneself,
    confirm_meeting,
    decline_as_guest,
    give_seat_back,
    move_meeting,
    say_maybe_as_guest,
    take_off_list,
)
from meetings.actions.guests import Guest
from meetings.clock import When
from meetings.errors import MeetingOver, TooManyGuests
from meetings.models import Meeting, Seat
from notifications.effects import send_due_mail
from notifications.models import OutboxMessage
from tests.factories import SeatFactory
from tests.meetings.seats import begin, run_out, state, taken

pytestmark = pytest.mark.django_db

GIL = Guest("Gil@elsewhere.example", "Gil Guest")


@pytest.fixture
def guest(meeting, facilitator):
    (seat,) = ask_guests(meeting, actor=facilitator, guests=[GIL])
    return seat


def again(seat):
    return Seat.objects.select_related("meeting__space__community").get(pk=seat.pk)


def letters(to="Gil@elsewhere.example"):
    send_due_mail()
    found = [one for one in mail.outbox if one.to == [to]]
    mail.outbox.clear()
    return found


def visitor():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


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


def test_who_is_taken_off_is_told_without_a_link_and_theirs_is_over(meeting, guest, facilitator):
    come_as_guest(guest.token, actor=visitor())
    letters()

    take_off_list(again(guest), actor=facilitator)

    (letter,) = letters()
    assert "has taken you off the list" in letter.body
    assert "/meetings/guest/" not in letter.body + letter.alternatives[0].content
    assert not Seat.objects.by_link(guest.token).exists()
    assert taken(meeting) == 0
    with pytest.raises(Refused):
        come_as_guest(guest.token, actor=visitor())


def test_guests_hear_of_what_becomes_of_the_meeting(meeting, guest, facilitator):
    Meeting.objects.filter(pk=meeting.pk).update(state="tentative")
    letters()

    confirm_meeting(meeting, actor=facilitator)
    when = When(timezone.localdate() + timedelta(days=30), meeting.begins, 60, "Europe/London")
    move_meeting(meeting, actor=facilitator, version=1, when=when)
    call_off(meeting, actor=facilitator, reason="No room.")
    found = letters()

    assert [one.subject.partition(":")[0] for one in found] == ["Confirmed", "Moved", "Called off"]
    assert all(f"/meetings/guest/{guest.token}/" in one.body for one in found)
    assert all("because you were asked to this meeting from outside" in one.body for one in found)


def test_who_wants_no_mail_gets_none(meeting, guest, facilitator):
    from notifications.effects import silence
    from notifications.rules import address_digest

    letters()
    silence(address_digest("gil@elsewhere.example"))

    call_off(meeting, actor=facilitator)

    assert letters() == []


def test_nothing_is_said_of_an_address_that_belongs_to_a_member(meeting, facilitator, participant):
    EmailAddress.objects.get_or_create(user=participant, email=participant.email, verified=True)

    (seat,) = ask_guests(meeting, actor=facilitator, guests=[Guest(participant.email.upper(), "Somebody")])

    assert (seat.person, seat.who) == (None, "Somebody")
    send_due_mail()
    assert [one.to for one in mail.outbox] == [[participant.email]] or mail.outbox[0].to == [participant.email.upper()]
    assert f"/meetings/guest/{seat.token}/" in mail.outbox[0].body


@pytest.fixture
def member(participant):
    EmailAddress.objects.update_or_create(
        user=participant, email=participant.email, defaults={"verified": True, "primary": True}
    )
    return participant


def asked(meeting, facilitator, person):
    return ask_guests(meeting, actor=facilitator, guests=[Guest(person.email, "Somebody")])[0]


def test_a_member_comes_as_themselves_with_what_they_had_as_a_guest(meeting, facilitator, member):
    seat = asked(meeting, facilitator, member)
    come_as_guest(seat.token, actor=visitor())

    come_as_oneself(seat.token, actor=member)

    own = again(seat)
    assert (own.person, own.email, own.name, own.state) == (member, "", "", "booked")
    assert taken(meeting) == 1


def test_a_member_who_has_a_seat_keeps_that_one(meeting, facilitator, member):
    Meeting.objects.update(capacity=2)
    seat = asked(meeting, facilitator, member)
    come_as_guest(seat.token, actor=visitor())
    SeatFactory(meeting=Meeting.objects.get(), person=member)

    come_as_oneself(seat.token, actor=member)

    assert not Seat.objects.filter(pk=seat.pk).exists()
    assert (state(meeting, member), taken(meeting)) == ("booked", 1)


def test_nobody_else_comes_in_a_guest_s_place(guest, participant):
    with pytest.raises(Refused):
        come_as_oneself(guest.token, actor=participant)


def test_guests_are_forgotten_ninety_days_after(meeting, guest):
    come_as_guest(guest.token, actor=visitor())
    begin(meeting, timedelta(days=90))
    effects.forget_guests()
    assert again(guest).email

    begin(meeting, timedelta(days=90, hours=1))
    effects.forget_guests()

    forgotten = again(guest)
    assert (forgotten.email, forgotten.name, forgotten.state, forgotten.who) == (
        "",
        "",
        "booked",
        "A guest from outside",
    )
    assert not Seat.objects.by_link(guest.token).exists()


def test_whoever_is_erased_is_forgotten_as_a_guest_too(meeting, facilitator, member):
    seat = asked(meeting, facilitator, member)
    come_as_guest(seat.token, actor=visitor())

    effects.forget_person(member)

    assert (again(seat).email, again(seat).name, again(seat).state) == ("", "", "cancelled")
    assert taken(meeting) == 0
