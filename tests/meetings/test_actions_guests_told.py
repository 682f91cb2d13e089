"""People from outside: what they hear, standing in one's own name, and being forgotten."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from core.permissions import Refused
from meetings import effects
from meetings.actions import (
    ask_guests,
    call_off,
    come_as_guest,
    come_as_oneself,
    confirm_meeting,
    move_meeting,
    take_off_list,
)
from meetings.actions.guests import Guest
from meetings.clock import When
from meetings.models import Meeting, Seat
from notifications.effects import send_due_mail
from tests.factories import SeatFactory
from tests.meetings.guests import again, letters, visitor
from tests.meetings.seats import begin, state, taken

pytestmark = pytest.mark.django_db


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
