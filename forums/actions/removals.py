"""Removing a post and bringing it back: its place and the answers to it stay (P4)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.permissions import require
from forums.effects.blanking import blank_quotations
from forums.effects.holding import lock_post, lock_with_quotations
from forums.effects.removals import put_back, take_away
from forums.effects.reports import forget_ruling, standing_of, uphold_waiting
from forums.errors import DiscussionClosed, PostRemoved, QuestionStays
from forums.models import Discussion, Post
from forums.rules import may_remove, may_restore, may_run
from notifications.effects import notify


@transaction.atomic
def remove_post(post: Post, *, actor: User, reason: str = "", blanks_quotations: bool = False) -> Post:
    """Show the text of a post to nobody any more. Removing twice is harmless.

    An author withdraws their own while the discussion is open; who runs it removes any, at any time, with a
    `reason` that stands in its place and goes to the author, and so decides what was reported of it.
    What people were told of it goes from their lists.
    What others quoted of it stays as they wrote it, unless whoever runs the discussion has it blanked for good.
    Raises QuestionStays, DiscussionClosed and CommunityOver.
    """
    discussion, post = lock_with_quotations(post) if blanks_quotations else lock_post(post)
    require(may_remove(actor, post))
    if post.number == 1:
        raise QuestionStays(_("The opening question stays as long as the discussion does. You can change its words."))
    if post.is_gone:
        return post
    _require_open(discussion, actor)
    is_own, before = post.author_id == actor.pk, standing_of(post)
    take_away(discussion, post, by=actor, reason="" if is_own else reason)
    if blanks_quotations and not is_own:
        blank_quotations(post, by=actor, reason=reason)
    if is_own:
        record("post.withdrawn", actor=actor, target=post)
    elif not uphold_waiting(post, by=actor, words=reason, before=before):
        _tell_author(post, actor)
    return post


def _tell_author(post: Post, actor: User) -> None:
    """Personally: no volume silences it."""
    entry = record("post.removed", actor=actor, target=post)
    notify(entry, [post.author_id])


@transaction.atomic
def restore_post(post: Post, *, actor: User) -> Post:
    """Bring a removed post back as it was. Twice is harmless.

    Raises DiscussionClosed to an author who is too late, PostRemoved when there is nothing left of it, and
    CommunityOver. What a report hides stays hidden until that is decided.
    """
    discussion, post = lock_post(post)
    if not post.is_gone:
        return post
    require(may_restore(actor, post))
    _require_open(discussion, actor)
    if not post.markdown:  # its author's account was erased meanwhile
        raise PostRemoved(_("The text of this post is gone for good."))
    put_back(discussion, post)
    forget_ruling(post, by=actor)
    record("post.restored", actor=actor, target=post)
    return post


def _require_open(discussion: Discussion, actor: User) -> None:
    hold_open(discussion.space.community)
    if not discussion.is_open and not may_run(actor, discussion):
        raise DiscussionClosed(_("This discussion is closed now: its posts stay as they are."))
