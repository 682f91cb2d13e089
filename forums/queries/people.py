"""Whom a discussion concerns."""

from django.db.models import Q, QuerySet

from accounts.models import User
from core.prepared import Prepared
from forums.models import Discussion, Post
from notifications.models import Volume
from notifications.queries import listeners


def people_to_tell(discussion: Discussion) -> QuerySet[User]:
    """Who wrote here or follows, and has not asked to hear nothing of it.

    Whether each of them may still see it is decided when they look, or when the mail leaves.
    """
    volumes = Volume.objects.filter(scope_kind=Discussion.SCOPE, scope_id=discussion.pk)
    wrote = Post.objects.filter(discussion=discussion, author__isnull=False)
    follows = volumes.filter(level=Volume.Level.ALL)
    mutes = volumes.filter(level=Volume.Level.MUTE)
    return (
        User.objects.present()
        .filter(Q(pk__in=wrote.values("author")) | Q(pk__in=follows.values("person")))
        .exclude(pk__in=mutes.values("person"))
    )


def ids_concerned(discussion: Discussion) -> list[int]:
    """Who wrote here or follows; `notify` leaves out whoever wants to hear less."""
    return _CONCERNED(discussion=discussion.pk)


def _concerned(discussion: int) -> QuerySet:
    wrote = Post.objects.filter(discussion=discussion, author__isnull=False)
    return wrote.order_by().values_list("author", flat=True).union(listeners(Discussion.SCOPE, discussion))


_CONCERNED = Prepared(_concerned)  # each reply asks, while it holds the discussion
