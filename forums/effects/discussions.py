"""What follows of itself in the life of a discussion."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from communities.models import Role, Space
from communities.rules import LEAST_ROLE
from core.locks import take
from core.markdown import plain
from forums.effects.due import for_each_due
from forums.effects.groups import open_rooms
from forums.effects.held import hold_opening, settle_opening
from forums.effects.mentions import keep_mentions, tell_mentioned
from forums.effects.pages import renew_page
from forums.effects.posts import EXCERPT_LENGTH, Text, add_post, finish_text, write_text
from forums.effects.stages import go_on
from forums.effects.topics import people_wanting, taken_up_by, topic_left, topic_opened
from forums.models import Discussion, Post
from forums.queries.mentions import NOBODY
from forums.queries.people import ids_around
from forums.rules import is_signed, waits_for_team
from notifications.effects import notify


def begin(discussion: Discussion, *, asked_by: User | None, opened_by: User | None = None) -> bool:
    """Open a planned discussion with its question as post 1; returns False when it was opened before.

    An opening date still to come and a closing date that has passed are dropped. `asked_by` signs the question; where
    nobody does, it stands without a name, and names nobody. What `opened_by` may sign is told by `open_rooms`.
    Assumes that the discussion's row is locked and is as the table has it.
    """
    if discussion.state != Discussion.State.PLANNED:
        return False
    now = timezone.now()
    discussion.state = Discussion.State.OPEN
    discussion.opened_at = now
    if discussion.opens_at and discussion.opens_at > now:
        discussion.opens_at = None
    if discussion.closes_at and discussion.closes_at <= now:
        discussion.closes_at = None
    text = _signed_by(asked_by, discussion)
    discussion.excerpt = plain(text.html, EXCERPT_LENGTH)
    discussion.save(update_fields=["state", "opened_at", "opens_at", "closes_at", "excerpt"])
    go_on(discussion)
    origin: dict[str, Any] = {"author": asked_by} if asked_by else {"is_anonymous": True}
    post = add_post(discussion, markdown=text.markdown, html=text.html, kind=Post.Kind.PROMPT, **origin)
    keep_mentions(post, text.named)
    tell_mentioned(post, text.named.addressed)
    topic_opened(discussion)
    if opener := opened_by or asked_by:  # what is asked without a name is open before anybody could part it
        open_rooms(discussion, by=opener)
    return True


def _signed_by(writer: User | None, discussion: Discussion) -> Text:
    if writer is None:
        return Text(*finish_text(discussion.question), NOBODY)
    return write_text(discussion.question, space=discussion.space, writer=writer)


def tell_of_opening(entry: Entry, discussion: Discussion) -> None:
    """Tell the members of the space, in-app only; those who wanted what it takes up, for that reason."""
    scope = (Discussion.SCOPE, discussion.pk)
    notify(entry, people_wanting(discussion), scope=scope, kind="course")
    members = discussion.space.people_holding(Role.GUEST).values_list("pk", flat=True)
    notify(entry, members, scope=scope)
    notify(entry, ids_around(discussion), scope=scope)  # also visitors, who are no members


def open_due() -> None:
    """Open each planned discussion whose time has come, where the space still takes posts.

    One whose planner may not start discussions there any more stays planned, without its date.
    """
    for_each_due(Discussion.objects.due_to_open().filter(space__in=Space.objects.writable()), _open_one)


@transaction.atomic
def _open_one(pk: int) -> None:
    # Asked again under the lock: the plan may have been changed, or opened by hand, since it was found.
    discussion = take(Discussion.objects.due_to_open().filter(pk=pk))
    if discussion is None:
        return
    planner = discussion.planned_by
    if planner is None or not is_signed(discussion):
        _hold(discussion)
    elif waits_for_team(planner, discussion.space):
        _forget_date(discussion)
        hold_opening(discussion, author=planner)
    elif begin(discussion, asked_by=planner):
        tell_of_opening(record("discussion.opened", actor=None, target=discussion), discussion)
        settle_opening(discussion, by=None)


def _forget_date(discussion: Discussion) -> None:
    taken_up = taken_up_by(discussion)
    discussion.opens_at = None
    discussion.plan_version += 1
    discussion.save(update_fields=["opens_at", "plan_version"])
    renew_page(discussion)
    topic_left(taken_up, actor=None)


def _hold(discussion: Discussion) -> None:
    """Take the opening date away, and tell those who may open it by hand."""
    _forget_date(discussion)
    entry = record("discussion.held", actor=None, target=discussion)
    notify(entry, discussion.space.people_holding(LEAST_ROLE["run_discussion"]))
