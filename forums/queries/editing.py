"""What lies before the person who edits a closing: the draft, what was published before, and each line's posts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import User
from core.markdown import TextTooLong, clean, render
from core.markdown.plain_text import isolated
from forums.drafting import cited_numbers
from forums.drafting.lines import Line, split_lines
from forums.models import Acknowledgement, Discussion, FollowOn, Post, PrivateNote
from forums.queries.closings import drafted_for, summary_of
from forums.queries.numbers import numbered

_MOST_LINES, _LONGEST_LINE = 200, 5_000
_COLUMNS = 66
_SHOWN_AT_ONCE = 3  # posts beside one line; the others are links
_WHOLE = 1500  # characters of a post that are shown beside a line


@dataclass(frozen=True)
class Desk:
    """The closings of a discussion, to be edited or begun from.

    Each has what stands beside its summary as rows to be edited, `thanks_rows`, `note_rows` and `link_rows`;
    `newer_count`, the posts that came after it was drafted; and `discussion_state`, as it was when it was read.
    """

    closings: list[Any]  # Closing, annotated; the draft, if there is one, then the newest first

    @property
    def draft(self) -> Any:
        """The one that a person edits, or None while it is not drafted yet."""
        return next((one for one in self.closings if one.published_at is None and one.drafted_at), None)

    @property
    def published(self) -> list[Any]:
        return [one for one in self.closings if one.published_at and one.branch_id is None]

    @property
    def drafted(self) -> set[str]:
        """Digests of the lines that Copse drafted."""
        return drafted_for(self.closings)

    def find(self, pk: int | None) -> Any:
        return next((one for one in self.closings if one.pk == pk), None)


def desk_of(discussion: Discussion, author: User) -> Desk:
    """One query; of the private notes those that `author` wrote and that were not delivered yet."""
    newer = Post.objects.standing().filter(discussion=OuterRef("discussion"), created_at__gt=OuterRef("drafted_at"))
    counted = newer.order_by().values("discussion").annotate(count=Count("pk")).values("count")
    found = discussion.closings.select_related("edited_by", "published_by").annotate(
        thanks_rows=_beside(Acknowledgement.objects.all(), person="person", words="words"),
        note_rows=_beside(
            PrivateNote.objects.unsent().filter(author=author).order_by("pk"), person="receiver", text="markdown"
        ),
        link_rows=_beside(FollowOn.objects.all(), kind="kind", title="title", url="url"),
        newer_count=Coalesce(Subquery(counted), 0),
        discussion_state=F("discussion__state"),
    )
    return Desk(list(found.order_by(F("published_at").desc(nulls_first=True))))


def _beside(rows: QuerySet[Any], **fields: str) -> ArraySubquery:
    return ArraySubquery(rows.filter(closing=OuterRef("pk")).values(row=JSONObject(**fields)))


@dataclass(frozen=True)
class CitedPost:
    pk: int
    number: int
    url: str
    author: str
    html: str  # "" where it is too long to stand beside a line


@dataclass(frozen=True)
class EditorLine:
    """One line of a draft with the posts that it cites."""

    line: Line
    html: str  # for reading; "" for what reads as it is written: a heading, or a line far too long
    posts: tuple[CitedPost, ...]
    further: tuple[CitedPost, ...]
    unknown: tuple[int, ...]  # numbers that no post of this discussion has
    differs: bool = False  # from every line of the text that stands against it

    @property
    def rows(self) -> int:
        """A guess for browsers that do not size a box by its text."""
        return sum(1 + len(row) // _COLUMNS for row in self.line.text.split("\n"))


@dataclass(frozen=True)
class Editor:
    """A draft as a person edits it, and as participants will see it."""

    lines: list[EditorLine]
    html: str
    theirs: list[EditorLine]  # the lines of the text that stands against it

    @property
    def is_short(self) -> bool:
        """Whether it can be edited line by line."""
        return len(self.lines) <= _MOST_LINES


def editor_of(discussion: Discussion, markdown: str, *, added: int | None = None, other: str | None = None) -> Editor:
    """What the editor shows of a text that may not be saved yet, with an empty line at index `added`; one query.

    Lines that one of this and an `other` text has alone are marked.
    """
    posts = _cited_in(discussion, clean(markdown), other or "")
    try:
        html = summary_of(clean(markdown), {number: post.pk for number, post in posts.items()}).html
    except TextTooLong:
        html = ""
    lines = split_lines(markdown)
    if added is not None:
        lines.insert(added, Line("- ", ""))
    shown = [_editor_line(line, posts) for line in lines or [Line("", "")]]
    if other is None:
        return Editor(shown, html, [])
    theirs = [_editor_line(line, posts) for line in split_lines(other)]
    return Editor(_marked(shown, other), html, _marked(theirs, markdown))


def _marked(lines: list[EditorLine], other: str) -> list[EditorLine]:
    known = {line.text.strip() for line in split_lines(other)}
    return [replace(line, differs=line.line.text.strip() not in known) for line in lines]


def _cited_in(discussion: Discussion, *texts: str) -> dict[int, CitedPost]:
    wanted = {number for text in texts for number in cited_numbers(text)}
    found = numbered(discussion, wanted).items()
    # What went on elsewhere and was then moved is not for everybody who edits this.
    return {number: _cited_post(number, post) for number, post in found if post.space_id == discussion.space_id}


def _editor_line(line: Line, posts: Mapping[int, CitedPost]) -> EditorLine:
    numbers = cited_numbers(line.text)
    known = [posts[number] for number in numbers if number in posts]
    return EditorLine(
        line,
        html="" if line.kind == "heading" or len(line.text) > _LONGEST_LINE else isolated(render(line.text)),
        posts=tuple(known[:_SHOWN_AT_ONCE]),
        further=tuple(known[_SHOWN_AT_ONCE:]),
        unknown=tuple(number for number in numbers if number not in posts),
    )


def _cited_post(number: int, post: Post) -> CitedPost:
    html = post.html if len(post.html) <= _WHOLE else ""
    return CitedPost(post.pk, number, post.get_absolute_url(), post.writer, html)
