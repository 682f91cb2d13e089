"""The page of one's addresses offers what makes sense for each."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse


@pytest.fixture
def addresses(client, participant):
    client.force_login(participant, "django.contrib.auth.backends.ModelBackend")
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


def test_a_wrong_password_is_told_in_our_words(client, participant):
    response = client.post(reverse("account_login"), {"login": participant.email, "password": "not this one"})

    assert b"E-mail address and password do not belong together." in response.content
