"""A post as a quotation in the answer to it, and where its words are found once it is removed."""

import re
from collections.abc import Container
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from forums.drafting import cited_numbers, without_citations
from forums.drafting.lines import Line, join_lines, split_lines
from forums.models import Closing, Post

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#~|!])")
_SAID_BY = re.compile(r"^((?:> ?)+)\*\*.+?\*\*(?=[^\n*]*\[#\d+\]\(/p/(\d+)/\)\W*$)", re.MULTILINE)
QUOTES = "](/p/"  # stands in every text that quotes a post
_QUOTED = re.compile(r"^((?:> ?)+)")
_MOST_LISTED = 50  # posts in which the words of another are shown to stand
_OTHERS = re.compile(r"\b\d+ [^\W\d]+\W*$")  # at the end of a list of people: "4 others"


def quotation_of(post: Post) -> str:
    """What `post` says itself as a Markdown quotation, beneath a line that names its writer and leads to it."""
    name = _SIGNS.sub(r"\\\1", post.writer)
    said_by = _("%(name)s in %(post)s:") % {
        "name": f"**{name}**",
        "post": f"[#{post.number}]({post.get_absolute_url()})",
    }
    lines = [said_by, "", *_own_words(post.markdown).split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _own_words(markdown: str) -> str:
    """A text without what it quotes itself, unless it says nothing else."""
    own = "\n".join(line for line in markdown.split("\n") if not line.startswith(">")).strip("\n")
    return own if own.strip() else markdown.strip("\n")


def without_names(markdown: str, posts: Container[int], name: str) -> str:
    """`markdown` with `name` above its quotations of these `posts`, as whomever their writer was called then."""
    return _SAID_BY.sub(lambda line: f"{line[1]}**{name}**" if int(line[2]) in posts else line[0], markdown)


def quoting(post: Post) -> Q:
    """The posts of its discussion that quote `post`, or did before an edit."""
    link = f"{QUOTES}{post.pk}/)"
    return Q(discussion=post.discussion_id) & (Q(markdown__contains=link) | Q(revisions__markdown__contains=link))


@dataclass(frozen=True)
class Traces:
    """Where the words of a post stand besides the post itself, as far as Copse can tell."""

    posts: list[Post]  # that quote it and stand
    closings: list[Closing]  # that cite it and are published
    in_draft: bool

    @property
    def are_any(self) -> bool:
        return bool(self.posts or self.closings or self.in_draft)


def traces_of(post: Post) -> Traces:
    """Two queries."""
    posts = Post.objects.standing().filter(quoting(post), markdown__contains=f"{QUOTES}{post.pk}/)").distinct()
    closings = list(post.discussion.closings.filter(citations__post=post, drafted_at__isnull=False).order_by("pk"))
    return Traces(
        list(posts.select_related("author", "sender").order_by("number")[:_MOST_LISTED]),
        [closing for closing in closings if closing.published_at],
        in_draft=any(closing.published_at is None for closing in closings),
    )


def without_quoted(markdown: str, pk: int, instead: str) -> str:
    """`markdown` with one sentence, `instead`, in place of what it quotes from the post `pk`.

    The line that says whose words they were stays, and so does what follows the quotation.
    """
    kept: list[str] = []
    within = ""  # the marks of the quotation that is left out
    for line in markdown.split("\n"):
        marks = found[1].replace(" ", "") if (found := _QUOTED.match(line)) else ""
        said_by = _SAID_BY.match(line)
        if said_by and int(said_by[2]) == pk:
            within = marks
            sign = " ".join(within)
            kept += [line, sign, f"{sign} *{instead}*"]
        elif within and marks.startswith(within) and not (said_by and marks == within):
            continue
        else:
            within = ""
            kept.append(line)
    return "\n".join(kept)


def without_cited(markdown: str, post: Post, instead: str) -> str:
    """A summary with one sentence in place of each line that cites `post`.

    Where a line only names people who wrote, as in the list of who took part, the citation alone is left out.
    """
    lines = split_lines(markdown)
    if not any(post.number in cited_numbers(line.text) for line in lines):
        return markdown
    changed = [_without_cited(line, post, instead) for line in lines]
    return join_lines(line for at, line in enumerate(changed) if at == 0 or line != changed[at - 1])


def _without_cited(line: Line, post: Post, instead: str) -> Line:
    numbers = cited_numbers(line.text)
    if post.number not in numbers:
        return line
    cited = post.discussion.posts.filter(number__in=numbers).select_related("author", "sender")
    rest = without_citations(line.text)
    for name in {_("someone unnamed"), *(one.writer for one in cited)}:
        rest = rest.replace(_SIGNS.sub(r"\\\1", name), "").replace(name, "")
    if not any(map(str.isalnum, _OTHERS.sub("", rest))):
        return Line(line.prefix, re.sub(rf"\s?\[#{post.number}\]", "", line.text))
    return Line(line.prefix, instead)
