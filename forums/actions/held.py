"""What becomes of first posts that wait for the team: their author and the team decide (P4)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from communities.queries.audiences import Audience
from core.locks import lock
from core.permissions import require
from forums.effects.discussions import begin, tell_of_opening
from forums.effects.files import change_files, has_files, kept_files
from forums.effects.held import settle, settle_opening, tell_author
from forums.effects.holding import lock_discussion
from forums.effects.measure import require_measure_of_words
from forums.effects.pages import renew_page
from forums.effects.posts import write_text
from forums.effects.readers import require_no_more
from forums.effects.saying import say
from forums.errors import AuthorGone, DiscussionClosed, HeldOver, HeldStale
from forums.models import Discussion, HeldPost, Post
from forums.rules import may_change_held, may_decide_held, may_plan, may_post, may_take_back
from library.models import File

State = HeldPost.State

_TEAM = _("Moderators and leaders look at first posts, but never at their own.")
_OVER = _("This does not wait any more.")


@transaction.atomic
def let_through(held: HeldPost, *, actor: User, version: int) -> Post:
    """Put a first post in its place as if it had been written now, or open the discussion that its planner asked for.

    `version` is the `version_read` of what `actor` has read. However many let it through at once, there is one post,
    and each is given it. Raises HeldStale when the text, or the plan, was changed since, HeldOver when it was taken
    back or turned down, DiscussionClosed, CommunityOver, AuthorGone, and Busy; then nothing of the text is lost.
    """
    discussion = lock_discussion(held.discussion)
    author = lock(held.author)  # who is erased at this moment says nothing more
    held = _now(held, discussion)
    held.author = author
    require(may_decide_held(actor, held), _TEAM)
    if held.state == State.LET_THROUGH and held.post:
        return held.post
    _require_waiting(held)
    hold_open(held.community)
    if held.version_read != version:
        raise HeldStale(_("It was changed meanwhile. Please read it again."))
    return _open(held, discussion, by=actor) if held.is_opening else _show(held, discussion, by=actor)


def _now(held: HeldPost, discussion: Discussion) -> HeldPost:
    """As it is under the lock of its discussion. Raises HeldOver when it went with its author."""
    found = HeldPost.objects.select_related("author", "parent", "post").filter(pk=held.pk).first()
    if found is None:
        raise HeldOver(_OVER)
    if found.discussion_id != discussion.pk:
        raise HeldStale(_("What it answers went into another discussion just now. Please try again."))
    found.discussion = discussion
    return found


def _require_waiting(held: HeldPost) -> None:
    if not held.is_waiting:
        raise HeldOver(_OVER)


def _show(held: HeldPost, discussion: Discussion, *, by: User) -> Post:
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed by now: reopen it first, or tell the author why not."))
    if not (held.author.is_active and may_post(held.author, discussion)):
        raise AuthorGone(_("Whoever wrote this may not write here any more."))
    files = [row.file for row in held.files.select_related("file")]
    text = write_text(held.markdown, space=discussion.space, writer=held.author, files=files)
    post = say(
        discussion,
        text,
        author=held.author,
        submission=held.submission,
        parent=held.parent,
        message_type=held.message_type,
        held=held,
    )
    _end(held, State.LET_THROUGH, by=by, post=post)
    tell_author(held, by=by, is_shown=True)
    return post


def _end(held: HeldPost, state: str, *, by: User | None, **more: Any) -> None:
    if not settle(held, state, by=by, **more):
        raise HeldOver(_OVER)


def _open(held: HeldPost, discussion: Discussion, *, by: User) -> Post:
    if not (held.author.is_active and may_plan(held.author, discussion.space)):
        raise AuthorGone(_("Whoever planned this may not start discussions here any more."))
    if begin(discussion, asked_by=held.author, opened_by=by):
        tell_of_opening(record("discussion.opened", actor=held.author, target=discussion), discussion)
    settle_opening(discussion, by=by)
    return discussion.posts.get(number=1)


@transaction.atomic
def turn_down(held: HeldPost, *, actor: User, words: str) -> bool:
    """Do not show a first post, and tell its author why; the text stays theirs. Returns whether this was the first.

    Raises HeldOver when it was let through or taken back meanwhile, and CommunityOver.
    """
    discussion = lock_discussion(held.discussion)
    held = _now(held, discussion)
    require(may_decide_held(actor, held), _TEAM)
    if held.state == State.TURNED_DOWN:
        return False
    _require_waiting(held)
    hold_open(held.community)
    _end(held, State.TURNED_DOWN, by=actor, words=words)
    tell_author(held, by=actor, is_shown=False)
    _freshen(held, discussion)
    return True


def _freshen(held: HeldPost, discussion: Discussion) -> None:
    """The page of a planned discussion says whether its opening waits."""
    if held.is_opening:
        renew_page(discussion)


@transaction.atomic
def change_held(
    held: HeldPost,
    *,
    actor: User,
    markdown: str,
    version: int,
    readers: Audience | None = None,
    files: Sequence[File] | None = None,
) -> HeldPost:
    """Say it otherwise while it waits. The same text again changes nothing.

    `readers` are as in `reply`, and `files` as in `edit_post`. Raises ReadByMore, HeldOver, HeldStale, CommunityOver,
    FileGone, TooManyFiles, NothingSaid, TextTooLong and TooMuchAtOnce.
    """
    wanted = kept_files(held, markdown, files)
    text = write_text(markdown, space=held.discussion.space, writer=actor, files=wanted)
    discussion = lock_discussion(held.discussion)
    held = _now(held, discussion)
    require(may_change_held(actor, held), _("Only its author changes a post."))
    hold_open(held.community)
    _require_waiting(held)
    if held.markdown == text.markdown and has_files(held, text.files):
        return held
    require_no_more(readers, discussion.space)
    require_measure_of_words(actor, discussion.space, text)
    if held.version != version:
        raise HeldStale(_("You have changed it meanwhile, in another window. Both texts are below; nothing is lost."))
    change_files(held, text.files, by=actor)
    held.markdown = text.markdown
    held.version += 1
    held.save(update_fields=["markdown", "version"])
    return held


@transaction.atomic
def take_back(held: HeldPost, *, actor: User) -> bool:
    """Let a first post not be shown after all; its author keeps the text. Returns whether it waited.

    Raises HeldOver when the team was quicker.
    """
    discussion = lock_discussion(held.discussion)
    held = _now(held, discussion)
    require(may_take_back(actor, held), _("Only its author takes a post back."))
    if held.state == State.WITHDRAWN:
        return False
    _require_waiting(held)
    _end(held, State.WITHDRAWN, by=None)
    record("post.taken_back", actor=actor, target=held)
    _freshen(held, discussion)
    return True
