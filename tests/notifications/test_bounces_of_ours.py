"""Letters that are refused for who sent them: nobody is cut off, and whoever runs the site learns it."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from forums.inbound.receiving import receive
from notifications import bounces
from notifications.effects import relay, send_due_mail, try_again
from notifications.models import FailingAddress, OutboxMessage
from notifications.outbox import outbox
from tests.forums.mailing import DOMAIN
from tests.notifications.returning import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(tell, participant, settings):
    settings.INBOUND_DOMAIN = DOMAIN
    tell(participant)
    send_due_mail()
    return mail.outbox[-1].from_email


@pytest.mark.parametrize(
    "said",
    [
        "5.1.8 <bounce+x@reply.copse.example>: Sender address rejected: Domain not found",
        "5.1.7 <bounce+x@reply.copse.example>: Sender address rejected",
        "<bounce+x@reply.copse.example>: Sender address rejected: Domain not found",
        "Sender verify failed: Unrouteable address",
        "sorry, your envelope sender domain does not exist (#5.1.8)",
        "Invalid sender domain, host unknown",
        "5.1.0 Sender domain does not exist",
        "Helo command rejected: Host not found",
    ],
)
def test_what_is_said_of_the_sender_is_no_fault_of_the_address(said):
    bounce = bounces.of_refusal(550, said)

    assert (bounce.is_hard, bounce.is_ours) == (False, True)


@pytest.mark.parametrize(
    ("said", "is_hard"),
    [
        ("5.2.1 The user you are trying to contact is receiving mail too quickly", False),
        ("5.1.9 Message contains bare linefeeds", False),
        ("5.1.0 Address rejected", False),
        ("5.1.0 No such user here", True),
        ("5.1.10 Recipient domain has a null MX", True),
        ("5.1.1 User unknown. Returned to sender", True),
        ("User unknown; tell the sender", True),
    ],
)
def test_what_is_said_of_the_reader_is(said, is_hard):
    bounce = bounces.of_refusal(550, said)

    assert (bounce.is_hard, bounce.is_ours) == (is_hard, False)


def test_a_letter_that_came_back_so_is_shown_to_staff_and_counts_for_nobody(sent, participant, client, admin):
    receive(report(sent, status="5.1.8", said="550 5.1.8 Sender address rejected: buy at evil.example"))

    assert not User.objects.get(pk=participant.pk).mail_comes_back
    assert not FailingAddress.objects.exists()
    (reason,) = outbox().returned
    assert (reason.said, reason.number) == ("came back: the sender was refused 5.1.8", 1)
    client.force_login(admin)
    shown = client.get(reverse("notifications:outbox")).content.decode()
    assert "the sender was refused 5.1.8" in shown
    assert "evil.example" not in shown
    assert try_again() == 0


def test_what_is_refused_so_at_once_is_tried_again(tell, participant, monkeypatch):
    def refuse(self, messages):
        raise SMTPRecipientsRefused({participant.email: (550, b"5.1.8 Sender address rejected: Domain not found")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    tell(participant)

    relay.send_due_mail()

    assert OutboxMessage.objects.get().state == "waiting"
    assert "5.1.8" in outbox().trying[0].said
    assert not FailingAddress.objects.exists()
