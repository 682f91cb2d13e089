"""Which lines of a summary stand as Copse drafted them, known by digests, so that no words are kept for it."""

from collections.abc import Container
from hashlib import blake2b

from forums.drafting.lines import split_lines
from forums.drafting.markdown import notes_in, without_citations, without_notes


def digests(markdown: str) -> list[str]:
    """Of each line that Copse writes itself, also without what it notes behind a citation, and of each such note; 16
    characters each.
    """
    texts = [line.text for line in split_lines(markdown)]
    parts = (text for line in texts for text in (line, without_notes(line), *notes_in(line)))
    return list(dict.fromkeys(map(_digest, parts)))


def is_drafted(line: str, drafted: Container[str]) -> bool:
    """Whether a line, wherever it stands by now, says what it was `drafted` with and no more, or a note less."""
    parts = (without_notes(line), *notes_in(line))
    return _digest(line) in drafted or all(_digest(part) in drafted for part in parts)


def _digest(text: str) -> str:
    words = " ".join(without_citations(text).split())
    return blake2b(words.encode(), digest_size=8).hexdigest()
