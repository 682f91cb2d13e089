"""A page of a discussion: its posts in their order, and where each of them is found."""

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from core.prepared import Prepared
from forums.models import Discussion, HeldPost, Post
from forums.models.post import DEEPEST, DIGITS, SEGMENT, segment

POSTS_PER_PAGE = 20
POSTS_PER_PRINT = 1_000
DEEPEST_STEP = 3  # posts of further levels stand beneath one another
COLUMNS = (
    "pk",
    "number",
    "path",
    "depth",
    "kind",
    "message_type",
    "html",
    "created_at",
    "edited_at",
    "deleted_at",
    "deleted_by_id",
    "delete_reason",
    "author_id",
    "parent_id",
    "reacted",
)
NAMES = {
    "author_name": F("author__display_name"),
    "author_erased_at": F("author__erased_at"),
    "sender_name": F("sender__name"),
    "parent_number": F("parent__number"),
    "parent_author_name": F("parent__author__display_name"),
    "parent_author_erased_at": F("parent__author__erased_at"),
    "parent_sender_name": F("parent__sender__name"),
}


def fingerprint(*parts: Any) -> str:
    """A strong ETag of what a page depends on."""
    return f'"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


@dataclass(frozen=True)
class ThreadPage:
    """Up to POSTS_PER_PAGE posts in thread order, and the positions (paths) that lead on."""

    posts: list[Any]
    before: str | None
    after: str | None

    @property
    def shown(self) -> dict[int, int]:
        """{number: id} of the posts."""
        return {post.number: post.pk for post in self.posts}

    @property
    def question(self) -> Any:
        """The post that opened the discussion, where it stands on this page, is not an ordinary one and is shown."""
        first = self.posts[0] if self.posts else None
        return first if first and first.kind == Post.Kind.PROMPT and first.deleted_at is None else None

    @property
    def answers(self) -> list[Any]:
        return self.posts[1:] if self.question else self.posts

    @property
    def is_first(self) -> bool:
        return self.before is None

    @property
    def is_last(self) -> bool:
        return self.after is None


def read_path(text: str) -> str:
    """A position in a thread from an address; raises ValueError when it cannot be one."""
    if not SEGMENT <= len(text) <= (DEEPEST + 1) * SEGMENT or text.strip(DIGITS):
        raise ValueError
    return text


END = DIGITS[-1] * SEGMENT  # behind every post


def posts_of(discussion: int) -> Any:
    """All of them, with the columns of a page's posts."""
    return Post.objects.filter(discussion=discussion).annotate(**NAMES).values_list(*COLUMNS, *NAMES, named=True)


def _page(compared: str, order: str, size: int) -> Prepared:
    """One row more than a page holds, on one side of a path."""

    def build(discussion: int, path: str) -> Any:
        return posts_of(discussion).filter(**{compared: path}).order_by(order)[: size + 1]

    return Prepared(build)


_SIDES = {"after": ("path__gt", "path"), "before": ("path__lt", "-path"), "from": ("path__gte", "path")}
_PAGES = {
    size: {name: _page(*side, size) for name, side in _SIDES.items()} for size in (POSTS_PER_PAGE, POSTS_PER_PRINT)
}


def thread_page(discussion: Discussion, parameters: Mapping[str, str], *, size: int = POSTS_PER_PAGE) -> ThreadPage:
    """The page that an address asks for: `after` or `before` a path, or `from` one on; else the first.

    `before` END is the last one as it would be reached from the first, with what is left over for it.
    What cannot be a path asks for nothing. `size` is POSTS_PER_PAGE or POSTS_PER_PRINT.
    """
    asked, path = _asked(parameters)
    rows = _PAGES[size][asked](discussion=discussion.pk, path=path)
    is_more, posts = len(rows) > size, rows[:size]
    if asked == "before":
        is_more = bool(posts) and path != END
        posts = posts if path != END else posts[: (discussion.place_count - 1) % size + 1]
        posts.reverse()
    # The first post in thread order is number 1, so a page that begins elsewhere has one before it.
    is_first = not posts or posts[0].number == 1
    return ThreadPage(posts, None if is_first else posts[0].path, posts[-1].path if is_more else None)


def _asked(parameters: Mapping[str, str]) -> tuple[str, str]:
    for name in _SIDES:
        if name in parameters:
            with contextlib.suppress(ValueError):
                return name, read_path(parameters[name])
    return "from", segment(0)


def post_row(discussion: Discussion, pk: int) -> Any:
    """One post with the columns of a ThreadPage's posts."""
    return discussion.posts.annotate(**NAMES).values_list(*COLUMNS, *NAMES, named=True).get(pk=pk)


def address_of_post(post: Post) -> str:
    """The page that holds a post, at the post: the first one where a thread is short, else the one it begins.

    `post` comes with its discussion.
    """
    is_short = post.discussion.place_count <= POSTS_PER_PAGE
    start = "" if is_short else f"?from={post.path}"
    return f"{post.discussion.get_absolute_url()}{start}#post-{post.number}"


def address_of_held(held: HeldPost, answered: Post | None) -> str:
    """The page on which its author finds what waits: that of the post which it answers, or the thread's last one.

    What does not wait any more stands on its own page alone.
    """
    if not held.is_waiting:
        return held.get_absolute_url()
    page = address_of_post(answered) if answered else f"{held.discussion.get_absolute_url()}?before={END}"
    return f"{page.partition('#')[0]}#held-{held.pk}"
