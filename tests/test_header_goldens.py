"""The headers of each kind of answer, whole: one more, one fewer or one that changed is noticed."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import DiscussionFactory, PostFactory

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
EVERY = {
    "Content-Type": {"text/html; charset=utf-8"},
    "Content-Language": {"en"},
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": {"DENY"},
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cache-Control": {"private", "no-cache"},
    "Vary": {"Accept-Language", "Cookie", "HX-Request"},
}
NEVER_KEPT = {"max-age=0", "no-cache", "no-store", "must-revalidate", "private"}
UNLIKE = ("Content-Length", "ETag", "Expires")  # differ from answer to answer; that they are there is held


@pytest.fixture
def discussion(commons, participant):
    discussion = DiscussionFactory(space=commons)
    PostFactory(discussion=discussion, author=participant, kind="prompt")
    return discussion


@pytest.fixture
def reader(participant):
    client = Client(raise_request_exception=False)
    client.force_login(participant, settings.AUTHENTICATION_BACKENDS[0])
    return client


def headers(response):
    """{name: the parts of its value} of all headers but those that no two answers share."""
    apart = {"Content-Security-Policy": "; ", "Vary": ", ", "Cache-Control": ", "}
    return {
        name: set(value.split(apart[name])) if name in apart else {value}
        for name, value in response.headers.items()
        if name not in UNLIKE
    }


def unlike(response):
    return {name for name in UNLIKE if name in response.headers}


def test_a_page(reader, discussion):
    response = reader.get(discussion.get_absolute_url())

    assert response.status_code == 200
    assert headers(response) == EVERY
    assert unlike(response) == {"Content-Length", "ETag"}


def test_a_page_that_has_not_changed(reader, discussion):
    reader.get(discussion.get_absolute_url())
    etag = reader.get(discussion.get_absolute_url())["ETag"]

    response = reader.get(discussion.get_absolute_url(), headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert headers(response) == {name: value for name, value in EVERY.items() if name != "Content-Type"}


def test_a_page_for_a_visitor(client, discussion):
    response = client.get("/communities/")

    assert response.status_code == 200
    assert headers(response) == EVERY
    assert not response.cookies


def test_a_fragment(reader, discussion):
    response = reader.get(f"/d/{discussion.pk}/reply/", {"to": 1}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert b"<html" not in response.content
    assert headers(response) == EVERY
    assert unlike(response) == {"Content-Length"}


def test_json(client):
    response = client.get("/readyz")

    assert headers(response) == {**EVERY, "Content-Type": {"application/json"}, "Cache-Control": NEVER_KEPT}
    assert unlike(response) == {"Content-Length", "Expires"}


def test_a_redirect(client):
    response = client.get("/notifications/")

    assert response.status_code == 302
    assert headers(response) == {**EVERY, "Location": {"/account/login/?next=/notifications/"}}


def test_what_follows_a_form(reader, discussion):
    response = reader.post(f"/d/{discussion.pk}/follow/")

    assert response.status_code == 302
    assert headers(response) == {
        **EVERY,
        "Cache-Control": NEVER_KEPT,
        "Location": {discussion.get_absolute_url()},
    }


def test_what_is_not_there(reader):
    response = reader.get("/d/999999999/")

    assert response.status_code == 404
    assert headers(response) == EVERY


def test_what_went_wrong(reader, monkeypatch):
    def fail(person):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("home.queries.dashboard", fail)

    response = reader.get("/")

    assert response.status_code == 500
    assert b"on purpose" not in response.content
    assert headers(response) == EVERY
