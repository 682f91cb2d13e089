"""Who is reminded of a draft that waits, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.models import Community, Role
from core.seams import resolve
from forums.actions import close_discussion, publish_closing, reopen_discussion, save_closing
from forums.effects import draft_due, remind_due
from forums.models import Closing, Discussion
from forums.tasks import wake_discussions
from notifications.digests import Edition, compose
from notifications.effects import set_delivery
from notifications.kinds import DIGEST
from notifications.models import Notification
from notifications.queries import unread_count
from tests.factories import MembershipFactory
from tests.forums.closings import edit, hearers


def pass_days(days):
    """Let the draft have waited for so long."""
    Discussion.objects.update(locked_at=timezone.now() - timedelta(days=days))


def told_on():
    return list(Entry.objects.filter(verb="closing.waits").order_by("pk").values_list("data__day", flat=True))


def test_nobody_is_reminded_within_the_first_day(closing):
    pass_days(0.9)

    remind_due()

    assert told_on() == []


def test_it_is_told_once_on_each_of_three_days(closing):
    for days in (1, 2, 3, 6, 7, 30):
        pass_days(days)
        remind_due()
        remind_due()

    assert told_on() == [1, 3, 7]


def test_days_that_passed_at_once_are_told_of_once(closing):
    pass_days(9)

    remind_due()
    remind_due()

    assert told_on() == [7]


def test_leaders_hear_of_it_on_the_seventh_day(closing, moderator, leader, participant, facilitator):
    pass_days(3)
    remind_due()
    before = hearers("closing.waits")
    pass_days(7)
    remind_due()

    assert before == [moderator.name]
    assert hearers("closing.waits") == sorted([leader.name, moderator.name, moderator.name])


@pytest.mark.parametrize("planned", [True, False])
def test_a_leader_who_planned_it_hears_at_once(closing, moderator, leader, planned):
    if planned:
        Discussion.objects.update(planned_by=leader)
    pass_days(1)

    remind_due()

    assert hearers("closing.waits") == sorted([moderator.name] + [leader.name] * planned)


def test_a_leader_who_is_alone_hears_at_once(discussion, leader, moderator):
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    discussion.space.community.memberships.filter(role=Role.MODERATOR).update(role=Role.PARTICIPANT)
    pass_days(1)

    remind_due()

    assert hearers("closing.waits") == [leader.name]


def test_what_is_published_is_told_of_no_more(closing, moderator):
    publish_closing(closing, **edit(closing), actor=moderator)
    pass_days(7)

    remind_due()

    assert told_on() == []


@pytest.fixture
def waiting(closing, moderator):
    """A draft of which the moderator was told, and reminded, and of which their next digest would tell them."""
    set_delivery(moderator, "decide", DIGEST)
    pass_days(1)
    remind_due()
    assert in_digest(moderator) == ["closing.drafted", "closing.waits"]
    assert unread_count(moderator) == 2
    return closing


def in_digest(person):
    edition = Edition([person.pk], after=0, up_to=Entry.objects.latest("pk").pk)
    return [
        line.entry.verb
        for group in compose(person, edition).groups
        for thread in group.threads
        for line in thread.lines
        if line.entry.verb.startswith("closing.")
    ]


def test_no_digest_tells_that_a_draft_waits_once_it_is_published(waiting, leader, moderator):
    publish_closing(waiting, **edit(waiting), actor=leader)

    assert in_digest(moderator) == []
    told = Notification.objects.filter(recipient=moderator).order_by("pk")
    assert [(row.entry.verb, row.read_at is None) for row in told.select_related("entry")] == [
        ("closing.drafted", False),
        ("closing.waits", False),
        ("discussion.closed", True),
    ]


def test_no_digest_tells_that_a_draft_waits_once_it_was_reopened(waiting, moderator):
    reopen_discussion(waiting.discussion, actor=moderator, reason="One thing was forgotten.")
    close_discussion(Discussion.objects.get(), actor=moderator, reason="Now it is done.")
    draft_due()

    assert in_digest(moderator) == ["closing.drafted"]  # of the new draft alone
    assert unread_count(moderator) == 1


def test_a_reminder_that_comes_after_the_publication_tells_nobody(waiting, leader, moderator):
    publish_closing(waiting, **edit(waiting), actor=leader)
    pass_days(3)

    remind_due()

    assert (told_on(), in_digest(moderator)) == ([1], [])


def test_what_is_not_drafted_yet_waits_for_nobody(discussion, moderator):
    close_discussion(discussion, actor=moderator, reason="Done")
    pass_days(7)

    remind_due()

    assert told_on() == []


def test_a_community_that_is_over_is_left_alone(closing):
    Community.objects.update(phase="concluded")
    pass_days(7)

    remind_due()

    assert told_on() == []


def test_days_count_anew_once_it_was_reopened(closing, moderator):
    save_closing(closing, **edit(closing), actor=moderator)
    pass_days(3)
    remind_due()
    reopen_discussion(Discussion.objects.get(), actor=moderator, reason="One thing was forgotten.")
    close_discussion(Discussion.objects.get(), actor=moderator, reason="Now it is done.")
    remind_due()
    pass_days(1)

    remind_due()

    assert told_on() == [3, 1]
    assert Closing.objects.get().reminded == 1


def test_who_does_not_run_it_any_more_finds_nothing_in_their_list(closing, moderator, community):
    left = MembershipFactory(community=community, role=Role.MODERATOR)
    pass_days(1)
    remind_due()
    left.role = Role.PARTICIPANT
    left.save()

    assert list(resolve("forums.closing", [closing.pk], left.person)) == []
    assert list(resolve("forums.closing", [closing.pk], moderator)) == [closing.pk]


def test_the_beat_closes_what_is_due_drafts_it_and_reminds(discussion, moderator):
    Discussion.objects.update(closes_at=timezone.now())
    wake_discussions()
    assert hearers("closing.drafted") == [moderator.name]
    pass_days(1)

    wake_discussions()

    assert hearers("closing.waits") == [moderator.name]
