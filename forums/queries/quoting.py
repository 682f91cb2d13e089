"""A post as a quotation in the answer to it."""

import re
from collections.abc import Container

from django.utils.translation import gettext as _

from forums.models import Post

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#~|!])")
_SAID_BY = re.compile(r"^((?:> ?)+)\*\*.+?\*\*(?=[^\n*]*\[#\d+\]\(/p/(\d+)/\)\W*$)", re.MULTILINE)
QUOTES = "](/p/"  # stands in every text that quotes a post


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
