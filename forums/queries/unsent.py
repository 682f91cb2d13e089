"""What somebody began to write, for them alone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Value

from accounts.models import User
from communities.models import Space
from core.prepared import Prepared
from forums.models import Discussion, HeldPost, Post, Unsent
from forums.queries.sending import marks_from

_BEGUN = Prepared(lambda person, kind, place: Unsent.objects.of_place(person, kind, place).order_by("pk")[:1])


def begun_at(person: Any, kind: str, place: Space | Discussion | Post) -> Unsent | None:
    """What `person` began at one place."""
    if not person.is_authenticated:
        return None
    return next(iter(_BEGUN(person=person, kind=str(kind), place=place)), None)


def has_unsent(person: Any) -> Any:
    """Of discussions: whether `person` began to say something there."""
    if not person.is_authenticated:
        return Value(False)
    return Exists(Unsent.objects.begun_in(person, OuterRef("pk")))


def _said_half(person: User, discussion: int) -> Any:
    found = Unsent.objects.begun_in(person, discussion).visible_to(person)
    return found.select_related("post__author", "post__sender").order_by("-changed_at")


_SAID_HALF = Prepared(_said_half)


def said_half(person: User, discussion: Discussion) -> list[Unsent]:
    """What `person` began to say in a discussion, the latest first."""
    return list(_SAID_HALF(person=person, discussion=discussion.pk))


def is_sent(person: User, place: Space | Discussion | Post, said: Mapping[str, str], submission: UUID | None) -> bool:
    """Whether what is on its way to be kept was sent meanwhile: with the `submission` of its form, or word for word."""
    if isinstance(place, Post) and place.author_id == person.pk and place.markdown == said.get("text"):
        return True
    if submission is None:
        return False
    if isinstance(place, Space):
        return Discussion.objects.filter(planned_by=person, submission=submission).exists()
    discussion = place.discussion_id if isinstance(place, Post) else place.pk
    sent: Any = {"discussion": discussion, "author": person, "submission__range": marks_from(submission)}
    posts = Post.objects.filter(**sent).order_by().values("pk")
    return posts.union(HeldPost.objects.filter(**sent).order_by().values("pk")).exists()


def export_unsent(person: User) -> dict[str, Any]:
    rows = Unsent.objects.filter(person=person).select_related("space", "discussion", "post__discussion")
    return {
        "unsent": [
            {
                "kind": row.get_kind_display(),
                "place": row.place_name,
                "said": row.said,
                "begun_at": row.begun_at.isoformat(),
                "changed_at": row.changed_at.isoformat(),
            }
            for row in rows.order_by("pk")
        ]
    }
