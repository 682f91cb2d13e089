"""Whether somebody may write just now: discussions are slowed down, or paused, without being closed."""

from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from communities.models import Role
from forums.errors import Paused, TooSoon
from forums.models import Discussion, HeldPost
from forums.queries.pacing import why_paused
from forums.rules import is_held_up

_MINUTE = timedelta(minutes=1)


def require_pace(discussion: Discussion, actor: User, *, role: Role | None) -> None:
    """Raise Paused, or TooSoon after the last thing that `actor` said there. The team is not held up.

    No query where a discussion goes at its own pace. Assumes that it is locked.
    """
    if not is_held_up(discussion, role=role):
        return
    if discussion.is_paused:
        raise Paused(why_paused(discussion, actor))
    last = _last_said(discussion, actor) if discussion.slow_minutes else None
    if last is None:
        return
    left = last + discussion.slow_minutes * _MINUTE - timezone.now()
    if left > timedelta(0):
        raise TooSoon(_too_soon(discussion.slow_minutes, ceil(left / _MINUTE)))


def _last_said(discussion: Discussion, actor: User) -> datetime | None:
    said = discussion.posts.filter(author=actor).order_by("-pk").values_list("created_at", flat=True)
    # What was let through is among the posts.
    held = discussion.held_posts.filter(author=actor, is_opening=False).exclude(state=HeldPost.State.LET_THROUGH)
    moments = [*said[:1], *held.order_by("-pk").values_list("at", flat=True)[:1]]
    return max(moments, default=None)


def _too_soon(minutes: int, left: int) -> str:
    said = ngettext(
        "This discussion is slowed down: each person writes once in %(minutes)s minute.",
        "This discussion is slowed down: each person writes once in %(minutes)s minutes.",
        minutes,
    )
    again = ngettext("You can send this in %(left)s minute.", "You can send this in %(left)s minutes.", left)
    return f"{said % {'minutes': minutes}} {again % {'left': left}} {_('Your text is kept here.')}"
