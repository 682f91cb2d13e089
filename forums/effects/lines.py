"""What is said of a line ends; somebody answers into one that was closed or has gone elsewhere meanwhile."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.prepared import Prepared
from forums.errors import LineClosed, LineWentOn, PostRemoved, WrongThread
from forums.models import Discussion, Post
from forums.queries.lines import closed_over, went_on, why_closed


def _place(pk: int) -> QuerySet:
    columns = ("discussion", "path", "depth", "kind", "deleted_at")
    return Post.objects.filter(pk=pk).values_list(*columns, closed_over())


_PLACE = Prepared(_place)  # each answer asks, while it holds the discussion


def end_mark(post: Post, kind: str, *, by: User) -> bool:
    """Take back what is said of the line that `post` begins, which stays as history; returns False without any."""
    ended = post.line_marks.in_force().filter(kind=kind).update(ended_at=timezone.now(), ended_by=by)
    return bool(ended)


def require_answerable(parent: Post, discussion: Discussion) -> None:
    """Whether `parent` is answered in `discussion` now; its place is read again, since its line may have been moved.

    Assumes that the discussion is locked. Raises WrongThread, LineWentOn, PostRemoved, and LineClosed with the reason.
    """
    if parent.discussion_id != discussion.pk:
        raise WrongThread(_("The post that you answer is not part of this discussion."))
    [(place, parent.path, parent.depth, kind, deleted_at, closed_because)] = _PLACE(pk=parent.pk)
    if place != discussion.pk or kind == Post.Kind.POINTER:
        raise LineWentOn(went_on())
    if deleted_at is not None:
        raise PostRemoved(_("The post that you answer was removed. What you wrote may still fit as an answer to all."))
    if closed_because is not None:
        raise LineClosed(why_closed(closed_because))
