"""A young community in which nobody writes: its leaders hear of it, once a week, until somebody does."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from communities.effects import life
from communities.models import Community, Role
from communities.tasks import wake_silence
from notifications.effects import send_due_mail
from notifications.models import Delivery, Notification
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory

DAY = timedelta(days=1)


def told():
    found = Notification.objects.filter(entry__verb="community.silent").order_by("pk")
    return [row.recipient.display_name for row in found.select_related("recipient")]


def at(days, **fields):
    """Run the task when `community` has been in its phase for so many days."""
    Community.objects.update(phase_since=timezone.now() - days * DAY, **fields)
    wake_silence()


@pytest.fixture(autouse=True)
def team(community, leader, moderator, participant):
    """Three of whom one leads."""


@pytest.mark.parametrize(
    ("phase", "days", "is_told"),
    [
        ("active", 13, False),
        ("active", 15, True),
        ("active", 83, True),
        ("active", 85, False),
        ("design", 27, False),
        ("design", 29, True),
        ("design", 85, False),
        ("concluding", 15, False),
        ("concluded", 15, False),
        ("did_not_launch", 29, False),
    ],
)
def test_when_leaders_hear_of_it(phase, days, is_told):
    at(days, phase=phase)

    assert told() == (["Lea Leader"] if is_told else [])


def test_every_leader_hears_of_it_and_nobody_else(community):
    MembershipFactory(community=community, role=Role.LEADER, person__display_name="Lin Leader")

    at(15)

    assert told() == ["Lea Leader", "Lin Leader"]


def test_once_a_week_and_never_twice():
    at(15)
    wake_silence()
    with time_machine.travel(timezone.now() + 6 * DAY):
        wake_silence()
    assert len(told()) == 1

    with time_machine.travel(timezone.now() + 7 * DAY + timedelta(minutes=1)):
        wake_silence()
        wake_silence()
    assert len(told()) == 2


def test_somebody_who_writes_ends_it(commons):
    post = PostFactory(discussion=DiscussionFactory(space=commons))

    at(15)
    assert told() == []

    long_ago = timezone.now() - 15 * DAY
    type(post.discussion).objects.update(last_post_at=long_ago)
    wake_silence()
    assert told() == ["Lea Leader"]


def test_what_is_said_elsewhere_is_said_elsewhere():
    PostFactory()  # in a community of its own

    at(15)

    assert told() == ["Lea Leader"]


def test_two_workers_tell_once(community):
    Community.objects.update(phase_since=timezone.now() - 15 * DAY)
    stale = Community.objects.get()
    life._warn(stale)
    life._warn(stale)

    assert told() == ["Lea Leader"]


def test_the_letter_says_what_helps_and_why_one_gets_it(community, leader):
    Delivery.objects.create(person=leader, kind="decide", by="mail")

    at(15)
    send_due_mail()

    (letter,) = mail.outbox
    assert letter.subject == "Virtual campus is quiet"
    for text in ("Ask one question", "conclude it", "You get this because you lead Virtual campus"):
        assert text in letter.body
    assert letter.to == [leader.email]
