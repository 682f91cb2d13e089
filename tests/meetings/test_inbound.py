"""What people answer to invitations from their mail programs."""

from email.message import EmailMessage

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from activity.models import Entry
from core.calendars.reading import Reply, read_reply
from core.calendars.writing import Answer
from forums.inbound.receiving import receive
from forums.models import InboundMail
from meetings.actions import book_seat, call_off, say_maybe
from meetings.models import Meeting, Seat
from notifications.reply_addresses import reply_address
from tests.factories.meetings import SeatFactory

DOMAIN = "reply.copse.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.INBOUND_DOMAIN = DOMAIN


def reply(meeting, answer="ACCEPTED", *, sequence=0, comment="", method="REPLY", uid="", more=""):
    """As Exchange and others write it, folded and with a zone of their own."""
    lines = [
        *("BEGIN:VCALENDAR", "PRODID:-//Elsewhere//EN", "VERSION:2.0", f"METHOD:{method}"),
        *("BEGIN:VTIMEZONE", "TZID:GMT Standard Time", "BEGIN:STANDARD", "DTSTART:16010101T020000"),
        *("TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT"),
        *(f"ATTENDEE;PARTSTAT={answer};CN=Pia:", " mailto:pia@example.org"),
        *([f"COMMENT;LANGUAGE=en-GB:{comment}"] if comment else []),
        *(f"UID:{uid or meeting.uid}@copse.example", f"SEQUENCE:{sequence}", "DTSTAMP:20260302T080000Z"),
        *("BEGIN:VALARM", "ACTION:DISPLAY", "UID:of-the-alarm", "END:VALARM", *([more] if more else [])),
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
    return "\r\n".join(lines)


@pytest.fixture
def answers(meeting, participant):
    """Take in an answer of the participant's; returns what became of the mail."""

    def answers(calendar, *, sender=participant.email, message_id="<one@mail.example.org>", **headers):
        letter = EmailMessage()
        letter["From"] = f"Pia <{sender}>"
        letter["To"] = reply_address(participant.pk, (meeting.pk,))
        letter["Subject"] = "Accepted: Feedback"
        letter["Message-ID"] = message_id
        for name, value in headers.items():
            letter[name.replace("_", "-")] = value
        letter.set_content("Pia has accepted.\n")
        if calendar:
            content = calendar.encode()
            letter.add_alternative(content, maintype="text", subtype="calendar", params={"method": "REPLY"})
        return receive(letter.as_bytes())

    return answers


def seat_of(meeting, person):
    return Seat.objects.filter(meeting=meeting, person=person).values_list("state", "apology").first()


@pytest.mark.django_db
class TestAnswers:
    @pytest.fixture(autouse=True)
    def room(self, meeting):
        Meeting.objects.filter(pk=meeting.pk).update(capacity=5)
        meeting.refresh_from_db()

    @pytest.mark.parametrize(
        ("answer", "state"), [("ACCEPTED", "booked"), ("tentative", "maybe"), ("DECLINED", "declined")]
    )
    def test_each_does_what_its_person_would_do_on_the_page(self, answers, meeting, participant, answer, state):
        assert answers(reply(meeting, answer)) == "answered"

        assert seat_of(meeting, participant) == (state, "")
        assert mail.outbox == []
        row = InboundMail.objects.get()
        assert (row.outcome, row.person, row.discussion) == ("answered", participant, None)
        assert Entry.objects.get(verb=f"seat.{state}").actor == participant

    def test_a_seat_is_given_back_with_the_reason(self, answers, meeting, participant):
        book_seat(meeting, actor=participant)

        assert answers(reply(meeting, "DECLINED", comment="I am on call\\, sorry.")) == "answered"

        assert seat_of(meeting, participant) == ("cancelled", "I am on call, sorry.")

    def test_twice_is_harmless(self, answers, meeting, participant):
        for number, answer in enumerate(["ACCEPTED", "ACCEPTED", "DECLINED", "DECLINED", "DECLINED"]):
            assert answers(reply(meeting, answer), message_id=f"<{number}@mail.example.org>") == "answered"
        answers(reply(meeting), message_id="<0@mail.example.org>")  # delivered again

        assert seat_of(meeting, participant) == ("cancelled", "")
        assert Entry.objects.filter(verb__startswith="seat.").count() == 2
        assert mail.outbox == []

    def test_whoever_has_to_wait_is_told_so(self, answers, meeting, participant, others):
        Meeting.objects.filter(pk=meeting.pk).update(capacity=1)
        SeatFactory(meeting=Meeting.objects.get(pk=meeting.pk), person=others[0])

        assert answers(reply(meeting)) == "answered"

        assert seat_of(meeting, participant) == ("waiting", "")
        (letter,) = mail.outbox
        assert letter.to == [participant.email]
        assert letter.subject == f"Re: {meeting.title}"
        assert "You are in the queue" in letter.body
        assert meeting.get_absolute_url() in letter.body

    def test_an_answer_to_what_has_changed_since_changes_nothing(self, answers, meeting, participant):
        Meeting.objects.filter(pk=meeting.pk).update(sequence=2)

        assert answers(reply(meeting, sequence=1)) == "refused"
        assert seat_of(meeting, participant) is None
        assert "The meeting has changed since that invitation." in mail.outbox[0].body
        assert answers(reply(meeting, sequence=2), message_id="<two@mail.example.org>") == "answered"

    def test_what_is_called_off_is_answered_by_why(self, answers, meeting, participant, facilitator):
        call_off(meeting, actor=facilitator)

        assert answers(reply(meeting)) == "refused"
        assert "was called off" in mail.outbox[0].body
        assert seat_of(meeting, participant) is None

    def test_a_host_stays_until_another_is_named(self, answers, meeting, participant):
        SeatFactory(meeting=meeting, person=participant, role=Seat.Role.HOST)

        assert answers(reply(meeting, "DECLINED")) == "refused"
        assert "Name another host first" in mail.outbox[0].body

    def test_whoever_belongs_there_no_more_learns_nothing(self, answers, meeting, participant, community):
        community.visibility = "hidden"
        community.save(update_fields=["visibility"])
        participant.memberships.all().delete()

        assert answers(reply(meeting)) == "refused"
        assert "not there for you any more" in mail.outbox[0].body
        assert meeting.title not in mail.outbox[0].body + mail.outbox[0].subject

    def test_somebody_else_answers_for_nobody(self, answers, meeting, participant):
        assert answers(reply(meeting), sender="eve@elsewhere.example") == "not_theirs"

        assert seat_of(meeting, participant) is None

    def test_what_its_domain_did_not_send_counts_for_nothing(self, answers, meeting, participant, settings):
        settings.INBOUND_AUTHSERV = "mx.copse.example"

        forged = answers(reply(meeting), Authentication_Results="mx.copse.example; dmarc=fail header.from=example.org")

        assert (forged, seat_of(meeting, participant)) == ("not_theirs", None)

    def test_a_calendar_that_answers_by_itself_is_heard_and_not_written_to(self, answers, meeting, participant):
        assert answers(reply(meeting), Auto_Submitted="auto-generated") == "answered"
        assert answers(None, Auto_Submitted="auto-replied", message_id="<two@mail.example.org>") == "automatic"
        Meeting.objects.filter(pk=meeting.pk).update(sequence=1)
        assert answers(reply(meeting), Auto_Submitted="auto-generated", message_id="<3@mail.example.org>") == "refused"

        assert seat_of(meeting, participant) == ("booked", "")
        assert mail.outbox == []

    def test_words_alone_are_sent_back_to_the_page(self, answers, meeting, participant):
        assert answers(None) == "refused"

        assert "takes the answers of calendars alone" in mail.outbox[0].body
        assert seat_of(meeting, participant) is None

    @pytest.mark.parametrize(
        "changed",
        [
            {"method": "REQUEST"},
            {"answer": "NEEDS-ACTION"},
            {"answer": "DELEGATED"},
            {"more": "ATTENDEE;PARTSTAT=DECLINED:mailto:eve@example.org"},
            {"more": "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:another"},
            {"more": "RECURRENCE-ID:20260302T080000Z"},
            {"uid": "11111111-1111-4111-8111-111111111111"},
        ],
    )
    def test_what_is_no_answer_to_it_changes_nothing(self, answers, meeting, participant, changed):
        say_maybe(meeting, actor=participant)

        assert answers(reply(meeting, **changed)) == "refused"

        assert seat_of(meeting, participant) == ("maybe", "")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_whatever_comes_in_is_read_or_not_and_raises_nothing(raw):
    around = (
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:5@copse\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\n"
    )

    read_reply(raw)
    read_reply(around + raw + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def test_an_answer_is_read_whatever_stands_around_it():
    class Some:
        uid = "5"

    assert read_reply(reply(Some, "TENTATIVE", sequence=3, comment="Late\\n by ten").encode()) == Reply(
        "5@copse.example", 3, Answer.TENTATIVE, "Late by ten"
    )
