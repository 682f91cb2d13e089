"""What follows of itself when a first post waits for the team, and when that is over."""

from collections.abc import Collection
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from activity.effects import record
from forums.effects.files import hang
from forums.effects.pages import renew_page
from forums.effects.reports import handling
from forums.models import Discussion, HeldPost, Post
from library.models import File
from notifications.effects import notify, withdraw

State = HeldPost.State


def hold_back(
    discussion: Discussion,
    markdown: str,
    *,
    author: User,
    submission: UUID,
    parent: Post | None = None,
    message_type: str = "",
    files: Collection[File] = (),
) -> HeldPost:
    """Keep what `author` says until the team has looked, with its files, and tell those who decide.

    Assumes that the discussion is locked, that the `submission` has made nothing there yet, and the files are claimed.
    """
    held = HeldPost.objects.create(
        discussion=discussion,
        author=author,
        submission=submission,
        parent=parent,
        markdown=markdown,
        message_type=message_type,
    )
    hang(held, files)
    _tell_team(held)
    return held


def hold_opening(discussion: Discussion, *, author: User) -> HeldPost:
    """Ask the team to open what `author` has planned; once for all until they answer. Assumes that it is locked."""
    waiting = HeldPost.objects.waiting().filter(discussion=discussion, is_opening=True).first()
    if waiting:
        return waiting
    held = HeldPost.objects.create(discussion=discussion, author=author, is_opening=True, submission=uuid4())
    renew_page(discussion)
    _tell_team(held)
    return held


def _tell_team(held: HeldPost) -> None:
    entry = record("post.kept_back", actor=held.author, target=held)
    notify(entry, handling(held.community, but=[held.author_id]))


def settle(held: HeldPost, state: str, *, by: User | None, words: str = "", post: Post | None = None) -> bool:
    """End the wait, once: of two at the same moment, one does. Returns whether this one did.

    What was let through stands in the thread from now on, and nowhere else.
    """
    text = {"markdown": ""} if state == State.LET_THROUGH else {}
    ended = HeldPost.objects.waiting().filter(pk=held.pk)
    is_first = bool(ended.update(state=state, words=words, decided_by=by, decided_at=timezone.now(), post=post, **text))
    if is_first:
        withdraw(held._meta.label_lower, held.pk)
    return is_first


def settle_opening(discussion: Discussion, *, by: User | None) -> None:
    """Whoever opens a discussion has answered who asked for it. Assumes that it is open and locked."""
    for held in HeldPost.objects.waiting().filter(discussion=discussion, is_opening=True):
        if settle(held, State.LET_THROUGH, by=by, post=discussion.posts.get(number=1)):
            tell_author(held, by=by, is_shown=True)


def tell_author(held: HeldPost, *, by: User | None, is_shown: bool) -> None:
    entry = record("post.let_through" if is_shown else "post.turned_down", actor=by, target=held)
    notify(entry, [held.author_id])
