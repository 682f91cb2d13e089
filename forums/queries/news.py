"""What of a discussion is still new to a person."""

from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from forums.models import Discussion, Post, ReadingPosition


def unseen_posts(ids: list[int], reader: Any) -> dict[int, str]:
    """{id: "forums.discussion.7"} of those of others that `reader` may read and whose page they have not seen."""
    reading = ReadingPosition.objects.filter(person=reader, discussion=OuterRef("discussion"))
    read = Coalesce(Subquery(reading.values("last_read")), Value(0))
    found = Post.objects.visible_to(reader).standing().filter(pk__in=ids, number__gt=read).exclude(author=reader)
    return {pk: f"{Discussion.SCOPE}.{thread}" for pk, thread in found.order_by().values_list("pk", "discussion")}
