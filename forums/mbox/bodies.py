"""What a message says, as Markdown, and what is attached to it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Part
from itertools import islice

import nh3
from markdownify import markdownify

from core.markdown import MAX_LENGTH, clean
from forums.mbox import answers, prose, quoting
from forums.mbox.decoding import charset_of, decode, decode_words, header, parameter
from forums.mbox.masking import mask

# What is left is for the notes on attachments.
LONGEST = MAX_LENGTH - 10_000
_LONGEST_HTML = 500_000
_LONGEST_TEXT = 1_000_000  # bytes; what is longer was not written by hand
_MOST_PARTS = 200
_MOST_LEVELS = 100
_LEVEL = re.compile(rb"boundary[\s*\d]*=|content-type:\s*message/", re.IGNORECASE)
_END = "hereendswhatisreadofit"  # put where a longer message was cut
_NAME = 120
_TYPE = 60
# Nobody reads them as attachments.
_MACHINERY = frozenset(
    {
        *("application/pgp-signature", "application/pgp-keys", "application/pkcs7-signature"),
        *("application/x-pkcs7-signature", "application/ms-tnef", "message/delivery-status", "text/x-amp-html"),
    }
)
_READ_AS_TEXT = frozenset({"text/plain", "text/html", "text/enriched"})


@dataclass(frozen=True)
class Attachment:
    name: str  # "" when it has none
    type: str
    size: int  # bytes


@dataclass(frozen=True)
class Body:
    markdown: str
    attachments: tuple[Attachment, ...]
    is_cut: bool  # the text was longer than a post may be


def require_shallow(raw: bytes) -> None:
    """To take a message apart costs its lines times its levels, and nobody writes so many. Raises ValueError."""
    if sum(1 for _level in islice(_LEVEL.finditer(raw), _MOST_LEVELS + 1)) > _MOST_LEVELS:
        raise ValueError("too many levels")


def read(message: Part, *, is_answer: bool = False) -> Body:
    """The text of all parts that are meant to be read, and the other parts by name.

    Of an answer only what its writer adds to what they answer.
    """
    parts = list(_leaves(message))
    read = [_markdown(part, is_answer) for part in parts if _is_read(part)]
    attachments = [_attachment(part) for part in parts if _is_attached(part)]
    markdown = "\n\n".join(text for text, _is_cut in read if text)
    kept = prose.cut(markdown, LONGEST)
    return Body(
        kept, tuple(attachments[:_MOST_PARTS]), is_cut=len(kept) < len(markdown) or any(is_cut for _, is_cut in read)
    )


def attached(message: Part) -> list[tuple[Attachment, Part]]:
    """What came along to be kept, with all that is known of it; also what some mailers put beside the HTML alone."""
    return [(_attachment(part), part) for part in _leaves(message, is_whole=True) if _is_attached(part)]


def _leaves(message: Part, *, is_whole: bool = False) -> Iterator[Part]:
    """The parts in order; of alternatives the plain one, else the last that can be read, or all of them."""
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop()
        seen += 1
        children = _children(part)
        if part.get_content_type() == "message/rfc822" or not children:
            yield part
        elif part.get_content_type() == "multipart/alternative" and not is_whole:
            waiting.append(_best(children))
        else:
            waiting.extend(reversed(children))


def _children(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Part)] if isinstance(payload, list) else []


def _best(alternatives: list[Part]) -> Part:
    for wanted in ("text/plain", "text/html"):
        for part in alternatives:
            if part.get_content_type() == wanted and content(part).strip():
                return part
    # Between containers the richest stands last (RFC 2046, 5.1.4).
    return alternatives[-1]


def _is_read(part: Part) -> bool:
    disposition = part.get_content_disposition()
    if part.get_content_maintype() != "text" or disposition == "attachment":
        return False
    return disposition == "inline" or (part.get_content_type() in _READ_AS_TEXT and not _filename(part))


def _is_attached(part: Part) -> bool:
    return not _is_read(part) and part.get_content_type() not in _MACHINERY


def _markdown(part: Part, is_answer: bool) -> tuple[str, bool]:
    """What a part says, and whether something of it is missing. Of an answer's own words alone nothing is."""
    whole = content(part)
    text = decode(whole[:_LONGEST_TEXT], charset_of(part))
    is_cut = len(whole) > _LONGEST_TEXT
    kind = part.get_content_type()
    if kind == "text/html":
        return _from_html(text, is_answer=is_answer, is_cut=is_cut)
    text = mask(text)
    if _filename(part) or kind not in _READ_AS_TEXT:
        return prose.literal(text), is_cut
    is_flowed = parameter(part, "format").lower() == "flowed"
    delsp = parameter(part, "delsp").lower() == "yes"
    # Words of one's own that reach so far are longer than a post as well; what is cut there is what they answer.
    return prose.to_markdown(text, is_flowed=is_flowed, delsp=delsp, is_answer=is_answer), is_cut and not is_answer


def content(part: Part) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _from_html(whole: str, *, is_answer: bool, is_cut: bool) -> tuple[str, bool]:
    """The words of an HTML message with their structure, and whether something of them is missing.

    Pictures and styles stay behind.
    """
    text, rest = whole[:_LONGEST_HTML], whole[_LONGEST_HTML:]
    is_cut = is_cut or bool(rest)
    if is_cut:
        text = f"{_without_half_a_tag(text)} {_END}"
    own = answers.own_html(text, tags=_STRUCTURE) if is_answer else text
    safe = nh3.clean(own, tags=_STRUCTURE, attributes={"a": {"href"}}, link_rel=None)
    try:
        markdown = markdownify(safe, heading_style="ATX", bullets="-", escape_misc=True, wrap=True, wrap_width=None)
    except RecursionError:
        plain = prose.to_markdown(mask(html.unescape(nh3.clean(safe, tags=set()))), is_answer=is_answer)
        return plain.replace(_END, ""), is_cut
    lines = [line.rstrip() for line in mask(clean(markdown)).split("\n")]
    part = answers.own_part(quoting.fixed_lines("\n".join(lines))) if is_answer else slice(0, len(lines))
    is_missing = is_cut and (not is_answer or _goes_on(lines, part, rest))
    return prose.without_gaps("\n".join(line.replace(_END, "").rstrip() for line in lines[part])), is_missing


def _goes_on(lines: list[str], part: slice, rest: str) -> bool:
    """Whether more of an answer's own words follow where it was cut: these go on there, or stand below a quotation."""
    at = next((at for at, line in enumerate(lines) if _END in line), None)
    if at is None:  # within what was answered
        return False
    if not lines[at].startswith(">"):
        return at in range(len(lines))[part]
    _quoted, closed, below = rest.lower().rpartition("</blockquote>")
    return bool(closed and html.unescape(nh3.clean(below, tags=set())).strip())


def _without_half_a_tag(text: str) -> str:
    opened = text.rfind("<")
    return text[:opened] if opened > text.rfind(">") else text


def _attachment(part: Part) -> Attachment:
    charset = charset_of(part)
    if part.get_content_type() == "message/rfc822":
        subject = next((header(forwarded, "Subject") for forwarded in _children(part)), "")
        return Attachment(_named(subject, charset), "message/rfc822", len(bytes(part)))
    kind = part.get_content_type()[:_TYPE]
    return Attachment(_named(_filename(part), charset), kind, len(content(part)))


def _filename(part: Part) -> str:
    return parameter(part, "filename", "Content-Disposition") or parameter(part, "name")


def _named(name: str, charset: str | None) -> str:
    return mask(decode_words(name, charset))[:_NAME]


_STRUCTURE = {
    *("p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "a", "b", "strong", "i", "em", "s", "del"),
}
