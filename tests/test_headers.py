"""What every answer carries, and what a page that was seen before does not do again."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.access.table import ADDRESS, GET, shown_place
from tests.access.world import SUBJECTS, build
from tests.masking import body_of
from tests.statements import changes

pytestmark = pytest.mark.django_db

READERS = ("anonymous", "participant", "leader", "admin")
# Forms by which people come in or answer, which a foreign site must not send: their token needs a cookie.
ENTRANCES = {"communities:invitation", "meetings:guest"} | {name for name in GET if name.startswith("account_")}
OPEN_TO_ALL = {
    name for name, rows in GET.items() if any(row[0][SUBJECTS.index("anonymous")] == "2" for row in rows.values())
}
NOT_ALLOWED = re.compile(r"<script(?![^>]*\b(?:src|nonce)=)|<style(?![^>]*\bnonce=)|<[^>]+\s(?:style|on\w+)=[\"']")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build("public")
        transaction.set_rollback(True)


@pytest.fixture
def get(world):
    """Ask for an address by its name, as somebody; (response, statements that changed something)."""

    def get(name, subject, **headers):
        with transaction.atomic():
            address, _data = ADDRESS[name](world, shown_place(name, subject), subject)
        with CaptureQueriesContext(connection) as queries:
            response = world.clients[subject].get(address, headers=headers)
            body_of(response)  # what comes line by line, or from a file, is read and closed
            return response, changes(queries)

    return get


@pytest.mark.parametrize("name", GET)
def test_every_answer_carries_the_policies(get, name):
    for subject in READERS:
        for headers in ({}, {"HX-Request": "true"}):
            response, _written = get(name, subject, **headers)

            policy = response["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert response["X-Frame-Options"] == "DENY"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Referrer-Policy"] == "same-origin"
            assert "HX-Request" in response["Vary"]
            assert {"private", "no-cache"} <= set(response["Cache-Control"].replace(" ", "").split(","))
            assert not NOT_ALLOWED.search(body_of(response))


@pytest.mark.parametrize("name", sorted(OPEN_TO_ALL - ENTRANCES))
def test_a_visitor_gets_no_cookie_and_leaves_no_trace(get, name):
    response, written = get(name, "anonymous")

    assert response.status_code == 200
    assert not response.cookies
    assert written == []


@pytest.mark.parametrize("is_https", [False, True])
def test_a_foreign_host_is_refused_with_a_page(settings, is_https):
    settings.SECURE_SSL_REDIRECT = is_https

    response = Client(raise_request_exception=False).get("/", headers={"Host": "foreign.example"})

    assert response.status_code == 400
    assert "That did not work" in response.content.decode()


@pytest.mark.parametrize("name", GET)
def test_a_page_seen_again_writes_nothing(get, name):
    for subject in READERS:
        get(name, subject)

        response, written = get(name, subject)

        assert response.status_code < 500
        assert written == []


def test_signing_out_drops_what_the_browser_kept(client, participant, settings):
    client.force_login(participant, settings.AUTHENTICATION_BACKENDS[0])

    assert "Clear-Site-Data" not in client.get("/account/logout/").headers
    assert client.post("/account/logout/").headers["Clear-Site-Data"] == '"cache"'
