"""What the links of mails turn off, and that it can be put back as it was."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from activity.effects import record
from notifications.effects import notify, send_due_mail, set_delivery, set_rhythm, set_volume
from notifications.models import Delivery, MailRhythm, Volume
from notifications.rules import DIGEST, KIND, mute_token

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def clicked_and_undone(person, scope):
    """One click in a mail program; later, on the page that the link leads to, the undo."""
    client = Client(enforce_csrf_checks=True)
    link = reverse("notifications:unsubscribe", args=[mute_token(person.pk, scope)])
    for _time in range(2):
        client.post(link, ONE_CLICK)
    page = client.get(link).content.decode()
    undo = re.search(r'action="(/notifications/resubscribe/[^"]+)"', page)[1]
    assert "As it was before" in client.post(undo).content.decode()


@pytest.mark.parametrize("rhythm", ["weekly", "daily", ""])
def test_the_digest_comes_as_often_as_before(participant, rhythm):
    set_rhythm(participant, rhythm=rhythm, hour=18)

    clicked_and_undone(participant, DIGEST)

    row = MailRhythm.objects.get()
    assert (row.rhythm, row.hour, row.before) == (rhythm, 18, "")
    assert row.next_digest_at


@pytest.mark.parametrize("level", ["all", "mentions", ""])
def test_a_community_is_as_loud_as_before(participant, community, level):
    set_volume(participant, scope_kind="communities.community", scope_id=community.pk, level=level)

    clicked_and_undone(participant, ("communities.community", community.pk))

    assert list(Volume.objects.values_list("level", "before")) == ([(level, "")] if level else [])


@pytest.mark.parametrize("by", ["digest", ""])
def test_a_kind_comes_as_before(participant, by):
    set_delivery(participant, "answered", by)

    clicked_and_undone(participant, (KIND, "answered"))

    assert list(Delivery.objects.values_list("by", "before")) == ([(by, "")] if by else [])


def test_what_is_chosen_afterwards_is_what_counts(participant, community):
    scope = ("communities.community", community.pk)
    set_volume(participant, scope_kind=scope[0], scope_id=scope[1], level="all")
    link = reverse("notifications:unsubscribe", args=[mute_token(participant.pk, scope)])
    Client().post(link, ONE_CLICK)
    assert Volume.objects.get().before == "all"

    set_volume(participant, scope_kind=scope[0], scope_id=scope[1], level="mute")

    assert Volume.objects.get().before == ""


def test_what_was_told_of_a_community_is_left_without_the_community(participant, community, moderator, discussion):
    entry = record("discussion.told", actor=moderator, target=discussion)
    notify(entry, [participant], kind="announced", scope=("communities.community", community.pk))
    send_due_mail()
    letter = mail.outbox[-1]
    link = urlsplit(letter.message()["List-Unsubscribe"].strip("<>")).path
    assert "No more mail of this kind" in letter.body

    page = Client().post(link, ONE_CLICK).content.decode()

    assert list(Delivery.objects.values_list("person", "kind", "by")) == [(participant.pk, "announced", "here")]
    assert not Volume.objects.exists()
    assert f"Hear nothing of {community.name} at all" in page
    of_community = re.search(r'<p><a href="(/notifications/unsubscribe/[^"]+)"', page)[1]
    asked = Client().get(of_community).content.decode()
    assert community.name in asked
    assert "answers to you included" in asked
    assert not Volume.objects.exists()
    Client().post(of_community)
    assert list(Volume.objects.values_list("scope_kind", "scope_id", "level")) == [
        ("communities.community", community.pk, "mute")
    ]
