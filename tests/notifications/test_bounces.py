"""What mail servers say of letters that they return, and what follows of it."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.effects import erase_person
from accounts.models import User
from activity.effects import record
from forums.inbound.receiving import receive
from forums.models import InboundMail
from notifications import bounces
from notifications.bounce_addresses import bounce_address
from notifications.bounces import Bounce
from notifications.effects import forget_old_failures, note_bounce, relay, send_due_mail, write_to
from notifications.models import FailingAddress, OutboxMessage
from tests.factories import InvitationFactory
from tests.forums.mailing import DOMAIN
from tests.notifications.returning import AWAY, EXCHANGE, EXIM, QMAIL, report, words

pytestmark = pytest.mark.django_db
TO = "bounce+x@reply.copse.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.INBOUND_DOMAIN = DOMAIN


@pytest.fixture
def sent(tell, participant):
    """A letter to the participant; returns where it comes back to."""
    tell(participant)
    send_due_mail()
    return mail.outbox[-1].from_email


def anew(person):
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (report(TO), Bounce(True, "5.1.1")),
        (report(TO, status="5.0.0", said="550 No such user here"), Bounce(True, "5.0.0")),
        (report(TO, status="5.1.2", said="Host not found"), Bounce(True, "5.1.2")),
        (report(TO, status="5.2.1", said="550 mailbox disabled"), Bounce(True, "5.2.1")),
        (report(TO, status="5.2.2", said="552 mailbox full"), Bounce(False, "5.2.2")),
        (report(TO, status="5.7.1", said="550 blocked by policy"), Bounce(False, "5.7.1")),
        (report(TO, status="5.7.26", said="550 unauthenticated mail, user unknown to us"), Bounce(False, "5.7.26")),
        (report(TO, status="4.4.7", said="delivery time expired"), Bounce(False, "4.4.7")),
        (report(TO, action="delayed", status="4.4.1"), None),
        (report(TO, action="delivered", status="2.0.0"), None),
        (report(TO, action="expanded", status="2.0.0"), None),
        (words(TO, QMAIL), Bounce(True, "5.1.1")),
        (words(TO, EXIM, headers="X-Failed-Recipients: ana@copse.example\n"), Bounce(True, "")),
        (words(TO, EXCHANGE, sender="postmaster@mx.example.org"), Bounce(False, "4.2.2")),
        (words(TO, AWAY, sender="ana@copse.example", subject="Away"), None),
        (words(TO, QMAIL, sender="ana@copse.example"), None),
        (b"", None),
        (b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nx", None),
    ],
)
def test_what_a_server_says_is_read(raw, found):
    assert bounces.read(raw) == found


@given(st.binary(max_size=400), st.integers(min_value=0, max_value=1500))
def test_whatever_the_bytes_are_nothing_breaks(noise, place):
    whole = report(TO)

    bounces.read(whole[:place] + noise + whole[place:])
    bounces.read(noise)


def test_a_letter_has_an_envelope_sender_of_its_own_and_is_from_copse(sent):
    letter = mail.outbox[-1]

    assert sent.startswith("bounce+")
    assert len(sent.partition("@")[0]) <= 64
    assert letter.message()["From"] == settings.DEFAULT_FROM_EMAIL


def test_without_a_domain_it_has_none(tell, participant, settings):
    settings.INBOUND_DOMAIN = ""
    tell(participant)

    send_due_mail()

    assert mail.outbox[-1].from_email == settings.DEFAULT_FROM_EMAIL


def test_one_hard_bounce_stops_the_address(sent, participant, tell):
    assert receive(report(sent)) == "automatic"

    row = InboundMail.objects.get()
    assert (row.reason, row.person, row.is_answered) == ("Bounce", None, False)
    assert anew(participant).mail_comes_back
    assert FailingAddress.objects.get().status == "5.1.1"
    tell(participant)
    send_due_mail()
    assert len(mail.outbox) == 1
    assert OutboxMessage.objects.filter(state="dropped").count() == 1


def test_the_server_may_say_to_whom_it_was_delivered(sent, participant):
    receive(report("copse@copse.example"), recipient=sent.upper())

    assert anew(participant).mail_comes_back


def test_five_soft_ones_on_five_days_stop_it(sent, participant, time_machine):
    now = timezone.now()
    for day in range(4):
        time_machine.move_to(now + timedelta(days=2 * day), tick=False)
        receive(report(sent, status="4.2.2", key=f"{day}"))
        receive(report(sent, status="4.2.2", key=f"{day} again"))
    assert not anew(participant).mail_comes_back
    assert FailingAddress.objects.get().soft == 4

    time_machine.move_to(now + timedelta(days=8), tick=False)
    receive(report(sent, status="4.2.2", key="last"))

    assert anew(participant).mail_comes_back


def test_a_month_without_one_begins_the_count_anew(sent, participant, time_machine):
    now = timezone.now()
    for day in (0, 2, 4, 6, 37):
        time_machine.move_to(now + timedelta(days=day), tick=False)
        receive(report(sent, status="4.2.2", key=f"{day}"))

    assert FailingAddress.objects.get().soft == 1
    assert not anew(participant).mail_comes_back


@pytest.mark.parametrize("change", [lambda to: f"bounce+a{to[8:]}", lambda to: f"reply+{to[7:]}"])
def test_what_nobody_gave_out_stops_nobody(sent, participant, change):
    receive(report(change(sent)))

    assert not anew(participant).mail_comes_back
    assert not FailingAddress.objects.exists()


def test_a_letter_s_number_alone_is_no_address(participant, moderator, sent):
    """Who has a letter of their own cannot make of its address that of another's."""
    own = bounce_address(OutboxMessage.objects.get().pk, moderator.email)

    receive(report(own))

    assert not anew(participant).mail_comes_back
    assert not anew(moderator).mail_comes_back


def test_an_answer_of_somebody_who_is_away_stops_nothing(sent, participant):
    assert receive(words(sent, AWAY, sender=participant.email, subject="Away")) == "automatic"

    assert not FailingAddress.objects.exists()


def test_who_has_another_address_by_now_is_written_to(sent, participant):
    User.objects.filter(pk=participant.pk).update(email="new@copse.example")

    receive(report(sent))

    assert not FailingAddress.objects.exists()


def test_another_address_ends_it(sent, participant):
    receive(report(sent))

    User.objects.filter(pk=participant.pk).update(email="new@copse.example")

    assert not anew(participant).mail_comes_back


def test_a_letter_to_an_address_without_an_account_stops_that(community, leader):
    invitation = InvitationFactory(community=community, invited_by=leader, email="eva@copse.example")
    write_to(record("invitation.sent", actor=leader, target=invitation), "eva@copse.example")
    send_due_mail()
    receive(report(mail.outbox[-1].from_email))

    write_to(record("invitation.sent", actor=leader, target=invitation), "eva@copse.example")
    send_due_mail()

    assert len(mail.outbox) == 1
    assert FailingAddress.objects.get().stopped_at


def test_what_the_server_refuses_at_once_stops_it_too(tell, participant, monkeypatch):
    def refuse(self, messages):
        raise SMTPRecipientsRefused({participant.email: (550, b"5.1.1 User unknown")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    tell(participant)

    relay.send_due_mail()

    assert OutboxMessage.objects.get().state == "failed"
    assert anew(participant).mail_comes_back


def test_what_it_refuses_for_another_reason_is_tried_again(tell, participant, monkeypatch):
    def refuse(self, messages):
        raise SMTPRecipientsRefused({participant.email: (550, b"5.7.1 blocked")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    tell(participant)

    relay.send_due_mail()

    assert OutboxMessage.objects.get().state == "waiting"
    assert not anew(participant).mail_comes_back


def test_what_is_old_is_forgotten(time_machine):
    now = timezone.now()
    FailingAddress.objects.create(digest="soft", soft=1, last_at=now)
    FailingAddress.objects.create(digest="stopped", last_at=now, stopped_at=now)

    time_machine.move_to(now + timedelta(days=31))
    forget_old_failures()
    assert list(FailingAddress.objects.values_list("digest", flat=True)) == ["stopped"]

    time_machine.move_to(now + timedelta(days=366))
    forget_old_failures()
    assert not FailingAddress.objects.exists()


def test_after_a_year_whoever_was_cut_off_is_written_to_again(sent, participant, moderator, tell, time_machine):
    receive(report(sent))
    time_machine.move_to(timezone.now() + timedelta(days=300))
    note_bounce(moderator.email, Bounce(True, "5.1.1"))

    time_machine.move_to(timezone.now() + timedelta(days=66))
    forget_old_failures()

    assert anew(participant).returned_from == ""
    assert anew(moderator).mail_comes_back
    tell(participant)
    send_due_mail()
    assert mail.outbox[-1].to == [participant.email]
    assert len(mail.outbox) == 2


def test_nothing_of_it_is_known_of_whoever_was_erased(sent, participant):
    receive(report(sent))

    erase_person(participant)

    assert not FailingAddress.objects.exists()
    assert anew(participant).returned_from == ""
