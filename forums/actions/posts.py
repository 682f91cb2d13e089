"""What a person says in a discussion."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from communities.queries.audiences import Audience
from communities.rules import role_in
from core.markdown import plain
from core.permissions import require
from core.prepared import Prepared
from forums.effects.anonymous import forget_as_sent
from forums.effects.files import change_files, claim_all, has_files, kept_files
from forums.effects.held import hold_back
from forums.effects.holding import lock_discussion, lock_post
from forums.effects.lines import require_answerable
from forums.effects.measure import require_measure_of_posts, require_measure_of_words
from forums.effects.mentions import keep_mentions, render_again, tell_mentioned
from forums.effects.pacing import require_pace
from forums.effects.posts import EXCERPT_LENGTH, QUIETLY, Text, write_text
from forums.effects.readers import require_no_more
from forums.effects.saying import say
from forums.effects.stages import type_for
from forums.errors import DiscussionClosed, PostRemoved, PostStale
from forums.models import Discussion, HeldPost, Post, PostRevision
from forums.queries.files import files_of
from forums.queries.mentions import named_before, render_naming
from forums.queries.people import why_silent
from forums.rules import may_edit, may_post, may_run, waits_for_team
from library.models import File


@transaction.atomic
def reply(
    discussion: Discussion,
    *,
    actor: User,
    markdown: str,
    submission: UUID,
    parent: Post | None = None,
    message_type: str | None = None,
    readers: Audience | None = None,
    files: Sequence[File] = (),
) -> Post | HeldPost:
    """Add what `actor` says, as an answer to `parent` or on the first level.

    Where the team looks at first posts and this is one, it is held instead, and the team is told.
    The same `submission` gives what it made before, so a double click is harmless. Whom it
    names, who wrote `parent`, and who else wrote or follows are told, each once and for the first reason.
    `message_type` is what `actor` says that it is, where the stage asks for that (P38); None where it came in by a way
    that could not ask. `readers` are those for whom the page was made on which it was written: raises ReadByMore when
    more read it now. `files` are loose ones of `actor`; an image that the text does not show yet stands at its end.
    Raises FileGone, TooManyFiles, TypeMissing, NothingSaid, TextTooLong, TooMuchAtOnce, WrongThread, PostRemoved when
    `parent` is not there any more, DiscussionClosed when a close came first, CommunityOver when the community has come
    to its end, and Busy.
    """
    text = write_text(markdown, space=discussion.space, writer=actor, files=files)
    discussion = lock_discussion(discussion)
    role = role_in(actor, discussion.space)
    require(may_post(actor, discussion, role=role), why_silent(actor, discussion))
    if earlier := _sent_before(discussion, actor, submission):
        return earlier
    claim_all(text.files, by=actor)
    _require_place(discussion, parent)
    require_pace(discussion, actor, role=role)
    require_no_more(readers, discussion.space)
    require_measure_of_posts(actor, discussion.space, text, role=role)
    how: Any = {"author": actor, "submission": submission, "parent": parent}
    how["message_type"] = type_for(discussion, message_type)
    if waits_for_team(actor, discussion.space, role=role):
        return hold_back(discussion, text.markdown, **how, files=text.files)
    return say(discussion, text, **how)


@transaction.atomic
def steer(
    discussion: Discussion,
    *,
    actor: User,
    kind: str,
    markdown: str,
    submission: UUID,
    readers: Audience | None = None,
    files: Sequence[File] = (),
) -> Post:
    """Bring people back to the question, or sum up what was said so far (P42, P46): a post that stands out.

    `kind` is one of Post.STEERING. Everything else is as in `reply`.
    """
    text = write_text(markdown, space=discussion.space, writer=actor, files=files)
    discussion = lock_discussion(discussion)
    require(may_run(actor, discussion), _("Moderators and leaders steer discussions here."))
    for earlier in _SUBMITTED(discussion=discussion, author=actor, submission=submission):
        return earlier
    claim_all(text.files, by=actor)
    _require_place(discussion)
    require_no_more(readers, discussion.space)
    return say(discussion, text, author=actor, submission=submission, kind=kind)


def _require_place(discussion: Discussion, parent: Post | None = None) -> None:
    """Whether something is added here still, and what it answers stands."""
    hold_open(discussion.space.community)
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed now, so your answer could not be added."))
    if parent is not None:
        require_answerable(parent, discussion)


def _submitted(discussion: Discussion, author: User, submission: UUID) -> QuerySet[Post]:
    return Post.objects.filter(discussion=discussion, author=author, submission=submission)


_SUBMITTED = Prepared(_submitted)


def _sent(discussion: Discussion, author: User, submission: UUID) -> QuerySet:
    """(id, whether it is of a first post that is not shown) of what a submission has made."""
    posts = _submitted(discussion, author, submission).order_by().values_list("pk", Value(False))
    held = HeldPost.objects.filter(discussion=discussion, author=author, submission=submission)
    held = held.exclude(state=HeldPost.State.LET_THROUGH)
    return posts.union(held.order_by().values_list("pk", Value(True)), all=True)


_SENT = Prepared(_sent)  # each post asks, while it holds the discussion


def _sent_before(discussion: Discussion, author: User, submission: UUID) -> Post | HeldPost | None:
    for pk, is_held in _SENT(discussion=discussion, author=author, submission=submission):
        return HeldPost.objects.get(pk=pk) if is_held else Post.objects.get(pk=pk)
    return None


@transaction.atomic
def edit_post(
    post: Post,
    *,
    actor: User,
    markdown: str,
    version: int,
    readers: Audience | None = None,
    files: Sequence[File] | None = None,
) -> Post:
    """Replace what `actor` said, with the version that the edit began from; what stood there before is kept.

    An image that the text shows no more goes for good, from what is kept too; so does any other file that is not among
    `files`, where those are given. New ones are as in `reply`.

    Whom the text names now and did not name before is told. The same text again changes nothing, so a
    double click is harmless. Nothing is kept of what a report hides. Within QUIETLY, and while nobody has written
    since, the post is not marked as edited. `readers` are as in `reply`.
    Raises ReadByMore, PostStale when it was changed meanwhile, PostRemoved, DiscussionClosed, CommunityOver,
    FileGone, TooManyFiles, NothingSaid and TextTooLong.
    """
    wanted = kept_files(post, markdown, files)
    text = write_text(markdown, space=post.discussion.space, writer=actor, before=named_before(post), files=wanted)
    discussion, post = lock_post(post)
    require(may_edit(actor, post), _("Only its author changes a post, and a summary only while they moderate."))
    hold_open(discussion.space.community)
    _require_editable(post, discussion)
    if post.markdown == text.markdown and has_files(post, text.files):
        return post
    require_no_more(readers, discussion.space)
    require_measure_of_words(actor, discussion.space, text)
    if post.version != version:
        raise PostStale(_("This post was changed meanwhile. Both texts are below; nothing is lost."))
    is_without = change_files(post, text.files, by=actor)
    _replace(post, discussion, text, actor=actor)
    record("post.edited", actor=actor, target=post)
    keep_mentions(post, text.named)
    if is_without:  # nothing is left of it in what is kept
        render_again(Q(pk=post.pk), str, {})
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
        if post.number == 1:
            discussion.question = text.markdown
            forget_as_sent(discussion)
    else:
        PostRevision.objects.create(
            post=post, version=post.version, markdown=post.markdown, html=post.html, replaced_at=now, replaced_by=actor
        )
    is_quiet = now - post.created_at < QUIETLY and post.number == discussion.last_number
    post.markdown, post.html = text.markdown, render_naming(text.markdown, text.named, files_of(post))
    post.version += 1
    post.edited_at = post.edited_at if is_quiet else now
    post.save(update_fields=["markdown", "html", "version", "edited_at"])
    if post.kind == Post.Kind.PROMPT and not post.is_hidden:
        discussion.excerpt = plain(post.html, EXCERPT_LENGTH)
    discussion.version += 1
    discussion.save(update_fields=["question", "excerpt", "version"])
