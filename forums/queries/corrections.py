"""How a published closing was put right, and where it should be."""

from dataclasses import dataclass

from forums.drafting import cited_numbers
from forums.drafting.lines import split_lines
from forums.models import Closing, ClosingRevision
from forums.queries.numbers import numbers_of
from forums.queries.revisions import Piece, compare


@dataclass(frozen=True)
class Correction:
    """One change of a published closing; without `pieces` where its old words are not to be read."""

    revision: ClosingRevision
    pieces: list[Piece]


def corrections_of(closing: Closing, *, with_words: bool) -> list[Correction]:
    """The newest first, each compared with what took its place where that is asked for. One query."""
    found, after_it = [], _words(closing)
    for revision in closing.revisions.select_related("replaced_by").order_by("-version"):
        before = _words(revision)
        is_readable = with_words and before and after_it
        found.append(Correction(revision, list(compare(before, after_it)) if is_readable else []))
        after_it = before
    return found


def _words(said: Closing | ClosingRevision) -> str:
    return "\n\n".join(filter(None, (said.summary, said.value)))


def lines_on_removed(closing: Closing) -> list[str]:
    """The lines of a summary that cite a post which was removed. Two queries."""
    posts = closing.cited_posts.filter(deleted_at__isnull=False).prefetch_related("former_places")
    removed = {number for post in posts for number in numbers_of(post).get(closing.discussion_id, ())}
    return [line.text for line in split_lines(closing.summary) if removed.intersection(cited_numbers(line.text))]
