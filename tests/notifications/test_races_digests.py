"""Several digest workers at once, one that dies, and an entry that comes late: each fails without its guard."""

import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from activity import queries as activity
from activity.effects import record
from notifications.effects import digests, make_due_digests, notify, relay, send_due_digests
from notifications.models import MailRhythm, OutboxMessage
from tests.factories import MembershipFactory
from tests.racing import PATIENCE, SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crowd(community):
    people = [MembershipFactory(community=community).person for _ in range(12 * SIZE)]
    make_due_digests()
    return people


def come_due():
    for row in MailRhythm.objects.select_related("person"):
        row.next_digest_at = digests.next_digest_of(row, timezone.now() - timedelta(days=3))
        row.save()


@pytest.fixture
def news(discussion, moderator, crowd):
    """One more opening, of which everybody is told."""

    def news():
        entry = record("discussion.opened", actor=moderator, target=discussion)
        notify(entry, crowd, scope=("forums.discussion", discussion.pk))
        return entry

    return news


def made(crowd):
    """(person, from, to) of the digests of these people so far, in order."""
    rows = OutboxMessage.objects.filter(channel="digest", recipient__in=crowd).select_related("entry").order_by("pk")
    return [(row.recipient_id, row.entry.data["after"], row.entry.data["up_to"]) for row in rows]


def test_workers_at_once_make_one_digest_for_each(news, crowd, monkeypatch):
    """SKIP LOCKED, and the moment that moves on with the row."""
    monkeypatch.setattr(digests, "CHUNK", 3)
    news()
    come_due()

    results = at_once(*[make_due_digests] * 3)

    assert results == [None] * 3
    assert sorted(person for person, _after, _to in made(crowd)) == sorted(person.pk for person in crowd)


def test_a_worker_that_dies_in_between_loses_and_doubles_nothing(news, crowd, monkeypatch):
    """The transaction around the due rows and the cursors."""
    news()
    come_due()
    before = set(MailRhythm.objects.values_list("person", "cursor", "next_digest_at"))

    with monkeypatch.context() as patch:
        patch.setattr(digests.MailRhythm.objects, "bulk_update", None)
        with pytest.raises(TypeError):
            make_due_digests()
    assert made(crowd) == []
    assert set(MailRhythm.objects.values_list("person", "cursor", "next_digest_at")) == before
    make_due_digests()

    assert len(made(crowd)) == len(crowd)
    news()
    come_due()
    make_due_digests()
    for person in crowd:
        (first, second) = [(after, to) for pk, after, to in made(crowd) if pk == person.pk]
        assert first[1] == second[0]
    send_due_digests()
    assert len(mail.outbox) == 2 * len(crowd)


def test_an_entry_that_becomes_visible_late_is_in_the_next_digest(news, crowd):
    """`newest_settled`: the larger id is committed first."""
    written, may_commit = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            entry = news()
            written.set()
            may_commit.wait(2 * PATIENCE)
        connection.close()
        late_ids.append(entry.pk)

    late_ids = []
    writer = threading.Thread(target=late)
    writer.start()
    assert written.wait(PATIENCE)
    early = news().pk
    come_due()
    threading.Timer(1, may_commit.set).start()

    make_due_digests()
    send_due_digests()
    writer.join()

    assert late_ids[0] < early
    assert {(after < late_ids[0], up_to) for _person, after, up_to in made(crowd)} == {(True, early)}
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in crowd)
    assert {message.body.count("Mo Moderator opened this") for message in mail.outbox} == {2}


def test_who_writes_for_long_holds_up_digests_alone(news, crowd, monkeypatch):
    monkeypatch.setattr(activity, "PATIENCE", 0.1)
    written, may_commit = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            news()
            written.set()
            may_commit.wait(2 * PATIENCE)
        connection.close()

    writer = threading.Thread(target=late)
    writer.start()
    assert written.wait(PATIENCE)
    come_due()
    began = time.monotonic()
    make_due_digests()

    assert time.monotonic() - began < 5
    assert made(crowd) == []
    assert MailRhythm.objects.due().count() == MailRhythm.objects.count()
    may_commit.set()
    writer.join()
    make_due_digests()
    assert len(made(crowd)) == len(crowd)


def test_relays_at_once_send_each_digest_once(news, crowd, monkeypatch):
    monkeypatch.setattr(relay, "BATCH", 2)
    news()
    come_due()
    make_due_digests()

    at_once(*[send_due_digests] * 3)

    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in crowd)
