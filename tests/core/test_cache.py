"""The cache against a real Valkey that stops, comes back, or says nothing."""

import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from config.embedded.valkey import Valkey
from core.cache import ForgivingRedisCache
from tests.running import SilentServer, free_port

HANGING = 8  # seconds: each page asks the cache several times, and a silent one may cost a second once


@pytest.fixture(autouse=True)
def not_yet_missed(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)
    monkeypatch.setattr(ForgivingRedisCache, "_missed_something", False)


@pytest.fixture
def use(settings):
    def use(url):
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}

    return use


@pytest.fixture
def valkey(tmp_path):
    valkey = Valkey(tmp_path)
    yield valkey
    valkey.remove()


def let_time_pass(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)


def test_a_cache_that_is_away_is_empty_and_no_error(use):
    use(f"redis://127.0.0.1:{free_port()}/0")

    cache.set("key", 1)
    cache.set_many({"key": 1})

    assert cache.get("key", "nothing") == "nothing"
    assert cache.get_many(["key"]) == {}
    assert cache.add("key", 1) is True
    assert cache.incr("key") == 1
    assert cache.touch("key") is False
    assert cache.delete("key") is False
    assert "key" not in cache
    cache.delete_many(["key"])
    cache.clear()


def test_a_cache_that_comes_back_has_forgotten_what_may_have_changed_meanwhile(use, valkey, monkeypatch):
    url = valkey.url()
    use(url)
    cache.set("session", "signed in")
    use(f"redis://127.0.0.1:{free_port()}/0")
    cache.delete("session")
    use(url)
    let_time_pass(monkeypatch)

    assert cache.get("session") is None
    cache.set("session", "signed in again")
    assert cache.get("session") == "signed in again"


def test_forgetting_touches_nothing_but_the_cache(use, valkey, monkeypatch):
    url = valkey.url()
    use(url)
    cache._cache.get_client(write=True).set("copse:mail", "a task that waits")
    use(f"redis://127.0.0.1:{free_port()}/0")
    cache.get("key")
    use(url)
    let_time_pass(monkeypatch)

    cache.get("key")

    assert cache._cache.get_client().get("copse:mail") == b"a task that waits"


@pytest.mark.fault
@pytest.mark.parametrize("is_silent", [False, True])
def test_pages_and_sign_in_go_on_without_redis(client, participant, use, is_silent):
    with SilentServer() as silent:
        use(f"redis://127.0.0.1:{silent.port if is_silent else free_port()}/0")
        begun = time.monotonic()

        client.force_login(participant)
        statuses = [client.get(reverse("notifications:list")).status_code for _ in range(3)]

        took = time.monotonic() - begun
    assert statuses == [200, 200, 200]
    assert took < HANGING
