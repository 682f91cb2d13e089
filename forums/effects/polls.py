"""What follows of itself for polls: their answers are counted, and they end."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from forums.effects.due import for_each_due
from forums.effects.holding import lock_post
from forums.effects.pages import renew_page
from forums.models import Ballot, Choice, Discussion, Option, Poll, Post
from forums.queries.people import ids_concerned
from notifications.effects import notify


def put_poll(
    post: Post, *, kind: str, purpose: str, options: Sequence[str], is_anonymous: bool, closes_at: datetime | None
) -> Poll:
    """The poll that `post` asks; where it has one, that stays as it is. Assumes that the discussion is locked."""
    terms = {"kind": kind, "purpose": purpose, "is_anonymous": is_anonymous, "closes_at": closes_at}
    poll, is_new = Poll.objects.get_or_create(post=post, defaults=terms)
    if is_new:
        rows = [Option(poll=poll, position=place, text=text) for place, text in enumerate(options, start=1)]
        Option.objects.bulk_create(rows)
    return poll


def count_vote(poll: Poll, person: User, chosen: Sequence[Option]) -> bool:
    """Count what `person` chose, in their order; with names it takes the place of what they chose before.

    Returns whether anything changed. Assumes that the discussion is locked.
    """
    ballot, is_new = Ballot.objects.get_or_create(poll=poll, person=person)
    if not is_new and poll.is_anonymous:
        return False
    before = [choice.option for choice in ballot.choices.select_related("option")]
    if before == list(chosen):
        return False
    _count(poll, before, -1)
    _count(poll, chosen, 1)
    if is_new:
        poll.voters += 1
        poll.save(update_fields=["voters"])
    if not poll.is_anonymous:
        ballot.choices.all().delete()
        Choice.objects.bulk_create(
            [Choice(ballot=ballot, option=option, rank=rank) for rank, option in enumerate(chosen, start=1)]
        )
    return True


def _count(poll: Poll, chosen: Sequence[Option], sign: int) -> None:
    most = poll.options.count() if poll.kind == Poll.Kind.RANKED else 1
    for place, option in enumerate(chosen):
        points = most - place if poll.kind == Poll.Kind.RANKED else 1
        Option.objects.filter(pk=option.pk).update(points=F("points") + sign * points)


def end_poll(poll: Poll, *, by: User | None = None, outcome: str = "") -> None:
    """Take no more votes, and tell whom it concerns. Of votes without names that were too few, nothing stays.

    Assumes that the discussion is locked and that the poll has not ended.
    """
    poll.ended_at, poll.ended_by, poll.outcome = timezone.now(), by, outcome
    poll.save(update_fields=["ended_at", "ended_by", "outcome"])
    if poll.is_anonymous:
        poll.ballots.all().delete()
    if poll.has_too_few:
        poll.options.update(points=0)
    renew_page(poll.discussion)
    entry = record("poll.ended", actor=by, target=poll)
    notify(entry, ids_concerned(poll.discussion), scope=(Discussion.SCOPE, poll.discussion.pk), kind="posts")


def end_polls_due() -> None:
    """End the polls whose moment has come, and those of discussions that are locked."""
    for_each_due(Poll.objects.due_to_end(), _end)


def end_polls_in(discussion: Discussion) -> None:
    """End those of a discussion that takes no more words, before it is summed up. Assumes that it is locked."""
    for poll in Poll.objects.due_to_end().filter(post__discussion=discussion).select_related("post").order_by("pk"):
        poll.post.discussion = discussion
        end_poll(poll)


@transaction.atomic
def _end(pk: int) -> None:
    poll = Poll.objects.select_related("post__discussion__space__community").get(pk=pk)
    _discussion, poll.post = lock_post(poll.post)
    if Poll.objects.due_to_end().filter(pk=pk).exists():
        end_poll(poll)
