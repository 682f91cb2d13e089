"""From Markdown to tokens: the rules that are ours."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.utils.text import Truncator
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, link
from markdown_it.token import Token

from core.markdown.pictures import IS_IMAGE, with_pictures

FOLD_FROM = 7  # lines of a quotation
SUMMARY_LENGTH = 80  # characters

_LINE = 80  # characters that count as one line of a quotation
# Deeper quotes and lists are left out; brackets cost time in proportion to it.
_MAX_NESTING = 30
_ADDRESS = re.compile(r"\bhttps?://[^\W_][^\s<>\"`“”„«»]*", re.IGNORECASE)  # no address holds such marks unquoted
_TRAILING = ".,;:!?'*_~…‘’‹›"
_PAIRS = {")": "(", "]": "[", "}": "{"}
# Parts words into runs of (text, address), with no address for what stays as it is; told whether they are quoted.
Naming = Callable[[str, bool], Iterable[tuple[str, str]]]


def _image_as_link(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("![", state.pos):
        return False
    state.pos += 1
    if link(state, silent):
        if not silent:
            _mark_as_image(state.tokens)
        return True
    state.pos -= 1
    return False


def _mark_as_image(tokens: list[Token]) -> None:
    """Of the link that ends here, say that it was written as an image."""
    level = tokens[-1].level
    begin = next(token for token in reversed(tokens) if token.type == "link_open" and token.level == level)
    begin.meta[IS_IMAGE] = True


def _finish_links(state: StateCore) -> None:
    quotes = 0
    for token in state.tokens:
        quotes += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "inline" and token.children:
            named = partial(_named, naming=state.env["naming"], is_quoted=quotes > 0)
            token.children = list(_linked(with_pictures(token.children, state.env["pictures"]), named))


def _linked(tokens: Iterable[Token], name_in: Callable[[str], Iterator[Token]]) -> Iterator[Token]:
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
        yield Token("link_open", "a", 1, attrs={"href": parser.normalizeLink(address)})
        yield _text(address)
        yield Token("link_close", "a", -1)
        at = match.start() + len(address)
    yield from name_in(content[at:])


def _named(content: str, *, naming: Naming, is_quoted: bool) -> Iterator[Token]:
    for words, address in naming(content, is_quoted):
        if not address:
            yield _text(words)
            continue
        yield Token("link_open", "a", 1, attrs={"href": parser.normalizeLink(address), "class": "mention"})
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


parser = _make_parser()
