"""What a reader is told of something that belongs to a discussion."""

from typing import Any

from core.seams import Resolved
from forums.models import Discussion


def resolved(thing: Any, discussion: Discussion, *, url: str = "", **context: Any) -> Resolved:
    """`thing` under the title of its `discussion`, at `url` or its own address."""
    community = discussion.space.community
    return Resolved(
        title=discussion.title,
        url=url or thing.get_absolute_url(),
        obj=thing,
        community_name=community.name,
        list_id=community.slug,
        thread=f"forums.discussion.{discussion.pk}",
        context=context,
    )
