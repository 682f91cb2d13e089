"""Markdown as people write it → safe HTML, rendered once when the text is stored.

A single line break stays a line break, as in a letter. Raw HTML is text. Images become links, so that
no reader's browser calls a foreign host. Headings start at h3, because a page has its own h1 and h2.
A long quotation is folded beneath its own first words, which need no translation.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html.parser import HTMLParser

import nh3
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, link
from markdown_it.token import Token

from core.errors import DomainError

MAX_LENGTH = 100_000  # characters, after `clean`
FOLD_FROM = 7  # lines of a quotation
SUMMARY_LENGTH = 80  # characters

_BROKEN_WORD = re.compile(r"[\s,;:–—-]+\S{0,24}…$")
# “later.…” says no more than “later.” does.
_BEHIND_A_SENTENCE = re.compile(r"(?<=[.!?。！？])…$|(?<=[.!?。！？][”’»)])…$")
_LINE = 80  # characters that count as one line of a quotation
# Deeper quotes and lists are left out; brackets cost time in proportion to it.
_MAX_NESTING = 30
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for tab and line feed
    "\u202a-\u202e\u2066-\u2069"  # direction overrides, embeddings and isolates
    "\ud800-\udfff]"  # lone surrogates
)
_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MARKS = 30  # accents on one letter (UAX 15, stream-safe text); normalising more takes quadratic time
_MAYBE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS + 1},}}")
_ADDRESS = re.compile(r"\bhttps?://[^\W_][^\s<>\"`]*", re.IGNORECASE)
_TRAILING = ".,;:!?'*_~…"
_PAIRS = {")": "(", "]": "[", "}": "{"}
# Parts words into runs of (text, address), with no address for what stays as it is; told whether they are quoted.
Naming = Callable[[str, bool], Iterable[tuple[str, str]]]

_RENDERED = re.compile(r"<(?:p|h[3-6]|ul|ol|blockquote|details|pre|div|hr)[ >]")


class TextTooLong(DomainError):
    def __init__(self, length: int) -> None:
        super().__init__(
            _("This text has %(length)d characters; %(limit)d is the most that fits. Please shorten it or split it.")
            % {"length": length, "limit": MAX_LENGTH}
        )


def clean(text: str) -> str:
    """`text` as it may be stored: NFC, line feeds only, nothing invisible that could do harm. Idempotent."""
    text = _INVISIBLE.sub("", _NEWLINE.sub("\n", text))
    text = unicodedata.normalize("NFC", _MAYBE_MARKS.sub(_with_fewer_marks, text))
    # Normalising may have split one mark into two.
    return _MAYBE_MARKS.sub(_with_fewer_marks, text)


def _with_fewer_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in run[0]:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        if marks <= _MARKS:
            kept.append(sign)
    return "".join(kept)


def _name_nobody(words: str, is_quoted: bool) -> Iterable[tuple[str, str]]:
    return [(words, "")]


def render(text: str, naming: Naming = _name_nobody) -> str:
    """The HTML of a Markdown text; the same text gives the same HTML, in bounded time.

    `naming` is asked of all words outside of code and links; what it gives an address becomes a link
    of the class "mention". Raises TextTooLong past MAX_LENGTH characters, and nothing else whatever the text.
    """
    text = clean(text)
    if len(text) > MAX_LENGTH:
        raise TextTooLong(len(text))
    return _cleaner.clean(_parser.render(text, {"naming": naming})).strip()


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
    """What a rendered text says, apart from what it quotes and its code."""

    def __init__(self) -> None:
        super().__init__()
        self.own: list[str] = []
        self.aside: list[str] = []
        self._asides = 0
        self._summary = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._asides += tag in _ASIDES
        self._summary = self._summary or tag == "summary"
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._asides -= tag in _ASIDES
        self._summary = self._summary and tag != "summary"
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._summary:
            (self.aside if self._asides else self.own).append(data)

    def _break(self, tag: str) -> None:
        if tag not in _INLINE_TAGS:
            self.handle_data(" ")


def _image_as_link(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("![", state.pos):
        return False
    state.pos += 1
    if link(state, silent):
        return True
    state.pos -= 1
    return False


def _finish_links(state: StateCore) -> None:
    quotes = 0
    for token in state.tokens:
        quotes += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "inline" and token.children:
            named = partial(_named, naming=state.env["naming"], is_quoted=quotes > 0)
            token.children = list(_linked(token.children, named))


def _linked(tokens: list[Token], name_in: Callable[[str], Iterator[Token]]) -> Iterator[Token]:
    """Give every link a text, keep no link inside another, and link bare addresses and the people who are named.

    Backslashes are gone by now, so an address whose signs were escaped is still found whole.
    """
    depth = 0
    href, named = "", False
    for token in tokens:
        if token.type == "link_open":
            depth += 1
            if depth == 1:
                href, named = str(token.attrs["href"]), False
                yield token
        elif token.type == "link_close":
            depth -= 1
            if depth == 0:
                if not named:
                    yield _text(href)
                yield token
        elif depth == 0 and token.type == "text":
            yield from _autolinked(token.content, name_in)
        else:
            named = named or bool(token.content.strip())
            yield token


def _autolinked(content: str, name_in: Callable[[str], Iterator[Token]]) -> Iterator[Token]:
    at = 0
    for match in _ADDRESS.finditer(content):
        address = _without_trailing_punctuation(match[0])
        yield from name_in(content[at : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": _parser.normalizeLink(address)})
        yield _text(address)
        yield Token("link_close", "a", -1)
        at = match.start() + len(address)
    yield from name_in(content[at:])


def _named(content: str, *, naming: Naming, is_quoted: bool) -> Iterator[Token]:
    for words, address in naming(content, is_quoted):
        if not address:
            yield _text(words)
            continue
        yield Token("link_open", "a", 1, attrs={"href": _parser.normalizeLink(address), "class": "mention"})
        yield _text(words)
        yield Token("link_close", "a", -1)


def _without_trailing_punctuation(address: str) -> str:
    surplus = {close: address.count(close) - address.count(start) for close, start in _PAIRS.items()}
    end = len(address)
    while end and (address[end - 1] in _TRAILING or surplus.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in surplus:
            surplus[address[end]] -= 1
    return address[:end]


def _demote_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"


def _frame_blocks(state: StateCore) -> None:
    """Fold long quotations, let wide tables scroll, and align cells by class, as styles are forbidden."""
    lines = state.src.split("\n")
    framed: list[Token] = []
    quotes = 0
    folds = False
    for at, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            quotes += 1
            if quotes == 1 and (folds := _is_long(token, lines)):
                framed += _fold_open(state.tokens, at)
        if token.type == "table_open":
            framed.append(_block("div", 1, {"class": "table-scroll", "tabindex": "0"}))
        if "style" in token.attrs:
            token.attrs = {"class": f"align-{str(token.attrs['style']).removeprefix('text-align:')}"}
        framed.append(token)
        if token.type == "table_close":
            framed.append(_block("div", -1))
        if token.type == "blockquote_close":
            quotes -= 1
            if quotes == 0 and folds:
                framed.append(_block("details", -1))
    state.tokens = framed


def _is_long(quote: Token, lines: list[str]) -> bool:
    start, end = quote.map or (0, 0)
    return sum(1 + len(line) // _LINE for line in lines[start:end]) >= FOLD_FROM


def _fold_open(tokens: list[Token], at: int) -> list[Token]:
    return [
        _block("details", 1, {"class": "quote"}),
        Token("summary_open", "summary", 1),
        _text(_first_words(tokens, at)),
        _block("summary", -1),
    ]


def _first_words(tokens: list[Token], at: int) -> str:
    """How the quotation that begins at `at` begins, ending in "…"."""
    words = ""
    end = tokens[at].level
    while len(words) <= SUMMARY_LENGTH and (tokens[at].type, tokens[at].level) != ("blockquote_close", end):
        for part in tokens[at].children or [tokens[at]]:
            words += " " if part.type in ("inline", "softbreak", "hardbreak") else part.content
        words = " ".join(words.split()) + " "
        at += 1
    return Truncator(words.strip()).chars(SUMMARY_LENGTH, truncate="").rstrip("….") + "…"


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _block(tag: str, nesting: int, attrs: dict[str, str | int | float] | None = None) -> Token:
    return Token(f"{tag}_frame", tag, nesting, attrs=attrs or {}, block=True)  # type: ignore[arg-type]


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler.at("image", _image_as_link)
    parser.core.ruler.after("text_join", "links", _finish_links)
    parser.core.ruler.after("links", "headings", _demote_headings)
    parser.core.ruler.after("headings", "frames", _frame_blocks)
    return parser


_ASIDES = {"blockquote", "pre"}
_INLINE_TAGS = {"a", "em", "strong", "s", "code"}
_BLOCK_TAGS = {
    *("p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "details", "summary"),
}
_CELL_CLASSES = {"align-left", "align-center", "align-right"}

_parser = _make_parser()
_cleaner = nh3.Cleaner(
    tags=_INLINE_TAGS | _BLOCK_TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}, "div": {"tabindex"}},
    allowed_classes={
        **{"a": {"mention"}, "details": {"quote"}, "div": {"table-scroll"}},
        **{"th": _CELL_CLASSES, "td": _CELL_CLASSES},
    },
    # Each block finds its own direction, so that no text turns its neighbours around.
    set_tag_attribute_values={
        **{tag: {"dir": "auto"} for tag in ("p", "h3", "h4", "h5", "h6", "li", "th", "td", "summary")},
        # One attribute a tag: of two, the order would change from run to run.
        "pre": {"tabindex": "0"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener noreferrer ugc",
)
