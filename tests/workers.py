"""Workers and beats beside a test, on its database, with a broker and a mail server of their own."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from kombu import pools

from config.celery import app
from config.embedded.valkey import Valkey
from core import wake
from notifications.models import OutboxMessage
from tests.running import Postbox, Process, environment


@pytest.fixture
def postbox(settings):
    postbox = Postbox(pause=0.05)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postbox.port
    postbox.open()
    yield postbox
    postbox.close()


@pytest.fixture
def valkey(tmp_path):
    valkey = Valkey(tmp_path)
    yield valkey
    valkey.remove()


@pytest.fixture
def publish_to(monkeypatch, settings):
    """Let this process publish to another broker, which nothing is known about."""
    number = urlsplit(settings.CELERY_BROKER_URL).path  # of the database, which each test process has for itself

    def publish_to(url):
        monkeypatch.setitem(app.conf, "broker_url", urlsplit(url)._replace(path=number).geturl())
        monkeypatch.setattr(wake, "_silent_until", 0.0)
        _forget_connections()

    yield publish_to
    monkeypatch.undo()
    _forget_connections()


def _forget_connections():
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture
def start(tmp_path, postbox, valkey):
    """Start a Celery process on this test's database, with the postbox and a Valkey of its own."""
    started = []

    def start(*command, number=0):
        env = environment(DJANGO_SETTINGS_MODULE="tests.quick_settings", REDIS_URL=valkey.url(), EMAIL_URL=postbox.url)
        process = Process(tmp_path / f"{command[0]}{number or ''}.log", "celery", "-A", "config", *command, env=env)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


def start_worker(start, number=0):
    name = f"--hostname=worker{number}@%h"
    return start("worker", "--queues=default,mail,digest", "--concurrency=1", "--loglevel=info", name, number=number)


def start_beat(start, tmp_path, number=0):
    schedule = f"--schedule={tmp_path / f'beat{number}'}"
    return start("beat", "--pidfile=", schedule, "--loglevel=info", number=number)


def arrivals(postbox):
    return Counter(message["Message-ID"] for _to, message in list(postbox.kept))


def all_sent():
    return not OutboxMessage.objects.exclude(state=OutboxMessage.State.SENT).exists()
