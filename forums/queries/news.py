"""What of a discussion is still new to a person."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from communities.models import Space
from core.prepared import Prepared, as_one, each_of
from forums.models import Discussion, Post, ReadingPosition


def unseen_posts(ids: list[int], reader: Any) -> dict[int, str]:
    """{id: "forums.discussion.7"} of those of others that `reader` may read and whose page they have not seen."""
    return {pk: f"{Discussion.SCOPE}.{thread}" for pk, thread in _UNSEEN(ids=as_one(ids), reader=reader)}


def _unseen(ids: str, reader: Any) -> QuerySet:
    reading = ReadingPosition.objects.filter(person=reader, discussion=OuterRef("discussion"))
    read = Coalesce(Subquery(reading.values("last_read")), Value(0))
    # No discussion that is only planned has posts, so that the space alone decides.
    found = Post.objects.standing().filter(discussion__space__in=Space.objects.visible_to(reader), pk__in=each_of(ids))
    return found.filter(number__gt=read).exclude(author=reader).order_by().values_list("pk", "discussion")


_UNSEEN = Prepared(_unseen)  # each of many thousand digests asks
