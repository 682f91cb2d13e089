"""What follows of itself when a post is removed or brought back."""

from accounts.models import User
from forums.models import Discussion, Post, PostRevision


def count_out(discussion: Discussion, post: Post) -> None:
    """One that is removed counts no more. Assumes that the discussion is locked and the post's row is as it is now."""
    _count(discussion, post, -1)


def count_in(discussion: Discussion, post: Post) -> None:
    """One that was brought back counts again. Assumes what `count_out` does."""
    _count(discussion, post, +1)


def _count(discussion: Discussion, post: Post, step: int) -> None:
    others = discussion.posts.standing().filter(author=post.author_id, sender=post.sender_id).exclude(pk=post.pk)
    discussion.post_count += step
    discussion.people_count += 0 if others.exists() else step
    discussion.version += 1
    discussion.save(update_fields=["post_count", "people_count", "version"])


def forget_removed(person: User) -> None:
    """The text of an erased person's removed posts was kept to be brought back; now nobody can."""
    removed = Post.objects.filter(author=person, deleted_at__isnull=False)
    PostRevision.objects.filter(post__in=removed).delete()
    removed.update(markdown="", html="")
