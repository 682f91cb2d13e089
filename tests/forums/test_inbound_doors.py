"""The two ways in: a mail server's pipe, and a provider's request."""

import hashlib
import hmac
import io
import os
from email.parser import BytesParser

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.test import Client

from forums.models import InboundMail, Post
from tests.factories import PostFactory
from tests.forums.mailing import DOMAIN, address_for, message

pytestmark = pytest.mark.django_db

TOKEN, KEY = "a token of the provider", "a key of the provider"


@pytest.fixture(autouse=True)
def site(settings):
    settings.INBOUND_DOMAIN = DOMAIN
    settings.INBOUND_TOKEN = TOKEN


@pytest.fixture
def raw(participant, discussion, moderator):
    post = PostFactory(discussion=discussion, author=moderator)
    return message(address_for(participant, post), sender=participant.email).as_bytes()


@pytest.fixture
def pipe(monkeypatch):
    def pipe(raw, *recipient):
        written = io.StringIO()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_mail", *recipient, stdout=written)
        return written.getvalue().strip()

    return pipe


def test_the_command_takes_a_message_from_a_pipe(pipe, raw):
    assert pipe(raw) == "posted"

    assert Post.objects.filter(markdown="We ask before we tell.").count() == 1


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        (b"To: reply+", b"To: reply+a", "unknown"),
        (b"From: Pia <", b"From: Eve <eve.", "not_theirs"),
        (b"Subject:", b"Auto-Submitted: auto-replied\nSubject:", "automatic"),
    ],
)
def test_what_is_no_answer_of_theirs_is_not_taken_apart(pipe, raw, monkeypatch, old, new, outcome):
    parsed, parse = [], BytesParser.parsebytes

    def watched(parser, text, headersonly=False):
        parsed.append(headersonly)
        return parse(parser, text, headersonly)

    monkeypatch.setattr(BytesParser, "parsebytes", watched)

    assert old in raw
    assert pipe(raw.replace(old, new, 1)) == outcome
    assert parsed == [True]


def test_the_command_believes_whom_the_mail_server_names(pipe, raw, participant, discussion, moderator):
    other = PostFactory(discussion=discussion, author=moderator)

    pipe(raw, address_for(participant, other))

    assert Post.objects.get(markdown="We ask before we tell.").parent == other


def test_the_command_sends_back_what_is_too_large(pipe, raw, settings):
    settings.INBOUND_LARGEST = len(raw) - 1

    with pytest.raises(CommandError, match="larger than") as refused:
        pipe(raw)

    assert refused.value.returncode == os.EX_DATAERR


@pytest.mark.parametrize("trouble", ["no domain", "no database"])
def test_the_command_has_it_tried_again(pipe, raw, settings, trouble):
    if trouble == "no domain":
        settings.INBOUND_DOMAIN = ""
    else:
        connection.execute_wrappers.append(_fail)
    try:
        with pytest.raises(CommandError) as refused:
            pipe(raw)
    finally:
        connection.execute_wrappers.clear()

    assert refused.value.returncode == os.EX_TEMPFAIL
    assert not InboundMail.objects.exists()


def _fail(*arguments):
    raise OperationalError("the database is away")


@pytest.fixture
def send():
    client = Client(enforce_csrf_checks=True)

    def send(raw, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.post("/inbound/mail/", raw, content_type="message/rfc822", headers=headers)

    return send


def test_a_request_with_the_token_is_taken(send, raw):
    response = send(raw, Authorization=f"Bearer {TOKEN}")

    assert (response.status_code, response.json()) == (200, {"outcome": "posted"})
    assert "no-store" in response["Cache-Control"]


def test_a_request_that_is_repeated_is_answered_alike(send, raw):
    first, second = (send(raw, Authorization=f"Bearer {TOKEN}") for _time in range(2))

    assert (second.status_code, second.json()) == (200, first.json())
    assert Post.objects.filter(markdown="We ask before we tell.").count() == 1


def test_a_request_that_is_signed_is_taken(send, raw, settings):
    settings.INBOUND_SIGNING_KEY = KEY
    signature = hmac.new(KEY.encode(), raw, hashlib.sha256).hexdigest()

    assert send(raw, X_Signature_256=f"sha256={signature}").status_code == 200
    assert send(raw + b"\n", X_Signature_256=f"sha256={signature}").status_code == 401


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer ü"])
@pytest.mark.parametrize("key", ["", KEY])
def test_whoever_has_no_key_is_refused(send, raw, settings, given, key):
    settings.INBOUND_SIGNING_KEY = key

    response = send(raw, Authorization=given, X_Signature_256="sha256=0")

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert not InboundMail.objects.exists()


def test_an_empty_token_opens_nothing(send, raw, settings):
    settings.INBOUND_TOKEN = ""

    assert send(raw, Authorization="Bearer ").status_code == 404


def test_without_a_domain_there_is_no_way_in(send, raw, settings):
    settings.INBOUND_DOMAIN = ""

    assert send(raw, Authorization=f"Bearer {TOKEN}").status_code == 404


def test_what_is_too_large_is_refused(send, raw, settings):
    settings.INBOUND_LARGEST = len(raw) - 1

    assert send(raw, Authorization=f"Bearer {TOKEN}").status_code == 413
    assert not InboundMail.objects.exists()


def test_more_than_a_form_may_hold_is_taken(send, raw, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    assert send(raw, Authorization=f"Bearer {TOKEN}").status_code == 200


def test_nothing_is_no_message(send):
    assert send(b" \n", Authorization=f"Bearer {TOKEN}").status_code == 400


def test_it_is_to_come_again_while_the_mail_server_is_away(send, raw, settings, participant):
    cut = raw.replace(b"reply+", b"reply+aaaaaaaa")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    response = send(cut, Authorization=f"Bearer {TOKEN}")

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert not InboundMail.objects.exists()
