"""An announcement that is stopped: by the team or by itself, nothing of it leaves any more, and it says why."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities.actions import stop_announcement
from communities.effects import announcements as effects
from communities.effects.announcements import send_due_announcements
from communities.models import Announcement, Community, Membership, Role
from notifications.effects import give_up_failing, send_due_mail, set_volume, try_again
from notifications.models import OutboxMessage
from tests.communities.announcing import drafted, sent
from tests.factories import MembershipFactory
from tests.facts import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def moving(community, facilitator, moderator, leader, participant, monkeypatch):
    """Two of four are told, and their letters wait."""
    monkeypatch.setattr(effects, "CHUNK", 2)
    MembershipFactory(community=community)
    announcement = drafted(community, facilitator)
    sent(announcement, facilitator)
    effects._tell_some(announcement.pk)
    return announcement


def anew(announcement):
    return Announcement.objects.get(pk=announcement.pk)


def page(client, person, announcement):
    client.force_login(person)
    return re.sub(r"\s+", " ", client.get(announcement.get_absolute_url()).content.decode())


def lose_role(announcement, facilitator):
    Membership.objects.filter(person=facilitator).update(role=Role.PARTICIPANT)
    send_due_announcements()


def end_community(announcement, facilitator):
    Community.objects.filter(pk=announcement.community_id).update(phase="concluded")
    send_due_announcements()


def erase_sender(announcement, facilitator):
    erase_person(facilitator)


@pytest.mark.parametrize(
    ("how", "because", "words"),
    [
        (lose_role, "sender", "whoever sent it may not announce here any more"),
        (end_community, "community", "the community has come to its end"),
        (erase_sender, "sender", "whoever sent it may not announce here any more"),
    ],
)
def test_stopped_by_itself_it_holds_its_letters_back_and_says_why(
    moving, facilitator, leader, client, how, because, words
):
    how(moving, facilitator)
    send_due_mail()

    assert mail.outbox == []
    assert (anew(moving).state, anew(moving).stopped_because, anew(moving).held_back) == ("stopped", because, 2)
    entry = Entry.objects.get(verb="announcement.halted")
    assert (entry.actor, entry.data) == (None, {"because": because, "held_back": 2})
    shown = page(client, leader, moving)
    assert f"It was stopped: {words}. 2 letters that were waiting are not sent." in shown
    assert "2 are not told, because it was stopped." in shown
    audit = client.get(reverse("communities:audit", args=["campus"])).content.decode()
    assert "Copse stopped announcing" in re.sub(r"<[^>]+>", "", audit)
    assert words in audit


def test_what_waits_of_a_stopped_one_is_held_back_by_hand(moving, facilitator, moderator):
    """As one stopped itself before it held letters back."""
    Announcement.objects.filter(pk=moving.pk).update(state="stopped", done_at=timezone.now(), stopped_because="sender")

    assert stop_announcement(anew(moving), actor=moderator) == 2
    assert not OutboxMessage.objects.exists()
    assert (anew(moving).stopped_because, anew(moving).held_back) == ("sender", 2)


def test_stopped_near_its_end_it_shows(moving, facilitator, leader, client):
    send_due_announcements()

    assert stop_announcement(anew(moving), actor=facilitator) == 4

    shown = page(client, leader, moving)
    assert "4 of 4 people were told." in shown
    assert "It was stopped: the team stopped it. 4 letters that were waiting are not sent." in shown
    assert ">stopped<" in shown
    assert Entry.objects.get(verb="announcement.halted").actor == facilitator


def test_what_was_given_up_of_it_is_not_tried_again(moving, facilitator):
    OutboxMessage.objects.update(last_error="OSError()")
    give_up_failing()

    stop_announcement(anew(moving), actor=facilitator)

    assert try_again() == 0
    assert not OutboxMessage.objects.exists()


def test_who_hears_nothing_of_the_community_is_not_counted_as_told(community, facilitator, participant, leader, client):
    set_volume(participant, scope_kind="communities.community", scope_id=community.pk, level="mute")
    announcement = drafted(community, facilitator)
    sent(announcement, facilitator)

    send_due_announcements()

    assert told(participant) == []
    assert "1 of 2 people were told. 1 finds it on this page alone." in page(client, leader, announcement)


def test_the_database_keeps_a_reason_with_what_is_stopped(moving):
    for change in ({"state": "stopped", "done_at": timezone.now()}, {"held_back": 1}, {"stopped_because": "team"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Announcement.objects.filter(pk=moving.pk).update(**change)
