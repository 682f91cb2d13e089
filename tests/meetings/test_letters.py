"""What people are told by mail about meetings and their seats, and by whose clock."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from activity.effects import record
from meetings.models import Meeting, Seat
from notifications.effects import notify, send_due_mail
from tests.factories import MembershipFactory, UserFactory
from tests.factories.meetings import MeetingFactory, SeatFactory

START = "2026-03-10 09:30:00+00:00"


@pytest.fixture
def meeting(community, time_machine):
    time_machine.move_to("2026-03-02 08:00:00+00:00")
    begins = timezone.datetime.fromisoformat(START)
    return MeetingFactory(
        space=community.spaces.get(slug="commons"),
        title="Feedback that <stays>",
        starts_at=begins,
        time_zone="Asia/Kolkata",
        place="Room 4",
        capacity=10,
    )


@pytest.fixture
def member(community):
    person = UserFactory(display_name="Ana Ruiz", time_zone="Africa/Kampala")
    MembershipFactory(community=community, person=person)
    return person


def letter(verb, target, person, *, actor=None):
    """The one mail that tells `person` of it: its subject, plain text and HTML."""
    notify(record(verb, actor=actor, target=target), [person])
    send_due_mail()
    (sent,) = [one for one in mail.outbox if one.to == [person.email]]
    mail.outbox.clear()
    html = sent.alternatives[0].content
    assert "{{" not in sent.body + html
    assert "<time" not in sent.body
    return sent.subject, sent.body, html


def test_times_are_said_by_the_reader_s_clock_and_by_the_meeting_s(meeting, member, leader):
    SeatFactory(meeting=meeting, person=member)

    subject, text, html = letter("meeting.confirmed", meeting, member, actor=leader)

    assert subject == "Confirmed: Feedback that <stays>"
    for part in (text, html):
        assert "Tue 10 March, 12:30 EAT (Tue 10 March, 15:00 by the clock of Kolkata)" in part
        assert "Room 4" in part
    assert "Feedback that &lt;stays&gt;" in html


def test_who_lives_by_the_meeting_s_clock_reads_one_time(meeting, member, leader):
    member.time_zone = "Asia/Kolkata"
    member.save(update_fields=["time_zone"])

    _subject, text, _html = letter("meeting.confirmed", meeting, member, actor=leader)

    assert "Tue 10 March, 15:00 IST" in text
    assert "by the clock of" not in text


def test_a_meeting_that_moved_says_when_it_was_to_be(meeting, member, leader):
    meeting.moved_from = meeting.starts_at - timedelta(days=1)
    meeting.save(update_fields=["moved_from"])

    subject, text, html = letter("meeting.moved", meeting, member, actor=leader)

    assert subject == "Moved: Feedback that <stays>"
    for part in (text, html):
        assert "Before, it was to begin: Mon 9 March, 12:30 EAT (Mon 9 March, 15:00 by the clock of Kolkata)." in part


def test_a_meeting_that_is_called_off_says_why(meeting, member, leader):
    meeting.state, meeting.cancelled_because = Meeting.State.CANCELLED, "The speaker is <ill>."
    meeting.save(update_fields=["state", "cancelled_because"])

    subject, text, html = letter("meeting.cancelled", meeting, member, actor=leader)

    assert subject == "Called off: Feedback that <stays>"
    assert "The speaker is <ill>." in text
    assert "The speaker is &lt;ill&gt;." in html
    _subject, text, _html = letter("meeting.moved", meeting, member, actor=leader)
    assert "It was called off since." in text
    assert "12:30" not in text.partition("Before")[0]


def test_an_offer_says_until_when_and_where_to_take_or_leave_it(meeting, member):
    until = timezone.now() + timedelta(hours=24)
    seat = SeatFactory(meeting=meeting, person=member, state=Seat.State.OFFERED, offer_until=until)

    subject, text, html = letter("seat.offered", seat, member)

    assert subject == "A seat is offered to you: Feedback that <stays>"
    for part in (text, html):
        assert "It is kept for you until Tue 3 March, 11:00 EAT (Tue 3 March, 13:30 by the clock of Kolkata)." in part
        assert f"/meetings/{meeting.pk}/" in part


def test_an_offer_that_is_over_is_none_any_more(meeting, member):
    seat = SeatFactory(meeting=meeting, person=member, state=Seat.State.LAPSED)

    _subject, text, _html = letter("seat.offered", seat, member)

    assert "the time for it is over" in text
    assert "It is kept for you" not in text


@pytest.mark.parametrize(
    ("verb", "state", "said"),
    [
        ("seat.booked", Seat.State.BOOKED, "A seat has become free, and it is yours"),
        ("seat.given", Seat.State.BOOKED, "has given you a seat at this meeting."),
        ("seat.waiting", Seat.State.WAITING, "has put you on the waiting list of this meeting."),
        ("seat.lapsed", Seat.State.LAPSED, "was not taken up in time."),
        ("seat.taken_back", Seat.State.CANCELLED, "has taken you off the list of this meeting."),
    ],
)
def test_each_letter_about_a_seat_says_its_own(meeting, member, leader, verb, state, said):
    seat = SeatFactory(meeting=meeting, person=member, state=state)

    subject, text, html = letter(verb, seat, member, actor=leader)

    assert said in text
    assert said in html
    assert subject.endswith("Feedback that <stays>")
    assert ("waiting list of this meeting" in text) == (verb == "seat.waiting")


def test_a_host_is_told_what_hosts_may_do(meeting, member, leader):
    seat = SeatFactory(meeting=meeting, person=member, role=Seat.Role.COHOST)

    _subject, text, _html = letter("seat.given", seat, member, actor=leader)

    assert "has put you on the list of this meeting as co-host." in text
    assert "say who comes" in text


def test_whoever_watches_hears_that_a_seat_is_free(meeting, member):
    subject, text, _html = letter("meeting.freed", meeting, member)

    assert subject == "A seat is free: Feedback that <stays>"
    assert "whoever books first has it" in text


def test_nobody_else_is_told_of_somebody_s_seat(meeting, member):
    other = UserFactory()
    MembershipFactory(community=meeting.community, person=other)
    seat = SeatFactory(meeting=meeting, person=member)

    notify(record("seat.booked", actor=None, target=seat), [other])
    send_due_mail()

    assert mail.outbox == []
