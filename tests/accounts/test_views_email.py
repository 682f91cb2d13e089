"""The page of one's addresses offers what makes sense for each."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from tests.accounts.conftest import BACKEND


@pytest.fixture
def addresses(sure, participant):
    sure(participant)
    EmailAddress.objects.filter(user=participant).delete()
    add = lambda email, **facts: EmailAddress.objects.create(user=participant, email=email, **facts)  # noqa: E731
    add(participant.email, primary=True, verified=True)
    return add


def offered(client):
    page = client.get(reverse("account_email")).content.decode()
    return re.findall(r'name="(action_\w+)"', page)


def test_the_one_main_address_is_left_alone(client, addresses):
    assert offered(client) == ["action_add"]


@pytest.mark.parametrize(("is_verified", "actions"), [(True, ["primary", "remove"]), (False, ["send", "remove"])])
def test_a_second_address_may_become_main_once_confirmed(client, addresses, is_verified, actions):
    addresses("zoe@copse.example", verified=is_verified)

    assert offered(client) == [*(f"action_{action}" for action in actions), "action_add"]


def test_a_second_address_is_removed(client, addresses, participant):
    addresses("zoe@copse.example")

    client.post(reverse("account_email"), {"email": "zoe@copse.example", "action_remove": ""})

    assert not EmailAddress.objects.filter(email="zoe@copse.example").exists()


def test_a_new_main_address_is_confirmed_by_the_new_one_and_told_to_the_old_one(client, addresses, participant):
    before = participant.email
    client.post(reverse("account_email"), {"email": "zoe@copse.example", "action_add": ""})
    (letter,) = mail.outbox
    assert letter.to == ["zoe@copse.example"]

    client.post(reverse("account_email"), {"email": "zoe@copse.example", "action_primary": ""})
    participant.refresh_from_db()
    assert participant.email == before

    client.post(re.search(r"https?://[^/\s]+(/account/confirm-email/\S+/)", letter.body)[1])
    client.post(reverse("account_email"), {"email": "zoe@copse.example", "action_primary": ""})
    participant.refresh_from_db()
    assert participant.email == "zoe@copse.example"
    notice = mail.outbox[-1]
    assert notice.to == [before]
    assert f"from {before} to zoe@copse.example" in notice.body


@pytest.mark.parametrize("action", ["add", "primary", "remove"])
def test_nothing_changes_until_people_show_once_more_who_they_are(client, participant, action):
    client.force_login(participant, BACKEND)
    EmailAddress.objects.create(user=participant, email="zoe@copse.example", verified=True)
    before = list(EmailAddress.objects.order_by("pk").values())
    email = "other@copse.example" if action == "add" else "zoe@copse.example"

    response = client.post(reverse("account_email"), {"email": email, f"action_{action}": ""})

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert list(EmailAddress.objects.order_by("pk").values()) == before


def test_a_wrong_password_is_told_in_our_words(client, participant):
    response = client.post(reverse("account_login"), {"login": participant.email, "password": "not this one"})

    assert b"E-mail address and password do not belong together." in response.content


def test_the_way_to_a_new_password_stands_beneath_the_form(client, db):
    page = client.get(reverse("account_login")).content.decode()

    assert page.index("Forgot your password?") > page.index("Mail me a code instead")
    assert page.count("Forgot your password?") == 1


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_link_that_is_used_leads_to_where_a_new_one_is_sent(client, participant, is_signed_in):
    if is_signed_in:
        client.force_login(participant, BACKEND)

    page = client.get(reverse("account_confirm_email", args=["used"])).content.decode().split("<main", 1)[1]

    assert "used already" in page
    assert (f'class="btn" href="{reverse("account_email")}"' in page) is is_signed_in
    assert ("Sign in" in page) is not is_signed_in
