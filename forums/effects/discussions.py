"""What follows of itself in the life of a discussion."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from communities.models import Role, Space
from communities.rules import LEAST_ROLE
from core.locks import take
from core.markdown import plain
from forums.effects.closings import forget_thanks
from forums.effects.due import for_each_due
from forums.effects.mentions import forget_handle, keep_mentions, renew_names, tell_mentioned
from forums.effects.posts import EXCERPT_LENGTH, add_post, write_text
from forums.effects.removals import forget_removed
from forums.effects.reports import forget_reports
from forums.models import Closing, Discussion, Post, PrivateNote, ReadingPosition, Reopening
from forums.rules import may_plan
from notifications.effects import notify


def begin(discussion: Discussion, *, asked_by: User) -> bool:
    """Open a planned discussion with its question as post 1; returns False when it was opened before.

    An opening date still to come and a closing date that has passed are dropped. `asked_by` signs the question.
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
    text = write_text(discussion.question, space=discussion.space, writer=asked_by)
    discussion.excerpt = plain(text.html, EXCERPT_LENGTH)
    discussion.save(update_fields=["state", "opened_at", "opens_at", "closes_at", "excerpt"])
    post = add_post(discussion, markdown=text.markdown, html=text.html, kind=Post.Kind.PROMPT, author=asked_by)
    keep_mentions(post, text.named)
    tell_mentioned(post, text.named.addressed)
    return True


def tell_of_opening(entry: Entry, discussion: Discussion) -> None:
    """Tell the members of the space, in-app only."""
    members = discussion.space.people_holding(Role.GUEST).values_list("pk", flat=True)
    notify(entry, members, scope=(Discussion.SCOPE, discussion.pk))


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
    if planner is None or not planner.is_active or not may_plan(planner, discussion.space):
        _hold(discussion)
    elif begin(discussion, asked_by=planner):
        tell_of_opening(record("discussion.opened", actor=None, target=discussion), discussion)


def _hold(discussion: Discussion) -> None:
    """Take the opening date away, and tell those who may open it by hand."""
    discussion.opens_at = None
    discussion.plan_version += 1
    discussion.version += 1
    discussion.save(update_fields=["opens_at", "plan_version", "version"])
    entry = record("discussion.held", actor=None, target=discussion)
    notify(entry, discussion.space.people_holding(LEAST_ROLE["run_discussion"]))


def forget_person(person: User) -> None:
    """What an erased person wrote stays, under the name of a former member; how far they read is forgotten.

    What had been removed goes for good, and their handle gives way where others named them.
    """
    ReadingPosition.objects.filter(person=person).delete()
    forget_thanks(person)
    forget_removed(person)
    forget_reports(person)
    _raise_version(person, forget_handle(person))


def renew_pages(person: User) -> None:
    """Discussions that name `person` are shown with the name as it is now, whatever a browser has kept."""
    _raise_version(person, renew_names(person))


def _raise_version(person: User, mentioning: list[int]) -> None:
    named = Q(planned_by=person) | Q(pk__in=mentioning)
    for rows in (
        Post.objects.filter(author=person),
        Closing.objects.filter(published_by=person),
        Reopening.objects.filter(by=person),
    ):
        named |= Q(pk__in=rows.order_by().values("discussion"))
    named |= Q(pk__in=PrivateNote.objects.filter(author=person).values("closing__discussion"))
    Discussion.objects.filter(named).update(version=F("version") + 1)
