"""What the tests of digests do and see."""

from datetime import timedelta
from uuid import uuid4

from django.core import mail
from django.utils import timezone

from activity.effects import record
from communities.models import Role
from forums.actions import reply
from forums.models import Discussion
from notifications import digests
from notifications.effects import (
    make_due_digests,
    notify,
    send_due_digests,
)
from notifications.effects.digests import next_digest_of
from notifications.models import MailRhythm
from tests.factories import DiscussionFactory
from tests.factories.forums import PostFactory

CANARY = "xylocanary"


def write(discussion, actor, text="I asked before I told.", parent=None):
    return reply(discussion, actor=actor, markdown=text, submission=uuid4(), parent=parent)


def open_in(space, actor, **fields):
    discussion = DiscussionFactory(space=space, planned_by=actor, **fields)
    PostFactory(discussion=discussion, author=actor, kind="prompt")
    notify(
        record("discussion.opened", actor=actor, target=discussion),
        space.people_holding(Role.GUEST),
        scope=(Discussion.SCOPE, discussion.pk),
    )
    discussion.refresh_from_db()
    return discussion


def come_due(*people):
    """Let the hour of these people, or of everyone, come."""
    rows = MailRhythm.objects.exclude(next_digest_at=None)
    for row in rows.filter(person__in=people) if people else rows:
        row.next_digest_at = next_digest_of(row, timezone.now() - timedelta(days=8))
        row.save()


def digests_of(*people):
    """Send what is due; returns {address: body} of the digests that left, to these people or to everyone."""
    before = len(mail.outbox)
    come_due(*people)
    make_due_digests()
    send_due_digests()
    return {message.to[0]: message.body for message in mail.outbox[before:]}


def shown(reader):
    """{community: {thread: (verbs of its lines, count of new posts)}} of the digest as it is now."""
    return {
        group.name: {
            thread.about.title: ([line.entry.verb for line in thread.lines], thread.new_count)
            for thread in group.threads
        }
        for group in digests.preview(reader).groups
    }
