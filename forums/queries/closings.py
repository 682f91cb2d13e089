"""What a closing is made from, and how it is read."""

import re
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from communities.models import Role
from core.markdown import clean, plain, render
from core.markdown.plain_text import isolated
from forums.drafting import Contribution, cited_numbers, link_citations, without_citations, without_notes
from forums.drafting.drafted import is_drafted
from forums.drafting.lines import Line, split_lines
from forums.models import Closing, Discussion, Reopening
from forums.models.post import writer_name
from forums.queries.lines import on_topic
from forums.queries.numbers import numbered
from forums.queries.people import people_concerned
from forums.queries.polls import tallies_of
from forums.queries.thanks import with_thanks
from notifications.hearing import deaf

_LINK = re.compile(r'<a href="([^"]*)" rel="[^"]*">')
_HEADING = re.compile(r"<h([3-6])[ >]")
_HEADING_TAG = re.compile(r"(</?h)([3-6])(?=[ >])")
_SHARED = re.compile(r"[<\[](?!#)")  # a line that begins with a link
_SENTENCE_END = re.compile(r"[.!?。！？][”’»)]*$")
_QUESTION_END = re.compile(r"[?？؟][”’»)\"]*$")
_EXCERPT = 280  # characters
_MOST_STATEMENTS = 4


@dataclass(frozen=True)
class Summary:
    """A summary as it is kept: finished HTML in which citations are links, and the posts that it cites."""

    markdown: str
    html: str
    post_ids: tuple[int, ...]


def read_summary(discussion: Discussion, markdown: str) -> Summary:
    """Render `markdown`; only posts that stand or stood in this discussion are cited, other numbers stay plain text.

    Raises TextTooLong.
    """
    markdown = clean(markdown)
    cited = numbered(discussion, cited_numbers(markdown))
    return summary_of(markdown, {number: post.pk for number, post in cited.items()})


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


def cited_in_vain(discussion: Discussion, markdown: str) -> list[int]:
    """The numbers that a summary cites and no post has, or only one that was removed: on the page they lead nowhere."""
    wanted = cited_numbers(clean(markdown))
    found = numbered(discussion, wanted) if wanted else {}
    return [number for number in wanted if number not in found]


def excerpt_of(markdown: str, own: Sequence[str] = ()) -> str:
    """The first words of what was learned: of its `own_statements`; else past the first section, which says what was
    asked.
    """
    lines = own or [line.text for line in _after_question(markdown)]
    statements = [text for line in lines[:_MOST_STATEMENTS] if (text := _statement(line))]
    excerpt = plain(render(statements[0]), _EXCERPT) if statements else ""
    for statement in statements[1:]:
        between = " " if _SENTENCE_END.search(excerpt) else " · "
        longer = f"{excerpt}{between}{plain(render(statement), _EXCERPT)}"
        # Another statement comes whole or not at all.
        if len(longer) > _EXCERPT or longer.endswith("…"):
            break
        excerpt = longer
    return excerpt


def _after_question(markdown: str) -> list[Line]:
    lines = split_lines(markdown)
    headings = [at for at, line in enumerate(lines) if line.kind == "heading"]
    start = headings[1] if len(headings) > 1 and headings[0] == 0 else 0
    return [line for line in lines[start:] if line.kind != "heading"]


def own_statements(
    discussion: Discussion, markdown: str, *, names: Collection[str] | None = None, drafted: Container[str] = ()
) -> list[str]:
    """The lines that say more than what was asked, which links were shared, who took part, and what was `drafted`.

    `names` are those of who took part, where they are known; else they are asked for, which is one query.
    """
    lines = [line.text for line in _after_question(markdown) if not _SHARED.match(line.text)]
    own = [line for line in lines if _statement(line) and not is_drafted(line, drafted)]
    if not own:
        return []
    known = _names_in(discussion) if names is None else set(names)
    return [line for line in own if not known.issuperset(plain(render(_statement(line)), len(markdown)).split(", "))]


def excerpt_for(closing: Closing, markdown: str) -> str:
    """What lists show of `closing` once it says this: what a person wrote, else what Copse drafted, and nothing where
    no line says what was learned. Two queries; none for what a line came to, which nobody but a person writes.
    """
    if closing.branch_id is not None:
        return excerpt_of(markdown)
    anything = own_statements(closing.discussion, markdown)
    drafted = drafted_for(closing.discussion.closings.all())
    own = [line for line in anything if not is_drafted(line, drafted)]
    return excerpt_of(markdown, own or anything) if anything else ""


def drafted_for(closings: Iterable[Closing]) -> set[str]:
    """Digests of the lines that Copse drafted for any of them: who begins from an earlier one takes some along."""
    return {digest for closing in closings for digest in closing.drafted_lines}


def names_what_is_open(discussion: Discussion, markdown: str) -> bool:
    """Whether it has a section on what stays open, as drafts call it, or asks something beyond what was asked."""
    with translation.override(discussion.space.community.language):
        heading = gettext("What stays open")
    lines = split_lines(markdown)
    below = {
        line.text.strip() for line, next_one in pairwise(lines) if line.kind == "heading" and next_one.kind != "heading"
    }
    asked = (_statement(line.text).rstrip() for line in _after_question(markdown))
    return heading in below or any(_QUESTION_END.search(statement) for statement in asked)


def _names_in(discussion: Discussion) -> set[str]:
    posts = discussion.posts.said().order_by()
    rows = posts.values_list("author__display_name", "author__erased_at", "sender__name").distinct()
    return {writer_name(*row) for row in rows}


def _statement(text: str) -> str:
    """A line without its citations and what the draft noted behind them; nothing where it only lists posts."""
    said = without_citations(without_notes(text))
    return "" if said.rstrip().endswith((":", "：")) else said


def contributions(discussion: Discussion, *, after: int = 0) -> list[Contribution]:
    """The first post and every one `after` a number as the drafting sees them, by arrival; none that is off topic.

    One query for the posts, one for the team, and one for lines that were set aside; two more where there are polls.
    """
    team = set(discussion.space.people_holding(Role.FACILITATOR).values_list("pk", flat=True))
    wanted = on_topic(discussion.posts.standing().filter(Q(number__gt=after) | Q(number=1)), discussion)
    rows = wanted.order_by("number").values_list(
        "number", "parent__number", "kind", "markdown", "created_at",
        "author", "author__display_name", "author__erased_at", "sender", "sender__name",
    )  # fmt: skip
    said = [_contribution(row, team) for row in rows.iterator(chunk_size=1000)]
    if not any(one.is_poll for one in said):
        return said
    tallies = tallies_of(discussion)
    return [replace(one, tally=tallies.get(one.number)) if one.is_poll else one for one in said]


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
    quiet = deaf((Discussion.SCOPE, discussion.pk), discussion.space_id, discussion.community_id)
    return people_concerned(discussion).filter(pk__in=discussion.space.readers().values("pk")).exclude(pk__in=quiet)


@dataclass(frozen=True)
class Chapter:
    """Something that happened to a discussion after it was opened: a closing or a reopening."""

    at: datetime
    closing: Closing | None = None
    reopening: Reopening | None = None


def history(discussion: Discussion, reader: Any) -> list[Chapter]:
    """Published closings but for the one on top, as `reader` finds them, and reopenings, newest first."""
    earlier = discussion.closings.published().filter(branch=None).exclude(pk=discussion.closing_id)
    earlier = earlier.select_related("published_by")
    closings = with_thanks(earlier, reader)
    chapters = [Chapter(closing.published_at, closing=closing) for closing in closings if closing.published_at]
    chapters += [Chapter(row.at, reopening=row) for row in discussion.reopenings.select_related("by")]
    return sorted(chapters, key=lambda chapter: chapter.at, reverse=True)
