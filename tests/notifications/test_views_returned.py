"""What whoever's mail comes back is told on their next visit, and what they can do."""

import pytest
from django.urls import reverse

from accounts.models import User
from notifications.bounces import Bounce
from notifications.effects import note_bounce
from notifications.models import FailingAddress

pytestmark = pytest.mark.django_db
URL = reverse("notifications:returned")


@pytest.fixture
def stopped(client, participant):
    note_bounce(participant.email, Bounce(True, "5.1.1"))
    client.force_login(participant)
    return participant


@pytest.mark.parametrize("page", ["home:home", "notifications:list", "notifications:settings"])
def test_each_page_says_so(client, stopped, page):
    answer = client.get(reverse(page)).content.decode()

    assert f"Mail to {stopped.email} came back" in answer
    assert URL in answer


def test_nobody_else_reads_of_it(client, stopped, moderator):
    client.force_login(moderator)

    assert "came back" not in client.get(reverse("home:home")).content.decode()


def test_its_page_says_why_and_what_to_do(client, stopped):
    answer = client.get(URL).content.decode()

    assert "5.1.1" in answer
    assert reverse("account_email") in answer
    assert "Mail me again" in answer


def test_one_may_be_mailed_again(client, stopped):
    answer = client.post(URL, follow=True).content.decode()

    assert "Copse mails you again." in answer
    assert "came back, so" not in answer
    assert not User.objects.get(pk=stopped.pk).mail_comes_back
    assert not FailingAddress.objects.exists()


def test_twice_is_once(client, stopped):
    client.post(URL)

    assert client.post(URL).status_code == 302


def test_who_has_no_trouble_reads_that(client, participant):
    client.force_login(participant)

    assert "Your mail arrives" in client.get(URL).content.decode()


def test_visitors_sign_in_first(client):
    assert client.get(URL).status_code == 302
