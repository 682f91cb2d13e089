"""What is hurt here is real: PostgreSQL, Valkey, Celery's processes and an SMTP server."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core import wake
from notifications.effects import relay, send_due_mail
from notifications.models import Notification, OutboxMessage
from tests.factories import MembershipFactory
from tests.racing import SIZE
from tests.running import SilentServer, eventually
from tests.workers import all_sent, arrivals, start_beat, start_worker

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

State = OutboxMessage.State
# Far longer than publishing to a broker that is away may take, and far shorter than Celery's own patience.
HANGING = 10  # seconds


@pytest.fixture
def crowd(community):
    return [MembershipFactory(community=community).person for _ in range(20 * SIZE)]


def test_two_relays_at_once_send_each_row_once(tell, crowd, postbox, monkeypatch):
    monkeypatch.setattr(relay, "BATCH", 5)
    tell(*crowd)
    together = threading.Barrier(3)

    def work():
        together.wait()
        send_due_mail()
        connection.close()

    relays = [threading.Thread(target=work) for _ in range(3)]
    for each in relays:
        each.start()
    for each in relays:
        each.join()

    assert all_sent()
    assert list(arrivals(postbox).values()) == [1] * len(crowd)


def test_a_worker_killed_in_the_middle_loses_nothing(tell, crowd, postbox, start, publish_to, valkey):
    postbox.pause = 0.2
    entry = tell(*crowd)
    worker = start_worker(start)
    publish_to(valkey.url())
    with transaction.atomic():
        wake.wake("mail")
    eventually(lambda: len(postbox.kept) >= 5)

    worker.kill()

    sent = OutboxMessage.objects.filter(state=State.SENT).count()
    assert 0 < sent <= len(postbox.kept) < len(crowd)
    leased = OutboxMessage.objects.filter(state=State.WAITING, leased_until__gt=timezone.now()).count()
    assert leased == min(len(crowd), relay.BATCH) - sent

    OutboxMessage.objects.update(leased_until=None)  # as the passing of time does
    eventually(lambda: send_due_mail() or all_sent())  # one run ends after a while, whatever is left

    assert {to for (to,), _message in postbox.kept} == {person.email for person in crowd}
    # At most the one mail that was on its way is doubled, and it is known by its Message-ID.
    assert len(arrivals(postbox)) == len(crowd)
    assert len(postbox.kept) <= len(crowd) + 1
    assert Notification.objects.filter(entry=entry).count() == len(crowd)


def test_with_redis_stopped_telling_commits_and_the_mail_follows_when_it_returns(
    tell, crowd, postbox, start, publish_to, valkey, tmp_path
):
    start_worker(start)
    start_beat(start, tmp_path)
    tell(crowd[0])
    eventually(all_sent)
    publish_to(valkey.url())
    valkey.stop()

    begun = time.monotonic()
    with transaction.atomic():
        tell(*crowd)
    took = time.monotonic() - begun

    assert took < HANGING
    assert OutboxMessage.objects.filter(state=State.WAITING).count() == len(crowd)

    valkey.start()
    eventually(all_sent)
    assert set(arrivals(postbox).values()) == {1}


def test_a_silent_redis_is_waited_for_once(tell, crowd, publish_to):
    with SilentServer() as silent:
        publish_to(f"redis://127.0.0.1:{silent.port}/0")

        begun = time.monotonic()
        for person in crowd:
            with transaction.atomic():
                tell(person)
        took = time.monotonic() - begun

    assert took < HANGING  # with a second for each it would be twice as long
    assert OutboxMessage.objects.filter(state=State.WAITING).count() == len(crowd)


def test_mail_follows_when_the_server_accepts_again(tell, crowd, postbox, start, tmp_path):
    postbox.close()
    start_worker(start)
    start_beat(start, tmp_path)
    tell(*crowd)
    log = tmp_path / "worker.log"
    eventually(lambda: log.read_text().count("The mail server is away") >= 2)
    assert set(OutboxMessage.objects.values_list("state", "attempts")) <= {(State.WAITING, 0), (State.WAITING, 1)}

    postbox.open()
    eventually(all_sent)

    assert list(arrivals(postbox).values()) == [1] * len(crowd)
