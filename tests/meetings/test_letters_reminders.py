"""What reminders and thanks say, when their mail leaves, and when it does not leave any more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail

from meetings.actions import (
    book_seat,
    call_off,
    decline_as_guest,
    give_seat_back,
    move_meeting,
    publish_minutes,
    write_minutes,
)
from meetings.clock import When
from meetings.effects import hold_due, remind_due, thank_due
from meetings.models import Meeting
from notifications.effects import send_due_mail, set_delivery
from notifications.models import MailRhythm, OutboxMessage
from tests.factories import MembershipFactory, UserFactory
from tests.factories.meetings import MeetingFactory, SeatFactory

START = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
DAYS = timedelta(days=4)


@pytest.fixture
def member(community):
    """Their clock is three hours ahead of UTC."""
    person = UserFactory(display_name="Ana Ruiz", time_zone="Africa/Kampala")
    MembershipFactory(community=community, person=person)
    return person


@pytest.fixture
def meeting(commons, facilitator, member, time_machine):
    time_machine.move_to(START - DAYS, tick=False)
    meeting = MeetingFactory(
        space=commons,
        title="Feedback that <stays>",
        starts_at=START,
        time_zone="Asia/Kolkata",
        place="Room 4",
        reminder_text="Bring <one> case.\nAnd a pen.",
        reflection="What will you try on Monday?",
    )
    SeatFactory(meeting=meeting, person=facilitator, role="host")
    book_seat(meeting, actor=member)
    OutboxMessage.objects.all().delete()  # that they booked is another letter
    return meeting


@pytest.fixture
def guest(meeting):
    who = {"person": None, "email": "gil@elsewhere.example", "name": "Gil"}
    return SeatFactory(meeting=meeting, changed_at=START - DAYS, **who)


def sent_to(person):
    send_due_mail()
    found = [(one.subject, one.body, one.alternatives[0].content) for one in mail.outbox if one.to == [person.email]]
    mail.outbox.clear()
    return found


def remind(time_machine, before):
    time_machine.move_to(START - before, tick=False)
    remind_due()


def test_a_reminder_says_when_and_where_by_the_reader_s_clock_and_in_the_host_s_words(meeting, member, time_machine):
    remind(time_machine, timedelta(days=1))

    [(subject, text, html)] = sent_to(member)

    assert subject == "Reminder: Feedback that <stays>, Tue 10 March, 09:30"
    for part in (text, html):
        assert "Tue 10 March, 09:30 EAT (Tue 10 March, 12:00 by the clock of Kolkata)" in part
        assert "Room 4" in part
        assert f"/meetings/{meeting.pk}/" in part
    assert "Bring <one> case.\nAnd a pen." in text
    assert "Bring &lt;one&gt; case.<br>And a pen." in html
    assert "{{" not in text + html


def test_in_quiet_hours_it_waits(meeting, member, time_machine):
    MailRhythm.objects.create(person=member, cursor=0, quiet_from=9, quiet_until=12)
    remind(time_machine, timedelta(days=1))  # half past nine, by their clock
    assert sent_to(member) == []

    time_machine.shift(timedelta(hours=2, minutes=31))

    assert len(sent_to(member)) == 1


def test_one_that_waited_until_the_meeting_began_is_dropped(meeting, member, time_machine):
    MailRhythm.objects.create(person=member, cursor=0, quiet_from=22, quiet_until=10)
    remind(time_machine, timedelta(hours=1))
    assert sent_to(member) == []

    time_machine.move_to(START + timedelta(minutes=31), tick=False)

    assert sent_to(member) == []
    assert OutboxMessage.objects.get(recipient=member).state == OutboxMessage.State.DROPPED


def after_apology(meeting, member, facilitator):
    give_seat_back(meeting, actor=member)


def after_move(meeting, member, facilitator):
    to = (START + timedelta(days=9)).astimezone(meeting.zone)
    move_meeting(meeting, actor=facilitator, version=0, when=When(to.date(), to.time(), 60, meeting.time_zone))


def after_calling_off(meeting, member, facilitator):
    call_off(meeting, actor=facilitator)


@pytest.mark.parametrize("deed", [after_apology, after_move, after_calling_off])
def test_what_is_not_true_any_more_is_not_sent(meeting, member, facilitator, time_machine, deed):
    remind(time_machine, timedelta(days=1))

    deed(Meeting.objects.select_related("space__community").get(), member, facilitator)

    assert not [subject for subject, _text, _html in sent_to(member) if subject.startswith("Reminder")]


def test_whoever_wants_no_reminders_still_hears_that_it_moved(meeting, member, facilitator, time_machine):
    set_delivery(member, kind="reminded", by="here")
    remind(time_machine, timedelta(days=1))
    after_move(Meeting.objects.select_related("space__community").get(), member, facilitator)

    assert [subject for subject, _text, _html in sent_to(member)] == ["Moved: Feedback that <stays>"]


def over(time_machine, *, minutes_by=None):
    meeting = Meeting.objects.select_related("space__community").get()
    time_machine.move_to(meeting.ends_at, tick=False)
    hold_due()
    if minutes_by:
        written = write_minutes(meeting, actor=minutes_by, version=0, markdown="We met.")
        publish_minutes(meeting, actor=minutes_by, version=written.version)
    time_machine.shift(Meeting.THANKED_AFTER)
    thank_due()


def test_thanks_leave_a_question_and_say_where_the_minutes_are(meeting, member, facilitator, time_machine):
    set_delivery(member, kind="meetings", by="mail")

    over(time_machine, minutes_by=facilitator)

    _minutes, (subject, text, html) = sent_to(member)
    assert subject == "Thank you for coming: Feedback that <stays>"
    for part in (text, html):
        assert "Thank you for coming to this meeting." in part
        assert "What will you try on Monday?" in part
        assert "The minutes are on its page." in part
        assert "You get this because you had a seat at this meeting." in part


def test_before_there_are_minutes_the_thanks_say_so(meeting, member, time_machine):
    set_delivery(member, kind="meetings", by="mail")

    over(time_machine)

    [(_subject, text, _html)] = sent_to(member)
    assert "Minutes are not published yet; you hear of them when they are." in text


def test_whoever_was_not_there_is_not_thanked(meeting, member, facilitator, time_machine):
    meeting.seats.filter(person=member).update(attendance="absent")
    set_delivery(member, kind="meetings", by="mail")

    over(time_machine, minutes_by=facilitator)

    _minutes, (subject, text, html) = sent_to(member)
    assert subject == "What you missed: Feedback that <stays>"
    assert "could not be there" in text
    assert "could not be there" in html
    assert "What will you try on Monday?" in text


def test_a_guest_from_outside_is_reminded_by_mail_and_by_their_link(meeting, guest, time_machine):
    remind(time_machine, timedelta(days=1))
    remind_due()

    [(subject, text, html)] = sent_to(guest)
    assert subject.startswith("Reminder: Feedback that <stays>")
    for part in (text, html):
        assert guest.guest_url in part
        assert f"/meetings/{meeting.pk}/" not in part
        assert "because you were asked to this meeting from outside" in part


def test_a_guest_who_gave_their_seat_back_is_not_reminded_by_a_mail_that_waited(guest, time_machine):
    remind(time_machine, timedelta(days=1))

    decline_as_guest(guest.token, actor=AnonymousUser())

    assert [subject for subject, *_texts in sent_to(guest)] == [f"Seat given back: {guest.meeting.title}"]
