"""What mails to people from outside bring for their calendars."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.conf import settings as site
from django.utils import timezone

from meetings.actions import come_as_guest, decline_as_guest, move_meeting, put_on_list, take_off_list
from meetings.clock import When
from meetings.models import Meeting
from tests.meetings import guests
from tests.meetings.calendars import brought
from tests.meetings.guests import again, visitor

pytestmark = pytest.mark.django_db


def letters():
    """Those to the guest, as a mail server gets them."""
    return [
        message_from_bytes(one.message().as_bytes(linesep="\r\n"), policy=policy.default) for one in guests.letters()
    ]


def words_of(letter):
    return letter.get_body(["plain"]).get_content()


def test_a_guest_has_it_in_their_calendar_and_loses_it_there(meeting, guest, facilitator):
    letters()  # with which they were asked: it brings nothing, because they have not said that they come
    come_as_guest(guest.token, actor=visitor())

    (letter,) = letters()

    assert "You have booked a seat." in words_of(letter)
    method, event = brought(letter)
    assert (method, event.status.value, event.sequence.value) == ("REQUEST", "CONFIRMED", "0")
    assert event.uid.value == f"{meeting.uid}@{site.SITE_HOST}"
    assert event.attendee.value == "mailto:Gil@elsewhere.example"
    assert (event.attendee.params["PARTSTAT"], event.attendee.params["RSVP"]) == (["ACCEPTED"], ["FALSE"])
    assert event.url.value.endswith(guest.guest_url)
    assert meeting.community.name not in event.serialize()

    when = When(timezone.localdate() + timedelta(days=30), meeting.begins, 60, "Europe/London")
    move_meeting(meeting, actor=facilitator, version=again(guest).meeting.version, when=when)
    (letter,) = letters()
    method, event = brought(letter)
    assert (method, event.sequence.value) == ("REQUEST", "1")

    decline_as_guest(guest.token, actor=visitor())
    (letter,) = letters()
    assert "You have given your seat back." in words_of(letter)
    method, event = brought(letter)
    assert (method, event.status.value) == ("CANCEL", "CANCELLED")


def test_a_guest_who_waits_or_does_not_come_has_nothing_there(meeting, guest, facilitator, participant):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1)
    put_on_list(again(guest).meeting, actor=facilitator, person=participant)
    letters()

    come_as_guest(guest.token, actor=visitor())
    decline_as_guest(guest.token, actor=visitor())

    assert letters() == []


def test_who_is_taken_off_finds_no_link_in_what_lets_their_calendar_go(meeting, guest, facilitator, settings):
    settings.INBOUND_DOMAIN = "reply.copse.example"
    come_as_guest(guest.token, actor=visitor())
    (_asked, booked) = letters()
    assert "nobody reads the answers" in words_of(booked)  # a guest answers by their link

    take_off_list(again(guest), actor=facilitator)

    (letter,) = letters()
    method, event = brought(letter)
    assert method == "CANCEL"
    assert "/meetings/guest/" not in event.serialize()
