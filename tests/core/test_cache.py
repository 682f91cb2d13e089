"""The cache against a real Valkey that stops, comes back, or says nothing."""

import time

import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.urls import reverse

from config import settings as as_served
from config.embedded.valkey import Valkey
from core.cache import SESSION_SECONDS, ForgivingRedisCache
from tests.running import SilentServer, free_port

HANGING = 8  # seconds: each page asks the cache several times, and a silent one may cost a second once


@pytest.fixture(autouse=True)
def not_yet_away(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)


@pytest.fixture
def use(settings):
    def use(url):
        away = {alias: {**as_served.CACHES[alias], "LOCATION": url} for alias in ("default", "sessions")}
        settings.CACHES = settings.CACHES | away

    return use


@pytest.fixture
def valkey(tmp_path):
    valkey = Valkey(tmp_path)
    yield valkey
    valkey.remove()


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


def test_a_cache_that_comes_back_is_asked_again(use, valkey, monkeypatch):
    url = valkey.url()
    use(url)
    cache.set("key", 1)
    use(f"redis://127.0.0.1:{free_port()}/0")
    assert cache.get("key") is None

    use(url)
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)

    assert cache.get("key") == 1


def test_a_count_that_lapsed_since_it_was_begun_begins_again():
    cache.delete("key")

    assert (cache.incr("key"), cache.incr("key", 3)) == (1, 3)


def test_the_database_is_asked_for_each_session_once_a_minute(client, participant):
    """So no session lives on in Redis that was ended while Redis was away, whoever was restarted meanwhile."""
    sessions = caches["sessions"]
    client.force_login(participant)
    client.get(reverse("accounts:profile"))
    key = sessions.make_key(SessionStore.cache_key_prefix + client.session.session_key)
    in_redis = sessions._cache.get_client()

    assert 0 < in_redis.ttl(key) <= SESSION_SECONDS

    # Signed out where Redis cannot be reached, and a minute passes.
    Session.objects.all().delete()
    in_redis.expire(key, 0)

    assert client.get(reverse("accounts:profile")).status_code == 302


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
