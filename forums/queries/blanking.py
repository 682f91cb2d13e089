"""Texts without the words of a post that was removed, wherever they quote it or lead to it (decision 19)."""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from forums.drafting import cited_numbers, without_citations
from forums.drafting.lines import Line, join_lines, split_lines
from forums.models import Discussion, Post
from forums.queries.numbers import numbered, numbers_of
from forums.queries.quoting import SAID_BY, SIGNS, link_to

_QUOTED = re.compile(r"^((?:> ?)+)")
_LINKED = re.compile(r"\s?\[#\d+\]\(/p/(\d+)/\)")
_OTHERS = re.compile(r"\b\d+ [^\W\d]+\W*$")  # at the end of a list of people: "4 others"


def without_quoted(markdown: str, post: Post, instead: str) -> str:
    """`markdown` with one sentence, `instead`, in place of what it quotes from `post`.

    The line that says whose words they were stays, and so does what follows the quotation. Where the quotation of
    another post leads to this one, as a summary does, that line goes.
    """
    kept: list[str] = []
    within = ""  # the marks of the quotation that is left out
    link = link_to(post)
    for line in markdown.split("\n"):
        marks = found[1].replace(" ", "") if (found := _QUOTED.match(line)) else ""
        said_by = SAID_BY.match(line)
        sign = " ".join(marks)
        if said_by and int(said_by[2]) == post.pk:
            within = marks
            kept += [line, sign, f"{sign} *{instead}*"]
        elif within and marks.startswith(within) and not (said_by and marks == within):
            continue
        else:
            within = ""
            kept.append(f"{sign} *{instead}*" if marks and link in line else line)
    return "\n".join(kept)


def without_linked(markdown: str, post: Post, instead: str) -> str:
    """A text that leads to posts, as a summary drafted on the way does, without each line that leads to `post`."""
    link = link_to(post)

    def changed(line: Line) -> Line:
        if link not in line.text:
            return line
        named = Post.objects.filter(pk__in=_LINKED.findall(line.text)).select_related("author", "sender")
        if _names_alone(_LINKED.sub("", line.text), named):
            return Line(line.prefix, re.sub(rf"\s?\[#\d+\]{re.escape(link[1:])}", "", line.text))
        return Line(line.prefix, instead)

    return _with_lines(markdown, changed)


def without_cited(markdown: str, post: Post, discussion: Discussion, instead: str) -> str:
    """A summary of `discussion` with one sentence in place of each line that cites `post` or leads to it.

    Where a line only names people who wrote, as in the list of who took part, the citation alone is left out.
    """
    numbers = numbers_of(post).get(discussion.pk, set())
    link = link_to(post)

    def changed(line: Line) -> Line:
        cited = cited_numbers(line.text)
        if numbers.isdisjoint(cited):
            return Line(line.prefix, instead) if link in line.text else line
        named = numbered(discussion, cited, also_removed=True).values()
        if _names_alone(without_citations(line.text), named):
            alone = "|".join(map(str, numbers))
            return Line(line.prefix, re.sub(rf"\s?\[#(?:{alone})\]", "", line.text))
        return Line(line.prefix, instead)

    return _with_lines(markdown, changed)


def _with_lines(markdown: str, change: Callable[[Line], Line]) -> str:
    lines = split_lines(markdown)
    if (kept := [change(line) for line in lines]) == lines:
        return markdown
    return join_lines(line for at, line in enumerate(kept) if at == 0 or line != kept[at - 1])


def _names_alone(text: str, posts: Iterable[Post]) -> bool:
    """Whether a line says nothing but who wrote these `posts`."""
    for name in {_("someone unnamed"), *(one.writer for one in posts)}:
        text = text.replace(SIGNS.sub(r"\\\1", name), "").replace(name, "")
    return not any(map(str.isalnum, _OTHERS.sub("", text)))
