"""What follows of itself when a post is removed or brought back."""

from django.utils import timezone

from accounts.models import User
from core.markdown import plain
from forums.effects.files import drop_files
from forums.effects.groups import follow_report
from forums.effects.posts import EXCERPT_LENGTH
from forums.models import Discussion, Poll, Post, PostFile, PostRevision
from notifications.effects import withdraw


def take_away(discussion: Discussion, post: Post, *, by: User | None, reason: str = "") -> None:
    """Show the text of a post to nobody any more; with nobody as `by`, to its author and the team until they decide.

    What people were told of it goes from their lists. Assumes that the discussion is locked and the post's row is as
    it is now.
    """
    counted = not post.is_removed
    post.deleted_at, post.deleted_by, post.delete_reason = timezone.now(), by, reason
    post.save(update_fields=["deleted_at", "deleted_by", "delete_reason"])
    _count(discussion, post, -1 if counted else 0)
    if post.kind == Post.Kind.GROUP_REPORT:
        follow_report(post)
    withdraw(post._meta.label_lower, post.pk)
    for poll in Poll.objects.filter(post=post):
        withdraw(poll._meta.label_lower, poll.pk)


def put_back(discussion: Discussion, post: Post) -> None:
    """Show a post as it was. Assumes what `take_away` does."""
    post.deleted_at, post.deleted_by, post.delete_reason = None, None, ""
    post.save(update_fields=["deleted_at", "deleted_by", "delete_reason"])
    _count(discussion, post, +1)
    if post.kind == Post.Kind.GROUP_REPORT:
        follow_report(post)


def _count(discussion: Discussion, post: Post, step: int) -> None:
    if post.kind in Post.SIGNS:
        step = 0  # it was never counted
    others = discussion.posts.said().filter(author=post.author_id, sender=post.sender_id).exclude(pk=post.pk)
    discussion.post_count += step
    discussion.people_count += 0 if others.exists() else step
    discussion.version += 1
    if post.kind == Post.Kind.PROMPT:  # lists of discussions show how it begins
        discussion.excerpt = "" if post.is_removed else plain(post.html, EXCERPT_LENGTH)
    discussion.save(update_fields=["post_count", "people_count", "version", "excerpt"])


def forget_removed(person: User) -> None:
    """The text of an erased person's removed posts was kept to be brought back, with its files; now nobody can."""
    removed = Post.objects.filter(author=person, deleted_by__isnull=False)
    drop_files(PostFile.objects.filter(post__in=removed))
    PostRevision.objects.filter(post__in=removed).delete()
    removed.update(markdown="", html="")
