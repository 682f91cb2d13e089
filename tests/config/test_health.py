from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from activity.effects import record
from config import health
from notifications.models import OutboxMessage
from tests.running import SilentServer, free_port


@pytest.fixture
def beat():
    health.note_beat()
    yield
    cache.delete(health.BEAT)


@pytest.fixture
def waiting_mail(community, participant):
    entry = record("community.started", actor=None, target=community)
    OutboxMessage.objects.create(recipient=participant, entry=entry, message_id="<1@copse.example>")
    return OutboxMessage.objects.all()


def readiness(client):
    response = client.get("/readyz")
    checks = response.json()["checks"]
    return response.status_code, {name for name, check in checks.items() if not check["ok"]}


def test_healthz_asks_nobody_and_leaves_no_trace(client, django_assert_num_queries):
    response = client.get("/healthz")  # without the database: no fixture opened it

    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_readyz_is_well_when_every_part_is(client, db, beat):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": {
            "database": {"ok": True},
            "redis": {"ok": True},
            "outbox": {"ok": True, "seconds": 0},
            "beat": {"ok": True, "seconds": 0},
        },
    }
    assert not response.cookies


def test_readyz_misses_a_beat(client, db, beat, time_machine):
    time_machine.move_to(timezone.now() + timedelta(seconds=health.OLDEST_BEAT_SECONDS + 1))
    assert readiness(client) == (503, {"beat"})

    cache.delete(health.BEAT)
    assert readiness(client) == (503, {"beat"})


def test_readyz_sees_mail_that_does_not_leave(client, beat, waiting_mail):
    waiting_mail.update(due_at=timezone.now() - timedelta(seconds=health.OLDEST_MAIL_SECONDS + 1))
    assert readiness(client) == (503, {"outbox"})

    waiting_mail.update(due_at=timezone.now() + timedelta(hours=1))
    assert readiness(client) == (200, set())


@pytest.mark.parametrize("is_silent", [False, True])
def test_readyz_sees_that_redis_is_away(client, db, beat, settings, is_silent):
    with SilentServer() as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.port if is_silent else free_port()}/0"

        assert readiness(client) == (503, {"redis"})


def test_readyz_sees_that_the_database_is_away(client, beat, django_db_blocker, monkeypatch):
    with django_db_blocker.unblock():
        connections["default"].close()
        monkeypatch.setitem(connections["default"].settings_dict, "PORT", str(free_port()))

        response = client.get("/readyz")

        connections["default"].close()
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == {"ok": False}
    assert response.json()["checks"]["outbox"] == {"ok": False}
