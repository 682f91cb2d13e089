"""What mails about meetings bring for calendars: METHOD in both places, one UID, a SEQUENCE that rises."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.conf import settings as site
from django.core import mail
from django.utils import timezone

from meetings.actions import (
    book_seat,
    call_off,
    change_meeting,
    confirm_meeting,
    give_seat_back,
    move_meeting,
    put_on_list,
    take_off_list,
)
from meetings.clock import When
from meetings.models import Meeting, Seat
from notifications.effects import send_due_mail, set_delivery
from notifications.models import Notification, OutboxMessage
from notifications.reply_addresses import read_reply_address
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.meetings.calendars import brought, parts, words

pytestmark = pytest.mark.django_db

NOW = "2026-03-02 08:00:00+00:00"


@pytest.fixture
def meeting(commons, facilitator, participant, time_machine):
    time_machine.move_to(NOW, tick=False)
    meeting = MeetingFactory(
        space=commons,
        title="Feedback; that, stays 😀" * 4,
        starts_at=datetime.fromisoformat("2026-03-27 09:00:00+00:00"),
        time_zone="Europe/London",
        place="Room 4",
        planned_by=facilitator,
    )
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    return meeting


@pytest.fixture
def seat(meeting, participant):
    return SeatFactory(meeting=meeting, person=participant)


def sent(person):
    """The mails to `person` that leave now, as a mail server gets them."""
    send_due_mail()
    found = [one.message().as_bytes(linesep="\r\n") for one in mail.outbox if one.to == [person.email]]
    mail.outbox.clear()
    return [message_from_bytes(raw, policy=policy.default) for raw in found]


def test_a_seat_that_is_given_is_an_invitation(meeting, facilitator, participant):
    put_on_list(meeting, actor=facilitator, person=participant)

    (letter,) = sent(participant)

    assert letter.get_content_type() == "multipart/mixed"
    alternative = next(letter.iter_parts())
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    method, event = brought(letter)
    assert method == "REQUEST"
    assert event.uid.value == f"{meeting.uid}@{site.SITE_HOST}"
    assert (event.sequence.value, event.status.value) == ("0", "CONFIRMED")
    assert event.summary.value == meeting.title
    assert event.dtstart.value == meeting.starts_at
    assert event.dtstamp.value == timezone.now()
    assert event.attendee.value == f"mailto:{participant.email}"
    assert event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert event.attendee.params["RSVP"] == ["FALSE"]  # nobody reads answers here
    assert event.organizer.value == f"mailto:copse@{site.SITE_HOST}"
    assert event.organizer.params["CN"] == [meeting.community.name]


def test_no_other_address_is_in_it(meeting, seat, facilitator, others, participant):
    for person in others:
        SeatFactory(meeting=meeting, person=person)
    confirm_meeting(_tentative(meeting), actor=facilitator)

    (letter,) = sent(participant)

    raw = parts(letter)[1].get_content().decode()
    assert participant.email in raw
    assert not [person.email for person in (facilitator, *others) if person.email in raw]


def _tentative(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.TENTATIVE)
    meeting.refresh_from_db()
    return meeting


def test_it_goes_on_as_the_same_event_until_it_is_called_off(meeting, seat, facilitator, participant, time_machine):
    confirm_meeting(_tentative(meeting), actor=facilitator)
    time_machine.shift(60)
    when = When(day=datetime(2026, 3, 30).date(), begins=meeting.begins, minutes=60, time_zone="Europe/London")
    confirmed = sent(participant)
    moved = move_meeting(meeting, actor=facilitator, version=1, when=when)
    letters = [*confirmed, *sent(participant)]
    call_off(moved, actor=facilitator, reason="Ill.")
    letters += sent(participant)

    found = [brought(letter) for letter in letters]

    assert [method for method, _event in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event.sequence.value for _method, event in found] == ["1", "2", "3"]
    assert len({event.uid.value for _method, event in found}) == 1
    assert [event.status.value for _method, event in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    # Clocks are put forward on the 29th: 09:00 on the wall comes an hour earlier.
    starts = [event.dtstart.value.isoformat() for _method, event in found]
    assert starts == ["2026-03-27T09:00:00+00:00", "2026-03-30T09:00:00+01:00", "2026-03-30T09:00:00+01:00"]


def test_what_is_put_right_several_times_is_one_letter(meeting, seat, facilitator, participant, time_machine):
    for version, place in enumerate(["Room 5", "Room 6", "Room 7"]):
        change_meeting(meeting, actor=facilitator, version=version, place=place)
        time_machine.shift(20)
    assert sent(participant) == []

    time_machine.shift(timedelta(minutes=2))

    (letter,) = sent(participant)
    assert letter["Subject"].strip().startswith("Changed: Feedback; that, stays")
    assert "has changed this meeting." in letter.get_body(["plain"]).get_content()
    method, event = brought(letter)
    assert (method, event.sequence.value, words(event)["LOCATION"]) == ("REQUEST", "3", "Room 7")


def test_what_no_calendar_shows_is_told_to_nobody(meeting, seat, facilitator, participant):
    change_meeting(meeting, actor=facilitator, version=0, reflection="What will you try?")

    assert not OutboxMessage.objects.exists()


def test_a_change_that_is_overtaken_by_a_move_is_told_with_it(meeting, seat, facilitator, participant, time_machine):
    changed = change_meeting(meeting, actor=facilitator, version=0, place="Room 5")
    when = When(day=meeting.day, begins=datetime(2026, 1, 1, 15).time(), minutes=60, time_zone="Europe/London")
    move_meeting(changed, actor=facilitator, version=1, when=when)
    time_machine.shift(timedelta(minutes=5))

    (letter,) = sent(participant)

    assert letter["Subject"].strip().startswith("Moved")
    assert words(brought(letter)[1])["LOCATION"] == "Room 5"


def test_it_says_what_is_true_when_it_leaves(meeting, seat, facilitator, participant):
    when = When(day=meeting.day, begins=datetime(2026, 1, 1, 15).time(), minutes=60, time_zone="Europe/London")
    moved = move_meeting(meeting, actor=facilitator, version=0, when=when)
    call_off(moved, actor=facilitator)

    assert [brought(letter)[0] for letter in sent(participant)] == ["CANCEL", "CANCEL"]


def test_whoever_waits_or_was_taken_off_has_nothing_in_their_calendar(meeting, facilitator, participant):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1, taken=1)
    seat = SeatFactory(meeting=MeetingFactory(space=meeting.space), person=participant)
    waiting = put_on_list(meeting, actor=facilitator, person=participant)
    (letter,) = sent(participant)
    assert parts(letter) == []
    assert waiting.is_waiting

    Meeting.objects.filter(pk=seat.meeting_id).update(planned_by=facilitator)
    SeatFactory(meeting=seat.meeting, person=facilitator, role=Seat.Role.HOST)
    take_off_list(seat, actor=facilitator)

    (letter,) = sent(participant)
    method, event = brought(letter)
    assert (method, event.status.value, event.attendee.params["PARTSTAT"]) == ("CANCEL", "CANCELLED", ["DECLINED"])
    assert not event.summary.value.startswith("Called off")


def test_who_wants_no_mail_gets_none(meeting, seat, facilitator, participant):
    set_delivery(participant, kind="seats", by="here")

    call_off(meeting, actor=facilitator)

    assert sent(participant) == []


def test_where_mail_is_taken_in_an_answer_has_an_address(meeting, facilitator, participant, settings):
    settings.INBOUND_DOMAIN = "reply.copse.example"
    put_on_list(meeting, actor=facilitator, person=participant)

    (letter,) = sent(participant)
    _method, event = brought(letter)

    assert event.attendee.params["RSVP"] == ["TRUE"]
    for kind in ("plain", "html"):
        text = letter.get_body([kind]).get_content()
        assert "Yes, maybe and no from your calendar reach us." in text
        assert "do not reply" not in text
    address = event.organizer.value.removeprefix("mailto:")
    assert read_reply_address(address) == (participant.pk, (meeting.pk,))


def test_who_books_a_seat_gets_it_by_mail_and_nothing_in_the_list(meeting, participant):
    book_seat(meeting, actor=participant)
    book_seat(meeting, actor=participant)

    (letter,) = sent(participant)

    text = letter.get_body(["plain"]).get_content()
    assert "You have booked a seat." in text
    assert "You get this because you booked a seat at this meeting." in text
    assert brought(letter)[0] == "REQUEST"
    assert not Notification.objects.filter(recipient=participant).exists()


def test_who_books_a_seat_and_wants_no_mail_gets_none(meeting, participant):
    set_delivery(participant, kind="seats", by="digest")

    book_seat(meeting, actor=participant)

    assert sent(participant) == []


def test_a_seat_that_was_given_back_before_the_mail_left_is_in_no_calendar(meeting, participant):
    book_seat(meeting, actor=participant)
    give_seat_back(meeting, actor=participant)

    booked, given_back = sent(participant)

    assert "You booked a seat, and do not come any more." in booked.get_body(["plain"]).get_content()
    assert parts(booked) == []
    assert given_back["Subject"].strip().startswith("Seat given back: Feedback")
    assert "You have given your seat back." in given_back.get_body(["plain"]).get_content()
    assert "It does not take place" not in given_back.get_body(["plain"]).get_content()
    method, event = brought(given_back)
    assert (method, event.status.value) == ("CANCEL", "CANCELLED")


def test_whoever_waited_has_nothing_to_let_go(meeting, participant):
    SeatFactory(meeting=meeting, person=participant, state="waiting")

    give_seat_back(meeting, actor=participant)

    assert sent(participant) == []
