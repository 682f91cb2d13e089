"""Two mail servers that deliver one message at once. Without the lock or the constraint that each names, it fails."""

import pytest
from django.core import mail

from forums.inbound.receiving import MOST_ANSWERS, receive
from forums.models import Discussion, InboundMail, Post
from tests.factories import MembershipFactory, PostFactory
from tests.forums.mailing import DOMAIN, address_for, message
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 3 * SIZE
TOGETHER = 4


@pytest.fixture
def writer(discussion, settings):
    settings.INBOUND_DOMAIN = DOMAIN
    return MembershipFactory(community=discussion.space.community).person


@pytest.fixture
def delivering(discussion, writer):
    to = address_for(writer, PostFactory(discussion=discussion))

    def delivering(number):
        raw = message(to, sender=writer.email, message_id=f"<{number}@mail.example.org>").as_bytes()
        return lambda: receive(raw)

    return delivering


def test_one_message_makes_one_post_and_one_row(delivering, writer):
    """post_submitted_once, and the unique key."""
    for number in range(ROUNDS):
        assert at_once(*[delivering(number)] * TOGETHER) == ["posted"] * TOGETHER

    assert Post.objects.filter(author=writer).count() == InboundMail.objects.count() == ROUNDS


def test_one_refusal_is_told_once(delivering, discussion):
    """The unique key."""
    Discussion.objects.filter(pk=discussion.pk).update(state=Discussion.State.CLOSING)

    for number in range(ROUNDS):
        assert at_once(*[delivering(number)] * TOGETHER) == ["refused"] * TOGETHER

    assert len(mail.outbox) == InboundMail.objects.count() == ROUNDS


def test_many_at_once_are_answered_no_more_often(delivering, discussion):
    """The lock on the person."""
    Discussion.objects.filter(pk=discussion.pk).update(state=Discussion.State.CLOSING)
    for number in range(MOST_ANSWERS - 1):
        delivering(number)()

    assert at_once(*[delivering(100 + number) for number in range(TOGETHER)]) == ["refused"] * TOGETHER

    assert len(mail.outbox) == MOST_ANSWERS
