"""What a person does with polls: put one, vote, end it, and say what follows from it (P43)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import read_again
from communities.effects.life import hold_open
from communities.queries.audiences import Audience
from core.permissions import require
from forums.actions.posts import steer
from forums.effects.holding import lock_discussion, lock_post
from forums.effects.pages import renew_page
from forums.effects.polls import count_vote, put_poll
from forums.effects.polls import end_poll as end
from forums.errors import PollOver, PostRemoved, WrongChoice
from forums.models import Discussion, Option, Poll, Post
from forums.queries.people import why_silent
from forums.rules import may_run, may_vote
from library.models import File

_NOT_YOURS = _("Moderators and leaders put polls here, and end them.")


@transaction.atomic
def start_poll(
    discussion: Discussion,
    *,
    actor: User,
    markdown: str,
    submission: UUID,
    options: Sequence[str],
    kind: str = Poll.Kind.SINGLE,
    purpose: str = Poll.Purpose.TEMPERATURE,
    is_anonymous: bool = False,
    closes_at: datetime | None = None,
    readers: Audience | None = None,
    files: Sequence[File] = (),
) -> Poll:
    """Put a question with `options` to choose from: a post that stands out. It ends at `closes_at` (UTC) or by hand.

    The same `submission` gives the poll that it made before. Raises WrongChoice unless there are LEAST_OPTIONS to
    MOST_OPTIONS different ones, and as `steer`.
    """
    discussion = lock_discussion(discussion)
    require(may_run(actor, discussion), _NOT_YOURS)
    if not Poll.LEAST_OPTIONS <= len({option.casefold() for option in options}) == len(options) <= Poll.MOST_OPTIONS:
        raise WrongChoice(_("A poll has two to ten different answers."))
    said: dict[str, Any] = {"markdown": markdown, "submission": submission, "readers": readers, "files": files}
    post = steer(discussion, actor=actor, kind=Post.Kind.POLL, **said)
    return put_poll(post, kind=kind, purpose=purpose, options=options, is_anonymous=is_anonymous, closes_at=closes_at)


@transaction.atomic
def vote(poll: Poll, *, actor: User, chosen: Sequence[Option]) -> Poll:
    """Choose, in an order of preference the best first; with names a second vote takes the place of the first.

    Without names what was chosen once stays, since nothing says what it was. The same again changes nothing.
    Raises PollOver, PostRemoved, WrongChoice, CommunityOver and Gone.
    """
    poll = _held(poll)
    require(may_vote(actor, poll), why_silent(actor, poll.discussion))
    _require_standing(poll)
    if not poll.is_running:
        raise PollOver(_("This poll has ended, so your vote could not be counted."))
    _require_choice(poll, chosen)
    if count_vote(poll, actor, chosen):
        renew_page(poll.discussion)
    return poll


def _require_choice(poll: Poll, chosen: Sequence[Option]) -> None:
    ids = [option.pk for option in chosen]
    are_offered = poll.options.filter(pk__in=ids).count() == len(ids) == len(set(ids))
    if not are_offered or not ids:
        raise WrongChoice(_("Choose among the answers of this poll."))
    if poll.kind == Poll.Kind.SINGLE and len(ids) > 1:
        raise WrongChoice(_("Choose one answer."))


@transaction.atomic
def end_poll(poll: Poll, *, actor: User, outcome: str = "") -> Poll:
    """Take no more votes, and say what follows; of a poll that has ended, what follows may still be said or mended.

    Ending twice is harmless, and an old form wipes nothing out: no words leave what was said as it is.
    Raises PostRemoved, CommunityOver and Gone.
    """
    poll = _held(poll)
    require(may_run(actor, poll.discussion), _NOT_YOURS)
    _require_standing(poll)
    if not poll.is_over:
        end(poll, by=actor, outcome=outcome)
    elif outcome and poll.outcome != outcome:
        poll.outcome = outcome
        poll.save(update_fields=["outcome"])
        renew_page(poll.discussion)
        record("poll.concluded", actor=actor, target=poll)
    return poll


def _held(poll: Poll) -> Poll:
    """The poll as it is now, with its discussion locked, also where its line went to another one meanwhile."""
    _discussion, post = lock_post(poll.post)
    read_again(poll)
    poll.post = post
    return poll


def _require_standing(poll: Poll) -> None:
    hold_open(poll.discussion.space.community)
    if poll.post.is_removed:
        raise PostRemoved(_("This poll was removed meanwhile."))
