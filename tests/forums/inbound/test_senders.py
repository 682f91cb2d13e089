"""Whose a mail is: a member’s own, a machine’s, or nobody’s."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from forums.inbound.receiving import receive
from forums.models import Post
from tests.forums.mailing import message

pytestmark = pytest.mark.django_db


def test_a_second_confirmed_address_is_theirs_too(said, participant):
    EmailAddress.objects.create(user=participant, email="Pia@home.example.org", verified=True)

    assert said(sender="pia@home.example.org") == "posted"


@pytest.mark.parametrize("is_known", [True, False])
def test_nobody_else_speaks_in_their_name(said, participant, moderator, is_known):
    sender = moderator.email if is_known else "stranger@example.org"

    assert said("Buy this.\n", sender=sender) == "not_theirs"

    assert not Post.objects.filter(markdown="Buy this.").exists()
    letter = mail.outbox[0]
    assert letter.to == [participant.email]
    assert "not from an address of yours" in letter.body
    assert "Buy this." not in letter.body + letter.alternatives[0].content


def test_an_address_that_is_not_confirmed_is_not_theirs(said, participant):
    EmailAddress.objects.create(user=participant, email="pia@home.example.org", verified=False)

    assert said(sender="pia@home.example.org") == "not_theirs"


def test_two_senders_are_nobody(said, participant):
    assert said(sender=f"{participant.email}>, Mo <mo@example.org") == "not_theirs"


PROOF = "mx.copse.example; spf=pass; dmarc={}{} header.from=copse.example"


@pytest.mark.parametrize(
    ("trusted", "proof", "outcome"),
    [
        ("mx.copse.example", PROOF.format("fail", ""), "not_theirs"),
        ("MX.copse.example", PROOF.format("fail", " (p=REJECT)"), "not_theirs"),
        ("mx.copse.example", PROOF.format("pass", ""), "posted"),
        ("mx.copse.example", "mx.copse.example; dkim=pass (dmarc=fail)", "posted"),
        ("mx.copse.example", PROOF.format("fail", "").replace("mx.", "other."), "posted"),
        ("", PROOF.format("fail", ""), "posted"),
    ],
)
def test_what_a_trusted_server_disproved_is_not_theirs(said, settings, trusted, proof, outcome):
    settings.INBOUND_AUTHSERV = trusted

    assert said(Authentication_Results=proof) == outcome


@pytest.mark.parametrize(
    "proofs",
    [
        (PROOF.format("fail", ""), PROOF.format("pass", "")),
        (PROOF.format("pass", ""), PROOF.format("fail", "")),
        ("mx.copse.example; spf=pass", PROOF.format("fail", "")),
        ("mx.copse.example; dmarc=pass; dmarc=fail",),
    ],
)
def test_one_result_of_the_trusted_server_disproves_it(said, settings, to, participant, proofs):
    settings.INBOUND_AUTHSERV = "mx.copse.example"
    raw = message(to, sender=participant.email).as_bytes()
    heads = "".join(f"Authentication-Results: {proof}\n" for proof in proofs)

    assert receive(heads.encode() + raw) == "not_theirs"


@pytest.mark.parametrize("odd", [b"\x00", b"\xed\xa0\x80", b"\xff"])
def test_a_sender_that_nothing_can_hold_is_nobody(to, participant, odd):
    raw = message(to, sender=participant.email).as_bytes().replace(b"@copse.example>", odd + b"@copse.example>", 1)

    assert receive(raw) == "not_theirs"


def test_an_address_beyond_ascii_is_known(to, participant):
    EmailAddress.objects.create(user=participant, email="Piä@home.example.org", verified=True)
    raw = message(to, sender=participant.email).as_bytes()

    assert receive(raw.replace(participant.email.encode(), "piä@home.example.org".encode(), 1)) == "posted"


@pytest.mark.parametrize(
    "sign",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "bulk"},
        {"Precedence": "Auto_Reply"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<trainers.lists.example.org>"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@mx.example.org"},
    ],
)
def test_machines_get_no_answer(said, sign):
    assert said(**sign) == "automatic"

    assert mail.outbox == []
    assert not Post.objects.filter(markdown="We ask before we tell.").exists()


def test_a_person_who_says_that_they_are_none_is_heard(said):
    assert said(Auto_Submitted="no", Return_Path="<pia@copse.example>") == "posted"


def test_a_bounce_is_a_machine_s(to, participant):
    raw = message(to, sender=participant.email).as_bytes()
    raw = raw.replace(b"Content-Type: text/plain", b"Content-Type: multipart/report; boundary=x")

    assert receive(raw) == "automatic"


def test_who_was_erased_is_nobody(said, participant):
    User.objects.filter(pk=participant.pk).update(is_active=False)

    assert said() == "unknown"
    assert mail.outbox == []
