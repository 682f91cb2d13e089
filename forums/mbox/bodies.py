"""What a message says, as Markdown, and what is attached to it."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Part

import nh3
from markdownify import markdownify

from core.markdown import MAX_LENGTH, clean
from forums.mbox import prose
from forums.mbox.decoding import charset_of, decode, decode_words, header, parameter
from forums.mbox.masking import mask

# What is left is for the notes on attachments.
LONGEST = MAX_LENGTH - 10_000
_LONGEST_HTML = 500_000
_MOST_PARTS = 200
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


def read(message: Part) -> Body:
    """The text of all parts that are meant to be read, and the other parts by name."""
    texts, attachments = [], []
    for part in _leaves(message):
        if _is_read(part):
            texts.append(_markdown(part))
        elif part.get_content_type() not in _MACHINERY:
            attachments.append(_attachment(part))
    markdown = "\n\n".join(filter(None, texts))
    kept = prose.cut(markdown, LONGEST)
    return Body(kept, tuple(attachments[:_MOST_PARTS]), is_cut=len(kept) < len(markdown))


def _leaves(message: Part) -> Iterator[Part]:
    """The parts in order; of alternatives the plain one, else the last that can be read."""
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop()
        seen += 1
        children = _children(part)
        if part.get_content_type() == "message/rfc822" or not children:
            yield part
        elif part.get_content_type() == "multipart/alternative":
            waiting.append(_best(children))
        else:
            waiting.extend(reversed(children))


def _children(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Part)] if isinstance(payload, list) else []


def _best(alternatives: list[Part]) -> Part:
    for wanted in ("text/plain", "text/html"):
        for part in alternatives:
            if part.get_content_type() == wanted and _content(part).strip():
                return part
    # Between containers the richest stands last (RFC 2046, 5.1.4).
    return alternatives[-1]


def _is_read(part: Part) -> bool:
    disposition = part.get_content_disposition()
    if part.get_content_maintype() != "text" or disposition == "attachment":
        return False
    return disposition == "inline" or (part.get_content_type() in _READ_AS_TEXT and not _filename(part))


def _markdown(part: Part) -> str:
    text = decode(_content(part), charset_of(part))
    kind = part.get_content_type()
    if kind == "text/html":
        return _from_html(text)
    text = mask(text)
    if _filename(part) or kind not in _READ_AS_TEXT:
        return prose.literal(text)
    is_flowed = parameter(part, "format").lower() == "flowed"
    return prose.to_markdown(text, is_flowed=is_flowed, delsp=parameter(part, "delsp").lower() == "yes")


def _content(part: Part) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _from_html(text: str) -> str:
    """The words of an HTML message with their structure; pictures and styles stay behind."""
    safe = nh3.clean(text[:_LONGEST_HTML], tags=_STRUCTURE, attributes={"a": {"href"}}, link_rel=None)
    try:
        markdown = markdownify(safe, heading_style="ATX", bullets="-", escape_misc=True, wrap=True, wrap_width=None)
    except RecursionError:
        return prose.to_markdown(mask(html.unescape(nh3.clean(safe, tags=set()))))
    lines = (line.rstrip() for line in mask(clean(markdown)).split("\n"))
    return prose.without_gaps("\n".join(lines))


def _attachment(part: Part) -> Attachment:
    charset = charset_of(part)
    if part.get_content_type() == "message/rfc822":
        subject = next((header(forwarded, "Subject") for forwarded in _children(part)), "")
        return Attachment(_named(subject, charset), "message/rfc822", len(bytes(part)))
    kind = part.get_content_type()[:_TYPE]
    return Attachment(_named(_filename(part), charset), kind, len(_content(part)))


def _filename(part: Part) -> str:
    return parameter(part, "filename", "Content-Disposition") or parameter(part, "name")


def _named(name: str, charset: str | None) -> str:
    return mask(decode_words(name, charset))[:_NAME]


_STRUCTURE = {
    *("p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "a", "b", "strong", "i", "em", "s", "del"),
}
