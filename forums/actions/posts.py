"""What a person says in a discussion."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.markdown import plain
from core.permissions import require
from core.prepared import Prepared
from forums.effects.holding import lock_discussion
from forums.effects.mentions import keep_mentions, tell_mentioned
from forums.effects.posts import EXCERPT_LENGTH, QUIETLY, Text, add_post, write_text
from forums.errors import DiscussionClosed, PostRemoved, PostStale, WrongThread
from forums.models import Discussion, Post, PostRevision
from forums.queries.mentions import named_before
from forums.queries.people import ids_concerned, why_silent
from forums.rules import may_edit, may_post, may_run
from notifications.effects import notify


@transaction.atomic
def reply(discussion: Discussion, *, actor: User, markdown: str, submission: UUID, parent: Post | None = None) -> Post:
    """Add what `actor` says, as an answer to `parent` or on the first level.

    The same `submission` gives the post it made before, so a double click is harmless. Whom it
    names, who wrote `parent`, and who else wrote or follows are told, each once and for the first reason.
    Raises NothingSaid, TextTooLong, WrongThread, PostRemoved when `parent` is not there any more,
    DiscussionClosed when a close came first, CommunityOver when the community has come to its end, and Busy.
    """
    text = write_text(markdown, space=discussion.space, writer=actor)
    discussion = lock_discussion(discussion)
    require(may_post(actor, discussion), why_silent(actor, discussion))
    return _say(discussion, text, actor=actor, submission=submission, parent=parent)


@transaction.atomic
def steer(discussion: Discussion, *, actor: User, kind: str, markdown: str, submission: UUID) -> Post:
    """Bring people back to the question, or sum up what was said so far (P42, P46): a post that stands out.

    `kind` is one of Post.STEERING. Everything else is as in `reply`.
    """
    text = write_text(markdown, space=discussion.space, writer=actor)
    discussion = lock_discussion(discussion)
    require(may_run(actor, discussion), _("Moderators and leaders steer discussions here."))
    return _say(discussion, text, actor=actor, submission=submission, kind=kind)


def _say(
    discussion: Discussion,
    text: Text,
    *,
    actor: User,
    submission: UUID,
    parent: Post | None = None,
    kind: str = Post.Kind.CONTRIBUTION,
) -> Post:
    for earlier in _SUBMITTED(discussion=discussion, author=actor, submission=submission):
        return earlier
    hold_open(discussion.space.community)
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed now, so your answer could not be added."))
    if parent is not None:
        _require_standing(parent, discussion)
    post = add_post(
        discussion,
        markdown=text.markdown,
        html=text.html,
        parent=parent,
        kind=kind,
        submission=submission,
        author=actor,
    )
    keep_mentions(post, text.named)
    _tell(post, text.named.addressed)
    return post


def _submitted(discussion: Discussion, author: User, submission: UUID) -> QuerySet[Post]:
    return Post.objects.filter(discussion=discussion, author=author, submission=submission)


_SUBMITTED = Prepared(_submitted)  # each post asks, while it holds the discussion


def _require_standing(parent: Post, discussion: Discussion) -> None:
    if parent.discussion_id != discussion.pk:
        raise WrongThread(_("The post that you answer is not part of this discussion."))
    if not discussion.posts.standing().filter(pk=parent.pk).exists():
        raise PostRemoved(_("The post that you answer was removed. What you wrote may still fit as an answer to all."))


def _tell(post: Post, mentioned: frozenset[int]) -> None:
    """Tell everyone whom it concerns, each once: of being named rather than of being answered."""
    tell_mentioned(post, mentioned)
    answered = post.parent.author_id if post.parent else None
    is_answer = answered not in (None, post.author_id)
    entry = record("post.replied" if is_answer else "post.added", actor=post.author, target=post)
    scope = (Discussion.SCOPE, post.discussion_id)
    if is_answer and answered not in mentioned:
        notify(entry, [answered], scope=scope)
    notify(entry, set(ids_concerned(post.discussion)) - mentioned, scope=scope, kind="posts")


@transaction.atomic
def edit_post(post: Post, *, actor: User, markdown: str, version: int) -> Post:
    """Replace what `actor` said, with the version that the edit began from; what stood there before is kept.

    Whom the text names now and did not name before is told. The same text again changes nothing, so a
    double click is harmless. Nothing is kept of what a report hides. Within QUIETLY, and while nobody has written
    since, the post is not marked as edited.
    Raises PostStale when it was changed meanwhile, PostRemoved, DiscussionClosed, CommunityOver, NothingSaid and
    TextTooLong.
    """
    text = write_text(markdown, space=post.discussion.space, writer=actor, before=named_before(post))
    discussion = lock_discussion(post.discussion)
    post = discussion.posts.select_related("author").get(pk=post.pk)
    require(may_edit(actor, post), _("Only its author changes a post, and a summary only while they moderate."))
    hold_open(discussion.space.community)
    _require_editable(post, discussion)
    if post.markdown == text.markdown:
        return post
    if post.version != version:
        raise PostStale(_("This post was changed meanwhile. Both texts are below; nothing is lost."))
    _replace(post, discussion, text, actor=actor)
    record("post.edited", actor=actor, target=post)
    keep_mentions(post, text.named)
    tell_mentioned(post, text.named.addressed)
    return post


def _require_editable(post: Post, discussion: Discussion) -> None:
    if post.is_gone:
        raise PostRemoved(_("This post was removed meanwhile, so your change could not be saved."))
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed now, so your change could not be saved."))


def _replace(post: Post, discussion: Discussion, text: Text, *, actor: User) -> None:
    now = timezone.now()
    if post.is_hidden:  # by what it said a patient could be recognised: nothing of that is kept
        post.revisions.all().delete()
    else:
        PostRevision.objects.create(
            post=post, version=post.version, markdown=post.markdown, html=post.html, replaced_at=now, replaced_by=actor
        )
    is_quiet = now - post.created_at < QUIETLY and post.number == discussion.last_number
    post.markdown, post.html = text.markdown, text.html
    post.version += 1
    post.edited_at = post.edited_at if is_quiet else now
    post.save(update_fields=["markdown", "html", "version", "edited_at"])
    if post.kind == Post.Kind.PROMPT and not post.is_hidden:
        discussion.excerpt = plain(post.html, EXCERPT_LENGTH)
    discussion.version += 1
    discussion.save(update_fields=["excerpt", "version"])
