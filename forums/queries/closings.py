"""What a closing is made from, and how it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from communities.models import Role
from core.markdown import clean, plain, render
from core.markdown.plain_text import isolated
from forums.drafting import Contribution, cited_numbers, link_citations, without_citations, without_notes
from forums.drafting.lines import split_lines
from forums.models import Closing, Discussion, Reopening
from forums.models.post import writer_name
from forums.queries.people import people_concerned
from forums.queries.thanks import with_thanks
from notifications.queries import deaf

_LINK = re.compile(r'<a href="([^"]*)" rel="[^"]*">')
_HEADING = re.compile(r"<h([3-6])[ >]")
_HEADING_TAG = re.compile(r"(</?h)([3-6])(?=[ >])")
_SENTENCE_END = re.compile(r"[.!?。！？][”’»)]*$")
_EXCERPT = 280  # characters
_MOST_STATEMENTS = 4


@dataclass(frozen=True)
class Summary:
    """A summary as it is kept: finished HTML in which citations are links, and the posts that it cites."""

    markdown: str
    html: str
    post_ids: tuple[int, ...]


def read_summary(discussion: Discussion, markdown: str) -> Summary:
    """Render `markdown`; only posts of this discussion are cited, other numbers stay plain text.

    Raises TextTooLong.
    """
    markdown = clean(markdown)
    cited = discussion.posts.standing().filter(number__in=cited_numbers(markdown))
    return summary_of(markdown, dict(cited.values_list("number", "pk")))


def summary_of(markdown: str, ids: Mapping[int, int]) -> Summary:
    """The same of text that is clean, where the `ids` of the posts that it cites are known by their numbers."""
    numbers = cited_numbers(markdown)
    addresses = {number: reverse("forums:post", args=[pk]) for number, pk in ids.items()}
    own = set(addresses.values())

    def marked(link: re.Match[str]) -> str:
        return f'<a class="cite" dir="ltr" href="{link[1]}">' if link[1] in own else link[0]

    html = isolated(_LINK.sub(marked, render(link_citations(markdown, addresses))))
    return Summary(markdown, _risen(html), tuple(ids[number] for number in numbers if number in ids))


def _risen(html: str) -> str:
    """The headings moved up until the highest is an h3, which is what comes beneath a closing's own title."""
    gap = min((int(level) for level in _HEADING.findall(html)), default=3) - 3
    return _HEADING_TAG.sub(lambda tag: f"{tag[1]}{int(tag[2]) - gap}", html) if gap else html


def excerpt_of(markdown: str) -> str:
    """The first words of what was learned: past the first section, which says what was asked."""
    lines = split_lines(markdown)
    headings = [at for at, line in enumerate(lines) if line.kind == "heading"]
    start = headings[1] if len(headings) > 1 and headings[0] == 0 else 0
    said = [line for line in lines[start:] if line.kind != "heading"]
    statements = [text for line in said[:_MOST_STATEMENTS] if (text := _statement(line.text))]
    excerpt = plain(render(statements[0]), _EXCERPT) if statements else ""
    for statement in statements[1:]:
        between = " " if _SENTENCE_END.search(excerpt) else " · "
        longer = f"{excerpt}{between}{plain(render(statement), _EXCERPT)}"
        # Another statement comes whole or not at all.
        if len(longer) > _EXCERPT or longer.endswith("…"):
            break
        excerpt = longer
    return excerpt


def _statement(text: str) -> str:
    """A line without its citations and what the draft noted behind them; nothing where it only lists posts."""
    said = without_citations(without_notes(text))
    return "" if said.rstrip().endswith((":", "：")) else said


def contributions(discussion: Discussion, *, after: int = 0) -> list[Contribution]:
    """The first post and every one `after` a number as the drafting sees them, by arrival.

    One query for the posts and one for the team.
    """
    team = set(discussion.space.people_holding(Role.FACILITATOR).values_list("pk", flat=True))
    wanted = discussion.posts.standing().filter(Q(number__gt=after) | Q(number=1))
    rows = wanted.order_by("number").values_list(
        "number", "parent__number", "kind", "markdown", "created_at",
        "author", "author__display_name", "author__erased_at", "sender", "sender__name",
    )  # fmt: skip
    return [_contribution(row, team) for row in rows.iterator(chunk_size=1000)]


def _contribution(row: tuple[Any, ...], team: set[int]) -> Contribution:
    number, parent, kind, markdown, created_at, author_id, name, erased_at, sender_id, sender_name = row
    author, key = "", ""
    if author_id:
        author, key = writer_name(name, erased_at, None), f"person-{author_id}"
    elif sender_id:
        author, key = sender_name, f"sender-{sender_id}"
    return Contribution(number, parent, author, key, kind, markdown, created_at, is_team=author_id in team)


def draft_of(discussion: Discussion) -> Closing | None:
    """The draft that a person edits, with who edited it last."""
    drafted = discussion.closings.unpublished().filter(drafted_at__isnull=False)
    return drafted.select_related("edited_by").first()


def closing_readers(discussion: Discussion) -> QuerySet[User]:
    """Who is sent what a discussion came to: who wrote or follows, has not muted, and may still see it."""
    quiet = deaf((Discussion.SCOPE, discussion.pk), discussion.community_id)
    return people_concerned(discussion).filter(pk__in=discussion.space.readers().values("pk")).exclude(pk__in=quiet)


@dataclass(frozen=True)
class Chapter:
    """Something that happened to a discussion after it was opened: a closing or a reopening."""

    at: datetime
    closing: Closing | None = None
    reopening: Reopening | None = None


def history(discussion: Discussion, reader: Any) -> list[Chapter]:
    """Published closings but for the one on top, as `reader` finds them, and reopenings, newest first."""
    earlier = discussion.closings.published().exclude(pk=discussion.closing_id).select_related("published_by")
    closings = with_thanks(earlier, reader)
    chapters = [Chapter(closing.published_at, closing=closing) for closing in closings if closing.published_at]
    chapters += [Chapter(row.at, reopening=row) for row in discussion.reopenings.select_related("by")]
    return sorted(chapters, key=lambda chapter: chapter.at, reverse=True)
