"""Whether an address belongs to somebody is told at no door: equal answers, and about equal work."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tests.masking import answer

KNOWN, UNKNOWN, CLOSED = "known@copse.example", "unknown@copse.example", "closed@copse.example"
PASSWORD = "not the right one"

DOORS = {
    "sign-in": ("account_login", {"login": "ADDRESS", "password": PASSWORD}),
    "sign-up": ("account_signup", {"display_name": "Zoe", "email": "ADDRESS", "password1": PASSWORD}),
    "reset": ("account_reset_password", {"email": "ADDRESS"}),
    "code": ("account_request_login_code", {"email": "ADDRESS"}),
}


class CountingHasher(MD5PasswordHasher):
    """The quick hash of the tests, with a count of how often it was made."""

    made = 0

    def encode(self, password, salt):
        type(self).made += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def people(db, settings):
    UserFactory(email=KNOWN)
    UserFactory(email=CLOSED, is_active=False)
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]


def knock(door, address):
    """What somebody sees who tries this address, until nothing more follows: answers, pages, and the work done."""
    name, fields = DOORS[door]
    client = Client()
    CountingHasher.made = 0
    mail.outbox.clear()
    seen = []
    for spelling in (address, address.upper()):
        form = {key: spelling if value == "ADDRESS" else value for key, value in fields.items()}
        response = client.post(reverse(name), form)
        seen.append(answer(response, spelling))
        while response.status_code == 302:
            response = client.get(response.url)
            seen.append(answer(response, spelling, address))
    return seen, {
        "hashes": CountingHasher.made,
        "mails": len(mail.outbox),
        "to": {to for m in mail.outbox for to in m.to},
    }


@pytest.mark.parametrize("door", DOORS)
def test_known_and_unknown_addresses_get_the_same_answers(door):
    known, unknown = knock(door, KNOWN)[0], knock(door, UNKNOWN)[0]

    assert known == unknown


@pytest.mark.parametrize("door", DOORS)
def test_a_closed_account_is_not_told_from_none(door):
    assert knock(door, CLOSED)[0] == knock(door, UNKNOWN)[0]


@pytest.mark.parametrize("door", DOORS)
def test_known_and_unknown_addresses_cost_about_the_same_work(door):
    known, unknown = knock(door, KNOWN)[1], knock(door, UNKNOWN)[1]

    assert known["hashes"] == unknown["hashes"]
    assert known["mails"] == unknown["mails"]


def test_who_has_an_account_is_told_by_mail_that_somebody_signed_up_with_their_address():
    knock("sign-up", KNOWN)

    assert mail.outbox[0].to == [KNOWN]
    assert "There is an account with this address already" in mail.outbox[0].body


def test_who_has_no_account_is_told_by_mail_how_to_get_one():
    knock("reset", UNKNOWN)

    assert mail.outbox[0].to == [UNKNOWN]
    assert "/account/signup/" in mail.outbox[0].body


def test_an_added_address_is_not_told_to_belong_to_another(sure, participant):
    client = sure(participant)
    for email in (KNOWN, UNKNOWN):
        mail.outbox.clear()
        client.post(reverse("account_email"), {"email": email, "action_add": ""})

        page = client.get(reverse("account_email")).content.decode()
        assert f"A mail to confirm {email} is on its way." in page
        assert f"<span>{email}</span>" in page
        assert [letter.to for letter in mail.outbox] == [[email]]


def test_an_address_that_somebody_else_confirmed_gets_no_link_that_could_only_fail(sure, participant):
    client = sure(participant)

    client.post(reverse("account_email"), {"email": KNOWN, "action_add": ""})

    (letter,) = mail.outbox
    assert letter.subject == "This address is in use at Copse already"
    assert "in use already" in letter.body
    assert "confirm-email" not in letter.body + str(letter.alternatives)
