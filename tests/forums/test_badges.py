"""What was told of things that are gone is neither counted as unread nor sent: no list would show it."""

import pytest

from forums import actions
from forums.actions.promotions import keep_post
from library.actions import discard_item
from notifications import digests
from notifications.effects import send_due_mail
from notifications.models import Delivery
from notifications.queries import notices, unread_count
from tests.facts import told
from tests.forums.polls import put


@pytest.fixture
def post(discussion):
    return discussion.posts.get(number=2)


def shown(person):
    """How many lines their list of what is unread has."""
    return sum(1 + row.more_count for row in notices(person, is_new_only=True).rows)


@pytest.fixture
def kept(post, moderator, participant):
    promotion = keep_post(post, actor=moderator, kind="tip", title="Ask first", licence="by-sa")
    assert (told(participant), unread_count(participant)) == (["promotion.kept"], 1)
    return promotion


def test_a_draft_that_was_thrown_away_counts_no_more(kept, moderator, participant):
    discard_item(kept.item, actor=moderator)

    assert (unread_count(participant), shown(participant)) == (0, 0)


def test_what_the_library_keeps_of_a_removed_post_counts_no_more(kept, post, moderator, participant):
    actions.remove_post(post, actor=moderator, reason="No.")

    assert unread_count(participant) == shown(participant) == 1  # that it was removed


def test_a_poll_that_was_removed_counts_no_more(discussion, moderator, participant):
    poll = put(discussion, moderator)
    actions.end_poll(poll, actor=moderator)
    assert "poll.ended" in told(participant)

    actions.remove_post(poll.post, actor=moderator)

    assert unread_count(participant) == shown(participant) == 0


def test_news_of_ones_own_removed_post_stands_in_no_digest_and_no_mail(
    post, moderator, participant, facilitator, mailoutbox
):
    Delivery.objects.create(person=participant, kind="received", by="mail")
    actions.react(post, kind="helpful", actor=facilitator)
    actions.remove_post(post, actor=participant)

    send_due_mail()

    assert [mail.subject for mail in mailoutbox if participant.email in mail.to] == []
    assert unread_count(participant) == shown(participant) == 0
    assert digests.preview(participant).is_empty
