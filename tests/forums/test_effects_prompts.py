"""Prompts that are put by the clock: once, and only where they can be answered by those for whom they were written."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from communities.models import Community, Membership
from forums.actions import close_discussion, pause_discussion, put_prompt
from forums.effects import put_due
from forums.effects.prompts import LATEST
from forums.models import Post
from forums.tasks import wake_discussions
from tests.factories import DiscussionFactory
from tests.facts import told
from tests.forums.prompts import ASKED, queued, waiting

HOUR = timedelta(hours=1)


def dated(discussion, actor, **how):
    return queued(discussion, actor, release_at=timezone.now() + HOUR, **how)


def put_at(hours=1, minutes=1):
    with time_machine.travel(timezone.now() + timedelta(hours=hours, minutes=minutes), tick=False):
        put_due()


def asked():
    return list(Post.objects.filter(kind="next_question").values_list("markdown", "author__display_name"))


def test_it_is_put_when_its_moment_has_come_and_once(discussion, moderator, participant):
    dated(discussion, moderator)

    put_due()
    assert asked() == []
    put_at()
    put_at()

    assert asked() == [(ASKED, "Mo Moderator")]
    assert told(participant) == ["post.steered"]


def test_the_worker_puts_them(discussion, moderator):
    dated(discussion, moderator)

    with time_machine.travel(timezone.now() + 2 * HOUR, tick=False):
        wake_discussions()

    assert asked() == [(ASKED, "Mo Moderator")]


def test_several_are_put_in_their_order(discussion, moderator):
    at = timezone.now() + HOUR
    for text in ("One?", "Two?"):
        queued(discussion, moderator, text, release_at=at)

    put_at()

    assert [text for text, _who in asked()] == ["One?", "Two?"]


def test_what_was_put_by_hand_is_not_put_again(discussion, moderator):
    prompt = dated(discussion, moderator)
    put_prompt(prompt, actor=moderator)

    put_at()

    assert len(asked()) == 1


def test_while_a_discussion_is_paused_it_waits(discussion, moderator):
    dated(discussion, moderator)
    pause_discussion(discussion, actor=moderator, hours=24, reason="A breath.")

    put_at()
    assert (asked(), told(moderator)) == ([], [])
    put_at(hours=25)

    assert len(asked()) == 1


def test_while_its_community_has_ended_it_waits_and_no_longer_than_it_makes_sense(community, discussion, moderator):
    dated(discussion, moderator)
    Community.objects.filter(pk=community.pk).update(phase="concluded")
    put_at()
    assert (asked(), told(moderator)) == ([], [])

    Community.objects.filter(pk=community.pk).update(phase="active")
    put_at(hours=2 + LATEST.days * 24)

    assert (asked(), told(moderator)) == ([], ["prompt.missed"])


def _closed(discussion, moderator):
    close_discussion(discussion, actor=moderator, reason="Done")


def _demoted(discussion, moderator):
    Membership.objects.filter(person=moderator).update(role=10)


def _opened_up(discussion, moderator):
    discussion.space.access = "open"
    discussion.space.save()
    Community.objects.filter(pk=discussion.space.community_id).update(visibility="public")


@pytest.mark.parametrize(
    ("what_happened", "why"), [(_closed, "not_open"), (_demoted, "writer"), (_opened_up, "readers")]
)
def test_what_cannot_be_put_waits_for_a_hand_and_the_team_is_told(discussion, moderator, leader, what_happened, why):
    prompt = dated(discussion, moderator)
    what_happened(discussion, moderator)

    put_at()
    put_at(hours=2)

    prompt.refresh_from_db()
    entry = leader.notifications.get(entry__verb="prompt.missed").entry
    assert (asked(), prompt.release_at, waiting(discussion)) == ([], None, [ASKED])
    assert (entry.data, entry.actor) == ({"why": why}, None)


def test_what_is_planned_puts_nothing(members_room, moderator, leader):
    planned = DiscussionFactory(space=members_room, state="planned", opened_at=None)
    dated(planned, moderator)

    put_at()

    assert (asked(), told(leader)) == ([], ["prompt.missed"])


def test_who_puts_it_by_hand_has_answered_what_the_team_was_told(discussion, moderator, leader):
    prompt = dated(discussion, moderator)
    Membership.objects.filter(person=moderator).update(role=10)
    put_at()
    Membership.objects.filter(person=moderator).update(role=30)

    put_prompt(prompt, actor=leader)

    assert not leader.notifications.unread().filter(entry__verb="prompt.missed").exists()
