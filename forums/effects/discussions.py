"""What follows of itself in the life of a discussion."""

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from communities.models import Role, Space
from core.locks import lock
from forums.effects.posts import add_post, finish_text
from forums.models import Discussion, Post, ReadingPosition
from notifications.effects import notify


def begin(discussion: Discussion, *, asked_by: User | None) -> bool:
    """Open a planned discussion with its question as post 1; returns False when it was opened before.

    An opening date still to come and a closing date that has passed are dropped. `asked_by` signs the question.
    """
    now = timezone.now()
    begun = Discussion.objects.filter(pk=discussion.pk, state=Discussion.State.PLANNED).update(
        state=Discussion.State.OPEN,
        opened_at=now,
        opens_at=Case(When(opens_at__lte=now, then=F("opens_at")), default=Value(None)),
        closes_at=Case(When(closes_at__gt=now, then=F("closes_at")), default=Value(None)),
    )
    if not begun:
        return False
    markdown, html = finish_text(discussion.question)
    add_post(lock(discussion), markdown=markdown, html=html, kind=Post.Kind.PROMPT, author=asked_by)
    return True


def tell_of_opening(entry: Entry, discussion: Discussion) -> None:
    """Tell the members of the space, in-app only."""
    members = discussion.space.people_holding(Role.GUEST).values_list("pk", flat=True)
    notify(entry, members, scope=(Discussion.SCOPE, discussion.pk))


def open_due() -> None:
    """Open each planned discussion whose time has come, where the space still takes posts."""
    due = Discussion.objects.due_to_open().filter(space__in=Space.objects.writable())
    for discussion in due.select_related("space__community", "planned_by"):
        _open_one(discussion)


@transaction.atomic
def _open_one(discussion: Discussion) -> None:
    if begin(discussion, asked_by=discussion.planned_by):
        tell_of_opening(record("discussion.opened", actor=None, target=discussion), discussion)


def forget_person(person: User) -> None:
    """What an erased person wrote stays, under the name of a former member; how far they read is forgotten.

    Pages that named them are made anew, whatever a browser has kept.
    """
    ReadingPosition.objects.filter(person=person).delete()
    written = Post.objects.filter(author=person).order_by().values("discussion")
    Discussion.objects.filter(pk__in=written).update(version=F("version") + 1)
