"""What one reader sees on a discussion's page."""

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property

from communities.models import Role
from communities.rules import role_in
from core.prepared import Prepared
from forums.models import Discussion, Post
from forums.models.post import DEEPEST, DIGITS, SEGMENT, segment
from forums.rules import may_change_plan, may_keep_place, may_post, may_run

POSTS_PER_PAGE = 20
POSTS_PER_PRINT = 1_000
# A summary so far helps after so many posts, or so many days in which something was said.
POSTS_TO_SUM_UP = 30
TIME_TO_SUM_UP, LEAST_TO_SUM_UP = timedelta(days=7), 5
DEEPEST_STEP = 3  # posts of further levels stand beneath one another
COLUMNS = (
    "pk",
    "number",
    "path",
    "depth",
    "kind",
    "html",
    "created_at",
    "edited_at",
    "deleted_at",
    "deleted_by_id",
    "delete_reason",
    "author_id",
    "parent_id",
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


@dataclass(frozen=True)
class Reader:
    """How one person stands to one discussion."""

    person: Any
    discussion: Any  # a Discussion, with this person's `last_read`, `new_count` and `volume`
    role: Role | None

    @property
    def last_read(self) -> int | None:
        """The number up to which they have read, or None on their first visit."""
        return self.discussion.last_read

    @property
    def new_count(self) -> int:
        """What others wrote since last time; none on a first visit, when everything would be."""
        return self.discussion.new_count

    @property
    def first_new(self) -> int:
        return (self.last_read or 0) + 1

    @property
    def state(self) -> tuple[Any, ...]:
        """What the page depends on, apart from language and clock and what hangs in the bar above it."""
        space, person = self.discussion.space, self.person
        named = (person.pk, person.display_name, person.email) if person.is_authenticated else ()
        around = (space.name, space.archived_at, space.community.name, space.community.phase)
        mine = (self.discussion.result_text, self.role, self.last_read, self.discussion.volume, self.summary_is_due)
        return (self.discussion.pk, self.discussion.version, *around, *mine, *named)

    def wrote(self, post: Any) -> bool:
        """Whether a post is their own."""
        return post.author_id is not None and post.author_id == self.person.pk

    def has_news(self, page: "ThreadPage") -> bool:
        """Whether the page may move their reading position on."""
        is_kept = may_keep_place(self.person) and bool(page.posts)
        return is_kept and max(page.shown) > (self.last_read or 0)

    @property
    def has_asked(self) -> bool:
        """Whether they planned it and so put its question."""
        return self.person.is_authenticated and self.discussion.planned_by_id == self.person.pk

    @property
    def may_report(self) -> bool:
        """Whether they may report what others wrote here, as in `rules.may_report`."""
        return self.role is not None

    @cached_property
    def may_reply(self) -> bool:
        return self.discussion.is_open and self._may(may_post)

    @cached_property
    def may_change_plan(self) -> bool:
        return self._may(may_change_plan)

    @cached_property
    def may_run(self) -> bool:
        return self._may(may_run)

    @cached_property
    def summary_is_due(self) -> bool:
        """Whether so much was said since the last summary that they might write the next one (P46)."""
        discussion = self.discussion
        if not (discussion.is_open and self.may_run):
            return False
        since = discussion.last_number - (discussion.summary_number or 1)
        is_long_ago = timezone.now() - (discussion.summary_at or discussion.opened_at) >= TIME_TO_SUM_UP
        return since >= POSTS_TO_SUM_UP or (since >= LEAST_TO_SUM_UP and is_long_ago)

    def _may(self, rule: Any) -> bool:
        return self.role is not None and rule(self.person, self.discussion, role=self.role)


_FOUND = Prepared(lambda reader, pk: Discussion.objects.visible_to(reader).with_reader(reader).filter(pk=pk))


def find_discussion(pk: int, reader: Any) -> Discussion:
    """The discussion as `with_reader` gives it; raises its DoesNotExist when `reader` may not see it."""
    found = _FOUND(reader=reader, pk=pk)
    if not found:
        raise Discussion.DoesNotExist
    return found[0]


_FOUND_ALONE = Prepared(
    lambda reader, pk: Discussion.objects.visible_to(reader).select_related("space__community").filter(pk=pk)
)


def find_discussion_alone(pk: int, reader: Any) -> Discussion:
    """As `find_discussion`, without what only a page about it shows: for whoever writes."""
    found = _FOUND_ALONE(reader=reader, pk=pk)
    if not found:
        raise Discussion.DoesNotExist
    return found[0]


def reader_of(discussion: Discussion, person: Any) -> Reader:
    """How `person` stands to a discussion that `find_discussion` found for them."""
    return Reader(person, discussion, role_in(person, discussion.space))


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


def _posts(discussion: int) -> Any:
    return Post.objects.filter(discussion=discussion).annotate(**NAMES).values_list(*COLUMNS, *NAMES, named=True)


def _page(compared: str, order: str, size: int) -> Prepared:
    """One row more than a page holds, on one side of a path."""
    return Prepared(lambda discussion, path: _posts(discussion).filter(**{compared: path}).order_by(order)[: size + 1])


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
        # Nothing but a post's place is ever taken away, so that numbers tell how many there are.
        posts = posts if path != END else posts[: (discussion.last_number - 1) % size + 1]
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
    is_short = post.discussion.post_count <= POSTS_PER_PAGE
    start = "" if is_short else f"?from={post.path}"
    return f"{post.discussion.get_absolute_url()}{start}#post-{post.number}"
