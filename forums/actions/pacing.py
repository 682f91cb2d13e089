"""Slowing a discussion down, and pausing it for a while, without closing it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.permissions import require
from forums.effects.holding import lock_discussion
from forums.errors import DiscussionClosed
from forums.models import Discussion
from forums.rules import may_run

_STEER = _("Moderators and leaders steer discussions here.")


@transaction.atomic
def slow_down(discussion: Discussion, *, actor: User, minutes: int) -> bool:
    """Let each person but the team write once in so many minutes; with 0, as they like. Returns whether that is new.

    Raises DiscussionClosed and CommunityOver.
    """
    discussion = _to_pace(discussion, actor)
    if discussion.slow_minutes == minutes:
        return False
    discussion.slow_minutes = minutes
    discussion.version += 1
    discussion.save(update_fields=["slow_minutes", "version"])
    record("discussion.slowed", actor=actor, target=discussion, data={"minutes": minutes})
    return True


@transaction.atomic
def pause_discussion(discussion: Discussion, *, actor: User, hours: int, reason: str) -> Discussion:
    """Let the team alone write for so many hours, with a `reason` that everybody reads; again, from now on.

    Nothing that was typed is lost, and when the time is over everybody writes again by itself. Raises DiscussionClosed
    and CommunityOver.
    """
    discussion = _to_pace(discussion, actor)
    discussion.paused_until, discussion.pause_reason = timezone.now() + timedelta(hours=hours), reason
    discussion.version += 1
    discussion.save(update_fields=["paused_until", "pause_reason", "version"])
    record("discussion.paused", actor=actor, target=discussion, data={"hours": hours})
    return discussion


@transaction.atomic
def resume_discussion(discussion: Discussion, *, actor: User) -> bool:
    """Let everybody write again before the time is over; returns False when they could. Raises as `slow_down`."""
    discussion = _to_pace(discussion, actor)
    if not discussion.is_paused:
        return False
    discussion.paused_until, discussion.pause_reason = None, ""
    discussion.version += 1
    discussion.save(update_fields=["paused_until", "pause_reason", "version"])
    record("discussion.resumed", actor=actor, target=discussion)
    return True


def _to_pace(discussion: Discussion, actor: User) -> Discussion:
    discussion = lock_discussion(discussion)
    require(may_run(actor, discussion), _STEER)
    hold_open(discussion.space.community)
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is not open, so nobody writes in it anyway."))
    return discussion
