"""From one page of a long thread to others, along an index and without counting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil

from django.utils import timezone

from core.paging import number_in
from forums.models import Discussion, Post
from forums.queries.pages import END, POSTS_PER_PAGE, ThreadPage

_LONG = 4  # pages from which on the ways stand above the posts too


@dataclass(frozen=True)
class Ways:
    """Where a page of a thread stands, and what leads on from there."""

    page: int | None  # None where somebody came by a way that does not say
    pages: int
    before: str  # addresses, empty where there is nothing
    after: str

    @property
    def are_any(self) -> bool:
        return bool(self.before or self.after)

    @property
    def is_long(self) -> bool:
        return self.pages >= _LONG

    @property
    def last(self) -> str:
        return f"?before={END}"


def ways_from(discussion: Discussion, page: ThreadPage, asked: Mapping[str, str]) -> Ways:
    """The ways from a page that an address with the parameters `asked` gave. No query.

    How many pages there are follows from the numbers; which one this is, the address says on from the first.
    """
    pages = ceil(discussion.place_count / POSTS_PER_PAGE)
    at = _place(page, pages, number_in(asked.get("page", "")))
    return Ways(
        at,
        pages,
        before=_address("before", page.before, at and at - 1),
        after=_address("after", page.after, at and at + 1),
    )


def _place(page: ThreadPage, pages: int, said: int | None) -> int | None:
    if page.is_first:
        return 1
    if page.is_last:
        return pages
    return said if said and 1 < said < pages else None


def _address(side: str, path: str | None, page: int | None) -> str:
    if path is None:
        return ""
    return f"?{side}={path}&page={page}" if page else f"?{side}={path}"


def post_asked_for(discussion: Discussion, asked: Mapping[str, str]) -> Post | None:
    """The post with the number `post`, or the first one of the `day` (2026-03-01, by the reader's clock) or later.

    The last one where that is past the end; None where nothing that can be found is asked for. At most two queries.
    """
    number, day = number_in(asked.get("post", "")), _day(asked.get("day", ""))
    if number is None and day is None:
        return None
    posts = discussion.posts.order_by("number")
    found = posts.filter(number__gte=number) if number is not None else posts.filter(created_at__gte=day)
    post = found.first() or posts.last()
    if post:
        post.discussion = discussion
    return post


def _day(text: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(text), time.min))
    except (ValueError, OverflowError):
        return None
