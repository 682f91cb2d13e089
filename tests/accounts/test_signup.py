"""From a visitor to somebody who has joined, by way of the mailed link."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from communities.models import Membership
from tests.factories import UserFactory

FORM = {
    "display_name": "Ngozi Okafor",
    "email": "ngozi@copse.example",
    "password1": "forty students and one manikin",
    "time_zone": "Africa/Lagos",
}


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), FORM | changes)


def test_sign_up_asks_for_a_name_and_takes_the_browser_s_zone(client, db):
    response = sign_up(client)

    person = User.objects.get()
    assert response.status_code == 302
    assert (person.display_name, person.email, person.time_zone) == (
        "Ngozi Okafor",
        "ngozi@copse.example",
        "Africa/Lagos",
    )
    assert re.fullmatch(r"ngozi-okafor-[a-z0-9]{5}", person.handle)


@pytest.mark.parametrize(
    ("name", "handle"),
    [("Işıl Yıldız", "isil-yildiz"), ("Łukasz Groß", "lukasz-gross"), ("Bjørn Æ", "bjorn-ae"), ("山田", "person")],
)
def test_a_handle_keeps_every_latin_letter(db, name, handle):
    assert re.fullmatch(rf"{handle}-[a-z0-9]{{5}}", UserFactory(display_name=name).handle)


@pytest.mark.parametrize("zone", ["", "Middle/Earth", "../etc/passwd", "x" * 200])
def test_a_zone_that_is_none_becomes_utc(client, db, zone):
    sign_up(client, time_zone=zone)

    assert User.objects.get().time_zone == "UTC"


@pytest.mark.parametrize("name", ["", "\u202e", "x" * 81])
def test_a_name_is_needed(client, db, name):
    response = sign_up(client, display_name=name)

    assert list(response.context["form"].errors) == ["display_name"]
    assert not User.objects.exists()


def mailed_link():
    (letter,) = mail.outbox
    return re.search(r"https?://[^/\s]+(/account/confirm-email/\S+)", letter.body)[1]


@pytest.mark.usefixtures("leader")
def test_who_pressed_join_comes_back_to_join(client, community):
    at_the_door = client.post(reverse("communities:join", args=["campus"]))
    wanted = client.get(at_the_door.url).context["redirect_field_value"]
    client.post(at_the_door.url, FORM | {"next": wanted})

    response = client.post(mailed_link(), follow=True)

    assert response.redirect_chain[-1][0] == wanted == "/c/campus/join/"
    assert "Join Virtual campus" in response.content.decode()
    client.post(wanted)
    newcomer = User.objects.get(email="ngozi@copse.example")
    assert Membership.objects.live_of(newcomer).get().community == community


def test_who_confirms_in_another_browser_signs_in_and_goes_on(client, community):
    client.post(reverse("account_signup"), FORM | {"next": "/c/campus/"})
    elsewhere = client.__class__()
    page = elsewhere.get(mailed_link())
    wanted = re.search(r'name="next" value="([^"]*)"', page.content.decode())[1]

    response = elsewhere.post(mailed_link().partition("?")[0], {"next": wanted})

    assert response.url == "/account/login/?next=%2Fc%2Fcampus%2F"
    response = elsewhere.post(response.url, {"login": FORM["email"], "password": FORM["password1"]})
    assert response.url == "/c/campus/"


def test_the_mailed_link_leads_to_no_other_site(client, db):
    client.post(reverse("account_signup"), FORM | {"next": "https://elsewhere.example.org/"})

    assert "example.org" not in mailed_link()
    assert "?" not in mailed_link()


def test_an_address_that_is_taken_is_not_given_away(client, outsider):
    response = sign_up(client, email=outsider.email)

    assert response.status_code == 302
    assert User.objects.count() == 1
    assert mail.outbox[0].to == [outsider.email]
