"""What of a discussion is still new to a person."""

from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from communities.models import Space
from forums.models import Discussion, Post, ReadingPosition


def unseen_posts(ids: list[int], reader: Any) -> dict[int, str]:
    """{id: "forums.discussion.7"} of those of others that `reader` may read and whose page they have not seen."""
    reading = ReadingPosition.objects.filter(person=reader, discussion=OuterRef("discussion"))
    read = Coalesce(Subquery(reading.values("last_read")), Value(0))
    # No discussion that is only planned has posts, so that the space alone decides: digests ask many thousand times.
    found = Post.objects.standing().filter(discussion__space__in=Space.objects.visible_to(reader), pk__in=ids)
    found = found.filter(number__gt=read).exclude(author=reader)
    return {pk: f"{Discussion.SCOPE}.{thread}" for pk, thread in found.order_by().values_list("pk", "discussion")}
