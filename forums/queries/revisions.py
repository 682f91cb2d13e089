"""What a post said before, and what each edit changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import NamedTuple

from forums.models import Post

EDITS_PER_PAGE = 5
# Comparing takes at worst more than the square of the time: a change of more lines or words is shown as a whole.
_MOST = 500
_MOST_WORDS = 2_000  # in all
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """A run of text that stayed ("same"), went ("del") or came ("ins")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Edit:
    """One change of a post, from version `number - 1` to `number`."""

    number: int
    at: datetime
    pieces: list[Piece]


@dataclass(frozen=True)
class History:
    edits: list[Edit]  # newest first
    before: int | None  # what to ask the page with the earlier ones with


def history_of(post: Post, *, before: int | None = None) -> History:
    """The latest edits of a post, or those in front of the one with the number `before`. Two queries at most."""
    revisions = post.revisions.order_by("-version")
    after_it = post.markdown
    if before is not None:
        later = post.revisions.filter(version=before - 1).first()
        if later is None:
            return History([], None)
        revisions, after_it = revisions.filter(version__lt=before - 1), later.markdown
    edits = []
    for revision in revisions[:EDITS_PER_PAGE]:
        edits.append(Edit(revision.version + 1, revision.replaced_at, list(compare(revision.markdown, after_it))))
        after_it = revision.markdown
    return History(edits, edits[-1].number if edits and edits[-1].number > 1 else None)


def compare(old: str, new: str) -> Iterator[Piece]:
    """How `old` became `new`: by lines, and within lines that changed by words. In bounded time."""
    words_left = _MOST_WORDS
    for tag, before, after in _steps(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        words = _WORDS.findall(before), _WORDS.findall(after)
        words_left -= max(map(len, words)) if tag == "replace" else 0
        finer = _steps(*words) if tag == "replace" and words_left > 0 else [(tag, before, after)]
        for each in finer:
            yield from _pieces(*each)


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    if max(len(old), len(new)) > _MOST:
        yield "replace", "".join(old), "".join(new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        yield tag, "".join(old[a:b]), "".join(new[c:d])


def _pieces(tag: str, old: str, new: str) -> Iterator[Piece]:
    if tag == "equal":
        yield Piece("same", new)
        return
    if old:
        yield Piece("del", old)
    if new:
        yield Piece("ins", new)
