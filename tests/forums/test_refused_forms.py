"""A form that cannot be taken gives back what was written in it, and leads to where it stands."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from forums.models import Post
from tests.factories import DiscussionFactory

HTMX = {"HX-Request": "true"}
HERE = "http://testserver"
TEXT = "I asked **before** I told.\n\n<b>Twice</b>"


@pytest.fixture
def discussion(commons):
    return DiscussionFactory(space=commons, title="When the room shuts down")


@pytest.fixture
def url(discussion):
    return reverse("forums:reply", args=[discussion.pk])


def form(text=TEXT, **more):
    return {"text": text, "submission": str(uuid.uuid4()), "to": "", **more}


def written(response):
    """What the page gives back to be copied, or None."""
    box = re.search(r"<textarea[^>]* readonly[^>]*>\n(.*?)</textarea>", response.content.decode(), re.S)
    return box and box[1].replace("&lt;", "<").replace("&gt;", ">")


def way_on(response):
    found = re.search(r'name="next" value="([^"]*)"', response.content.decode())
    return found and found[1]


def test_a_reply_without_a_session_is_given_back_with_the_way_in(client, discussion, url):
    page = discussion.get_absolute_url()

    response = client.post(url, form(), headers={"Referer": HERE + page + "?after=00001"})

    assert response.status_code == 403
    assert written(response) == TEXT
    assert way_on(response) == page + "?after=00001"
    assert b"You were signed out" in response.content
    assert not Post.objects.exists()


def test_an_edit_without_a_session_is_given_back_line_by_line(client, discussion):
    sent = {
        "closing": "7",
        "version": "2",
        "summary-prefix": ["## ", "- "],
        "summary-line": ["What was said", "Ask first [#2]."],
        "result": "learned",
    }

    response = client.post(reverse("forums:closing-save", args=[discussion.pk]), sent)

    assert response.status_code == 404
    assert written(response) == "## What was said\n- Ask first [#2]."
    assert way_on(response) == reverse("forums:closing", args=[discussion.pk])


def test_the_plan_is_given_back_too(client, discussion):
    sent = {"title": "A better title", "kind": "open", "question": "Who has tried it?", "closes_at": "2031-07-03T09:30"}

    response = client.post(reverse("forums:plan", args=[discussion.pk]), sent)

    assert written(response) == "A better title\n\nWho has tried it?"


@pytest.mark.parametrize("place", ["reply", "plan"])
def test_a_visitor_who_looks_at_a_form_may_sign_in(client, discussion, place):
    address = reverse(f"forums:{place}", args=[discussion.pk]) + "?to=3"

    response = client.get(address)

    assert response.status_code == 403
    assert way_on(response) == address
    assert written(response) is None


def test_with_htmx_the_way_in_opens_beside_the_page(client, discussion, url):
    page = discussion.get_absolute_url()

    response = client.post(url, form(), headers={**HTMX, "Referer": HERE + page})

    said = re.search(r'id="refusal"[^>]*>(.*?)</p>', response.content.decode(), re.S)[1]
    assert "You are signed out" in said
    assert f'href="/account/login/?next={page}" target="_blank"' in said


def test_who_left_meanwhile_gets_the_text_back(client, team_room, outsider):
    client.force_login(outsider)

    response = client.post(reverse("forums:reply", args=[DiscussionFactory(space=team_room).pk]), form())

    assert response.status_code == 404
    assert written(response) == TEXT
    assert way_on(response) is None


@pytest.fixture
def strict(participant):
    client = Client(enforce_csrf_checks=True)
    client.force_login(participant)
    return client


def test_an_old_token_costs_no_text(strict, discussion, url):
    page = discussion.get_absolute_url()

    response = strict.post(url, form(), headers={"Referer": HERE + page})

    assert response.status_code == 403
    assert written(response) == TEXT
    assert f'class="btn" href="{page}"' in response.content.decode()


def test_with_htmx_an_old_token_is_replaced(strict, url):
    refusal = strict.post(url, form(), headers=HTMX).content.decode()
    token = re.search(r'id="refusal"[^>]* data-token="(\w+)"', refusal)[1]

    assert strict.post(url, form(csrfmiddlewaretoken=token), headers=HTMX).status_code == 200


@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_what_another_site_sent_is_not_shown(strict, url, header):
    response = strict.post(url, form(), headers={header: "https://foreign.example/d/1/"})

    assert written(response) is None
    assert b"foreign.example" not in response.content


def test_a_password_is_never_shown():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/account/login/", {"login": "Ana@copse.example", "password": "Three Green Words"})

    assert response.status_code == 403
    assert b"Three Green Words" not in response.content
    assert written(response) is None
