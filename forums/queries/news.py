"""What of a discussion is still new to a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Block
from accounts.queries import blocked_by
from communities.models import Space
from core.prepared import Prepared, as_one, each_of
from forums.models import Discussion, Post, ReadingPosition, SubgroupMember
from forums.queries.pages import POSTS_PER_PAGE, posts_of


def unseen_posts(ids: list[int], reader: Any) -> dict[int, str]:
    """{id: "forums.discussion.7"} of those that `reader` may read, and are their own or on no page they have seen."""
    return {pk: f"{Discussion.SCOPE}.{thread}" for pk, thread in _UNSEEN(ids=as_one(ids), reader=reader)}


def _unseen(ids: str, reader: Any) -> QuerySet:
    reading = ReadingPosition.objects.filter(person=reader, discussion=OuterRef("discussion"))
    read = Coalesce(Subquery(reading.values("last_read")), Value(0))
    # No discussion that is only planned has posts, so that the space alone decides.
    found = Post.objects.standing().filter(discussion__space__in=Space.objects.visible_to(reader), pk__in=each_of(ids))
    # Of what is said in the room of a group hears who is in it.
    rooms = SubgroupMember.objects.filter(person=reader).values("subgroup__room")
    found = found.filter(Q(author=reader) | Q(discussion__part_of=None) | Q(discussion__in=rooms))
    # What is said of one's own post is new however much of the page one has seen.
    return found.filter(Q(author=reader) | Q(number__gt=read)).order_by().values_list("pk", "discussion")


def unheard_posts(posts: Iterable[Post], reader: Any) -> set[int]:
    """Which of `posts` (ids) stand in rooms of groups in which `reader` is not. One query where any is in a room."""
    rooms = {post.pk: post.discussion_id for post in posts if post.discussion.part_of_id is not None}
    there = SubgroupMember.objects.filter(person=reader.pk, subgroup__room__in=rooms.values())
    own = set(there.values_list("subgroup__room", flat=True)) if rooms else set()
    return {pk for pk, room in rooms.items() if room not in own}


_UNSEEN = Prepared(_unseen)  # each of many thousand digests asks


@dataclass(frozen=True)
class News:
    """What others wrote in a discussion while its page stood open."""

    is_open: bool  # whether more may come
    count: int
    first: int | None  # the number of the first of it


def news_since(pk: int, reader: Any, after: int) -> News | None:
    """What came behind post `after`; None where `reader` may not see the discussion. One query along an index."""
    found = _SINCE(reader=reader, pk=pk, after=after)
    return News(found[0][0] == Discussion.State.OPEN, *found[0][1:]) if found else None


def _since(reader: Any, pk: int, after: int) -> QuerySet:
    posts = Post.objects.standing().filter(discussion=OuterRef("pk"), number__gt=after)
    blocked = Block.objects.filter(person=reader).values("blocked")
    posts = posts.exclude(author=reader).exclude(author__in=blocked, kind=Post.Kind.CONTRIBUTION)
    counted = posts.order_by().values("discussion").annotate(count=Count("pk")).values("count")
    first = posts.order_by("number").values("number")[:1]
    found = Discussion.objects.visible_to(reader).filter(pk=pk, opened_at__isnull=False).order_by()
    return found.values_list("state", Coalesce(Subquery(counted), 0), Subquery(first))


_SINCE = Prepared(_since)  # each open page asks, again and again


def posts_since(discussion: Discussion, reader: Any, after: int) -> list[Any]:
    """The same posts, by arrival, at most as many as a page holds; the columns are those of a page's posts."""
    posts = posts_of(discussion.pk).filter(number__gt=after, deleted_at=None).exclude(author=reader)
    posts = posts.exclude(author__in=blocked_by(reader), kind=Post.Kind.CONTRIBUTION)
    return list(posts.order_by("number")[:POSTS_PER_PAGE])
