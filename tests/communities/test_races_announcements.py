"""An announcement that is confirmed twice, told by several workers, and stopped, on real connections."""

from functools import partial

import pytest
from django.db import transaction

from activity.models import Entry
from communities.actions import send_announcement, stop_announcement
from communities.effects import announcements as effects
from communities.effects.announcements import send_due_announcements
from communities.models import Addressee, Announcement, Role
from notifications.effects import send_due_mail
from notifications.models import Notification, OutboxMessage
from tests.communities.announcing import drafted, sent
from tests.factories import CommunityFactory, MembershipFactory
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def community():
    return CommunityFactory()


@pytest.fixture
def sender(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


@pytest.fixture
def crowd(community):
    return [MembershipFactory(community=community).person for _ in range(12 * SIZE)]


@pytest.fixture
def draft(community, sender, crowd):
    return drafted(community, sender)


def anew(announcement):
    return Announcement.objects.select_related("community").get(pk=announcement.pk)


def test_two_who_confirm_at_once_send_it_once(draft, sender, crowd, community):
    """The lock on the community: without it both find a draft, and everybody would be told of two entries."""
    other = MembershipFactory(community=community, role=Role.MODERATOR).person
    number = len(crowd) + 1

    results = at_once(
        *[partial(send_announcement, anew(draft), actor=person, version=0, number=number) for person in (sender, other)]
    )
    send_due_announcements()

    assert sorted(map(str, results)) == ["False", "True"]
    assert Entry.objects.filter(verb="announcement.announced").count() == 1
    assert Notification.objects.filter(recipient__in=crowd).count() == len(crowd)


def test_workers_and_beats_at_once_tell_everybody_once(draft, sender, crowd, monkeypatch, mailoutbox):
    """The lock and what a chunk marks: each is in one chunk, and has one letter."""
    monkeypatch.setattr(effects, "CHUNK", 3)
    told = []
    tell = effects.notify
    monkeypatch.setattr(
        effects, "notify", lambda entry, people, **how: (told.extend(people), tell(entry, people, **how))
    )
    sent(draft, sender)

    results = at_once(*[send_due_announcements] * 4)
    send_due_announcements()
    at_once(*[send_due_mail] * 3)

    assert results == [None] * 4
    assert sorted(told) == sorted(person.pk for person in crowd)
    assert Notification.objects.filter(recipient__in=crowd).count() == len(crowd)
    assert sorted(letter.to[0] for letter in mailoutbox) == sorted(person.email for person in crowd)
    assert anew(draft).state == "sent"


def test_a_worker_that_dies_leaves_its_chunk_to_the_next(draft, sender, crowd, monkeypatch):
    sent(draft, sender)
    with monkeypatch.context() as dying:
        dying.setattr(effects, "notify", lambda *_args, **_how: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_due_announcements()
    assert not Addressee.objects.exclude(told_at=None).exists()

    send_due_announcements()

    assert Notification.objects.filter(recipient__in=crowd).count() == len(crowd)


def test_who_stops_it_waits_for_the_chunk_that_is_being_told(draft, sender, crowd, monkeypatch):
    """The row that the chunk holds: else no letter would be found to hold back, and the chunk’s would leave."""
    monkeypatch.setattr(effects, "CHUNK", 5)
    sent(draft, sender)

    held_back = meanwhile(partial(effects._tell_some, draft.pk), partial(stop_announcement, anew(draft), actor=sender))
    send_due_announcements()

    assert held_back == 5
    assert not OutboxMessage.objects.exists()
    assert Addressee.objects.exclude(told_at=None).count() == 5
    assert anew(draft).state == "stopped"


def test_a_worker_that_waited_for_the_stop_tells_nobody(draft, sender, crowd):
    sent(draft, sender)

    meanwhile(partial(stop_announcement, anew(draft), actor=sender), partial(effects._tell_some, draft.pk))

    assert not Notification.objects.exists()
    with transaction.atomic():
        assert Announcement.objects.due().count() == 0
