"""What a rendered text says, for lists and subjects."""

import re
from html.parser import HTMLParser

from django.utils.text import Truncator

from core.markdown.cleaning import clean
from core.markdown.rendering import INLINE_TAGS, MAX_LENGTH, render

_BROKEN_WORD = re.compile(r"[\s,;:–—-]+\S{0,24}…$")
# “later.…” says no more than “later.” does.
_BEHIND_A_SENTENCE = re.compile(r"(?<=[.!?。！？])…$|(?<=[.!?。！？][”’»)])…$")
_RENDERED = re.compile(r"<(?:p|h[3-6]|ul|ol|blockquote|details|pre|div|hr)[ >]")
_ASIDES = {"blockquote", "pre"}


def plain(text: str, limit: int) -> str:
    """The first `limit` characters (accents not counted) in one line; quotations and code only if there is no more.

    `text` is what `render` returned, or a Markdown source.
    """
    if not _RENDERED.match(text):
        text = render(clean(text)[: min(MAX_LENGTH, 20 * limit)])
    words = _Words()
    words.feed(text)
    words.close()
    said = " ".join("".join(words.own).split()) or " ".join("".join(words.aside).split())
    cut = Truncator(said).chars(limit, truncate="…")
    if cut == said:
        return said
    is_within_a_word = not said[len(cut) - 1].isspace()
    return _BEHIND_A_SENTENCE.sub("", _BROKEN_WORD.sub("…", cut) if is_within_a_word else cut)


def is_blank(html: str) -> bool:
    """Whether what `render` returned shows no sign that could be seen."""
    # The signs that `plain` joins words with do not count, nor those without a shape.
    return not any(sign.isprintable() and not sign.isspace() for sign in plain(html, len(html)))


class _Words(HTMLParser):
    """What a rendered text says, apart from what it quotes, its code, and the list of files beneath it."""

    def __init__(self) -> None:
        super().__init__()
        self.own: list[str] = []
        self.aside: list[str] = []
        self._asides = 0
        self._summary = False
        self._files = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._asides += tag in _ASIDES
        self._summary = self._summary or tag == "summary"
        self._files = self._files or ("class", "files") in attrs
        self._break(tag)
        if tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self._asides -= tag in _ASIDES
        self._summary = self._summary and tag != "summary"
        self._files = self._files and tag != "div"
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._summary:
            (self.aside if self._asides or self._files else self.own).append(data)

    def _break(self, tag: str) -> None:
        if tag not in INLINE_TAGS:
            self.handle_data(" ")
