"""Every address × every kind of person × every visibility gets the answer that the table promises."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.table import ADDRESS, GET, POST
from tests.access.world import POSTING, SUBJECTS, VISIBILITIES, build
from tests.masking import body_of, masked

pytestmark = pytest.mark.django_db

LETTERS = {200: "2", 204: "n", 301: "3", 302: "3", 400: "1", 403: "F", 404: "4", 405: "5", 409: "9", 422: "c"}


def addresses(resolver=None, namespace=""):
    """The names of all addresses; Django's admin and the account pages by their namespace or prefix."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else f"{namespace}{entry.pattern}"


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield {visibility: build(visibility) for visibility in VISIBILITIES}
        transaction.set_rollback(True)


def answers(worlds, method, name, place, subjects):
    """One string of letters for each visibility, in the order of `subjects`."""
    found = []
    for world in worlds.values():
        letters = ""
        cache.clear()  # where so many a minute may ask, each world begins anew
        for subject in subjects:
            with transaction.atomic():
                address, data = ADDRESS[name](world, place, subject)
                client = world.clients[subject]
                cookies = client.cookies.copy()
                response = getattr(client, method)(address, data if method == "post" else None)
                body_of(response)  # a file, where it answers with one, is closed
                client.cookies = cookies
                letters += LETTERS.get(response.status_code, f"[{response.status_code}]")
                transaction.set_rollback(True)
        found.append(letters)
    return tuple(found)


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, rows in GET.items() for place in rows])
def test_get(worlds, name, place):
    assert answers(worlds, "get", name, place, SUBJECTS) == GET[name][place]


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, rows in POST.items() for place in rows])
def test_post(worlds, name, place):
    assert answers(worlds, "post", name, place, POSTING) == POST[name][place]


def test_every_address_has_a_row():
    names = {name.split(":")[0] if name.startswith("admin:") else name for name in addresses()}

    assert names - set(GET) == set()
    assert set(GET) - names == set(), "rows without an address"
    assert names - set(POST) == set()


def test_an_address_without_a_row_is_noticed(settings, monkeypatch):
    monkeypatch.delitem(GET, "home:home")

    with pytest.raises(AssertionError):
        test_every_address_has_a_row()


def test_hidden_and_missing_are_the_same(worlds):
    """Whoever may not know of a thing gets the page that a missing one gives."""
    world = worlds["hidden"]
    hidden = world.discussions["commons", "open"]
    missing = reverse("forums:discussion", args=[999_999_999, hidden.slug])
    for subject in ("anonymous", "outsider", "ex_member", "guest", "admin", "suspended", "removed", "invited"):
        client = world.clients[subject]
        there, nowhere = client.get(hidden.get_absolute_url()), client.get(missing)

        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert masked(there, hidden.get_absolute_url()) == masked(nowhere, missing)
