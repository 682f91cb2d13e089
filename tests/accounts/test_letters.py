"""What the letters about an account say, and where they lead."""

import re
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import RequestFactory
from django.utils import timezone

ROOT = Path(__file__).resolve().parents[2] / "templates"
PLAIN = sorted(path for path in ROOT.rglob("*.txt") if "{% block content %}" in path.read_text())
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize("letter", PLAIN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_plain_letter_speaks_of_no_button(letter):
    assert not re.search(r"[Pp]ress|[Bb]utton", letter.read_text())


def test_a_warning_leads_to_a_new_password_and_says_when_and_where_in_words(participant, time_machine):
    time_machine.move_to("2026-01-12 10:30:00+00:00")
    participant.time_zone = "Africa/Kampala"
    participant.save(update_fields=["time_zone"])
    request = RequestFactory().get("/", headers={"user-agent": FIREFOX})
    request.user = AnonymousUser()

    with context.request_context(request):
        get_adapter().send_notification_mail("mfa/email/totp_activated", participant)

    (letter,) = mail.outbox
    html = letter.alternatives[0][0]
    for text in (letter.body, html):
        assert "/account/password/reset/" in text
        assert "12 January 2026, 13:30 (Africa/Kampala)" in text
        assert "Firefox on Linux, 127.0.0.1" in text
        assert "Mozilla" not in text
    assert timezone.get_current_timezone_name() == "UTC"
