"""One message as it came in, as far as anything can be read of it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from email.utils import getaddresses
from functools import cached_property

from forums.inbound.machines import is_automatic
from forums.mbox import bodies
from forums.mbox.decoding import decode_words, header, headers

_OUR_ADDRESS = re.compile(r"(?:reply|bounce)\+[a-z2-7]{8,64}@[a-z0-9.-]{1,253}", re.IGNORECASE)
# Where it was delivered says more than whom its writer named: of two such addresses each gets its own copy.
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc", "Resent-To")
_ID = re.compile(r"<[!-;=?-~]{1,240}>")
_LONGEST_HEADER, _LONGEST_HEAD = 20_000, 500_000
_END_OF_HEAD = re.compile(rb"\r\n\r\n|\n\r?\n|\r\r|\r\n\n")
_SUBJECT = 200
_MOST_SEPARATORS = 5_000  # lines that may part it
_SMALL_PICTURE = 40_000  # bytes: a logo in a signature, not a photo that somebody shows
_CALENDARS = ("text/calendar", "application/ics")
_ERRORS = (RecursionError, ValueError, LookupError, TypeError, AttributeError)  # see forums.mbox.archive.load


@dataclass(frozen=True)
class Enclosed:
    """A file that came along."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Said:
    """What stands in a message."""

    markdown: str  # what its writer adds to what they answer
    is_cut: bool  # they wrote more than a post may hold
    files: tuple[Enclosed, ...]


@dataclass(frozen=True)
class Incoming:
    raw: bytes
    sender: str  # the one address in From, in lower case; "" where there is none, or more than one
    recipients: tuple[str, ...]  # those that look like our own, the likeliest first
    message_id: str  # with its brackets; "" where it has none that can be answered
    identity: str  # what tells the message from every other one
    subject: str
    is_automatic: bool
    proofs: tuple[str, ...]  # Authentication-Results, the newest first

    def key(self, address: str) -> str:
        """By which the message is known again, as it came to one address: SHA-256 in hexadecimal."""
        return hashlib.sha256(f"{self.identity}\n{address.lower()}".encode("utf-8", "surrogateescape")).hexdigest()

    @cached_property
    def said(self) -> Said:
        """Taken apart when it is asked for: nothing that anybody can send us is, before it is known to be an answer."""
        try:
            message = _parsed(self.raw)
            body, files = bodies.read(message, is_answer=True), tuple(_files(message))
        except _ERRORS:
            return Said("", is_cut=False, files=())
        return Said(body.markdown, body.is_cut, files)

    @cached_property
    def calendars(self) -> tuple[bytes, ...]:
        """The parts that a calendar wrote, taken apart no sooner than `said`."""
        try:
            return tuple(bodies.content(part) for part in _own_parts(_parsed(self.raw)) if _is_calendar(part))
        except _ERRORS:
            return ()

    @property
    def markdown(self) -> str:
        return self.said.markdown

    @property
    def is_cut(self) -> bool:
        return self.said.is_cut

    @property
    def files(self) -> tuple[Enclosed, ...]:
        return self.said.files


def read(raw: bytes) -> Incoming:
    """The head of a message, whatever the bytes are, as much of it as can be read; raises nothing."""
    end = _END_OF_HEAD.search(raw, 0, _LONGEST_HEAD)
    message = BytesHeaderParser(policy=compat32).parsebytes(raw[: end.end() if end else _LONGEST_HEAD])
    sender = _sender(message)
    message_ids = _ID.findall(header(message, "Message-ID")[:_LONGEST_HEADER])
    return Incoming(
        raw=raw,
        sender=sender,
        recipients=tuple(dict.fromkeys(_recipients(message))),
        message_id=message_ids[0] if message_ids else "",
        identity=message_ids[0] if message_ids else hashlib.sha256(raw).hexdigest(),
        subject=decode_words(header(message, "Subject")[:_SUBJECT]),
        is_automatic=is_automatic(message, sender),
        proofs=tuple(headers(message, "Authentication-Results")),
    )


def _parsed(raw: bytes) -> Message:
    """All of a message. Raises ValueError, and others of _ERRORS, for one that nobody wrote."""
    _require_few_parts(raw)
    bodies.require_shallow(raw)
    return BytesParser(policy=compat32).parsebytes(raw)


def _own_parts(message: Message) -> Iterator[Message]:
    """Its parts, but not those of messages that it passes on."""
    if message.get_content_maintype() == "message":
        return
    parts = message.get_payload() if message.is_multipart() else None
    if not isinstance(parts, list):
        yield message
        return
    for part in parts:
        if isinstance(part, Message):
            yield from _own_parts(part)


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() in _CALENDARS


def _require_few_parts(raw: bytes) -> None:
    """Nobody writes so many, and to read them takes long. Raises ValueError."""
    if raw.count(b"\n--") + raw.count(b"\r--") > _MOST_SEPARATORS:
        raise ValueError("too many parts")


def _sender(message: Message) -> str:
    values = headers(message, "From")
    if len(values) != 1 or len(values[0]) > _LONGEST_HEADER:
        return ""
    found = [address for _name, address in getaddresses([values[0]]) if "@" in address]
    return _legible(found[0]).lower() if len(found) == 1 else ""


def _legible(address: str) -> str:
    """An address whose bytes beyond ASCII are UTF-8 (RFC 6532); "" where it holds what no address holds."""
    try:
        address = address.encode("ascii", "surrogateescape").decode()
    except UnicodeError:
        return ""
    return address if address.isprintable() else ""


def _recipients(message: Message) -> Iterator[str]:
    for name in _RECIPIENTS:
        for value in headers(message, name):
            yield from (found.lower() for found in _OUR_ADDRESS.findall(value[:_LONGEST_HEADER]))


def _files(message: Message) -> Iterator[Enclosed]:
    for described, part in bodies.attached(message):
        content = bodies.content(part)
        if described.type.startswith("image/") and len(content) < _SMALL_PICTURE and _is_in_text(part):
            continue
        yield Enclosed(described.name or described.type, content)


def _is_in_text(part: Message) -> bool:
    """Whether a picture stands in the text, as those in signatures do."""
    return bool(header(part, "Content-ID")) or part.get_content_disposition() == "inline"
