"""What follows when somebody says something: the post, who is named, and who is told."""

from uuid import UUID

from accounts.models import User
from activity.effects import record
from forums.effects.files import carry, hang
from forums.effects.mentions import keep_mentions, tell_mentioned
from forums.effects.posts import Text, add_post
from forums.models import Discussion, HeldPost, Post
from forums.queries.files import files_of
from forums.queries.mentions import render_naming
from forums.queries.people import ids_concerned
from notifications.effects import notify


def say(
    discussion: Discussion,
    text: Text,
    *,
    author: User,
    submission: UUID,
    parent: Post | None = None,
    kind: str = Post.Kind.CONTRIBUTION,
    message_type: str = "",
    held: HeldPost | None = None,
) -> Post:
    """Add the post with its files, and tell whom it concerns.

    Assumes that the discussion's row is locked and as it is now, and the files are claimed or hang on what was `held`.
    """
    post = add_post(
        discussion,
        markdown=text.markdown,
        html=text.html,
        parent=parent,
        kind=kind,
        message_type=message_type,
        submission=submission,
        author=author,
    )
    _place_files(post, text, held)
    keep_mentions(post, text.named)
    _tell(post, text.named.addressed)
    return post


def _place_files(post: Post, text: Text, held: HeldPost | None) -> None:
    """Where a file is served is known as soon as there is the post."""
    if not text.files:
        return
    if held:
        carry(held, post)
    else:
        hang(post, text.files)
    post.html = render_naming(text.markdown, text.named, files_of(post))
    post.save(update_fields=["html"])


def _tell(post: Post, mentioned: frozenset[int]) -> None:
    """Tell everyone whom it concerns, each once: of being named rather than of being answered."""
    tell_mentioned(post, mentioned)
    # What waited for the team may answer what was removed meanwhile: whoever wrote that is not called back to it.
    answered = post.parent.author_id if post.parent and not post.parent.is_removed else None
    is_answer = answered not in (None, post.author_id)
    if post.kind in Post.STEERING:
        entry = record("post.steered", actor=post.author, target=post)
    else:
        entry = record("post.replied" if is_answer else "post.added", actor=post.author, target=post)
    scope = (Discussion.SCOPE, post.discussion_id)
    if is_answer and answered not in mentioned:
        notify(entry, [answered], scope=scope)
    notify(entry, set(ids_concerned(post.discussion)) - mentioned, scope=scope, kind="posts")
