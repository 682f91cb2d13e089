"""Whom a discussion concerns."""

from django.db.models import QuerySet

from accounts.models import User
from core.prepared import Prepared
from forums.models import Discussion, Post
from notifications.queries import listeners


def people_concerned(discussion: Discussion) -> QuerySet[User]:
    """Who wrote what still stands here, or follows, whether or not they want to hear less of it by now."""
    return User.objects.present().filter(pk__in=_concerned(discussion.pk))


def ids_concerned(discussion: Discussion) -> list[int]:
    """The same as ids, for `notify`, which leaves out whoever is gone or wants to hear less."""
    return _CONCERNED(discussion=discussion.pk)


def _concerned(discussion: int) -> QuerySet:
    wrote = Post.objects.standing().filter(discussion=discussion, author__isnull=False)
    return wrote.order_by().values_list("author", flat=True).union(listeners(Discussion.SCOPE, discussion))


_CONCERNED = Prepared(_concerned)  # each reply asks, while it holds the discussion
