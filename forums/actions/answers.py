"""Taking a post as the answer to a question, which whoever asked decides, or who runs the discussion."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from communities.rules import role_in
from core.permissions import require
from forums.effects.holding import lock_post
from forums.errors import PostRemoved
from forums.models import Discussion, Post
from forums.queries.answers import ACCEPTED
from forums.rules import may_accept
from notifications.effects import forget_told, notify

_WHO = _("Whoever asked the question takes an answer, and who runs the discussion.")


@transaction.atomic
def accept_answer(post: Post, *, actor: User) -> bool:
    """Show `post` as the answer, in place of another one where there is; its author is told.

    Who belongs there no more hears nothing. Also where the discussion is closed. Returns False when it is the answer
    already. Raises PostRemoved and CommunityOver.
    """
    discussion, post = _locked(post, actor)
    if post.is_removed:
        raise PostRemoved(_("This post was removed meanwhile."))
    if discussion.answer_id == post.pk:
        return False
    if discussion.answer is not None:
        forget_told(discussion.answer, ACCEPTED)
    _answer(discussion, post)
    entry = record(ACCEPTED, actor=actor, target=post)
    if post.author is not None and role_in(post.author, discussion.space) is not None:
        notify(entry, [post.author], scope=(Discussion.SCOPE, discussion.pk))
    return True


@transaction.atomic
def take_back_answer(post: Post, *, actor: User) -> bool:
    """Let the question be without an answer again; returns False when `post` is not it. Raises CommunityOver."""
    discussion, post = _locked(post, actor)
    if discussion.answer_id != post.pk:
        return False
    _answer(discussion, None)
    forget_told(post, ACCEPTED)
    record("post.unaccepted", actor=actor, target=post)
    return True


def _locked(post: Post, actor: User) -> tuple[Discussion, Post]:
    discussion, post = lock_post(post)
    require(may_accept(actor, post), _WHO)
    hold_open(discussion.space.community)
    return discussion, post


def _answer(discussion: Discussion, post: Post | None) -> None:
    discussion.answer = post
    discussion.version += 1
    discussion.save(update_fields=["answer", "version"])
