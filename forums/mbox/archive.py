"""An archive's file as an index of its messages, and one message at a time as a whole.

Only the index is held: a few hundred bytes for each message, whatever its size.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message as Head
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from enum import StrEnum
from sys import intern
from typing import BinaryIO

from forums.mbox import bodies
from forums.mbox.decoding import charset_of, decode_words, header, headers
from forums.mbox.masking import mask
from forums.mbox.people import Sender, sender_of

LONGEST = 64 * 1024 * 1024  # bytes of one message with everything attached
_LONGEST_HEAD = 256 * 1024
_LONGEST_LINE = 1024 * 1024
_MOST_REFERENCES = 100
_SUBJECT = 500
_ID_SHOWN = 200
_DATE = 100
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)

_DATED_FROM = re.compile(
    rb"From .{0,300}?\b((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{0,12}?\d\d?:\d\d(?::\d\d)? .{0,16}?(?:19|20)\d\d)\b"
)
_FIELD = re.compile(rb"[!-9;-~]{1,100}:")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")


class Damage(StrEnum):
    """Why a message cannot be imported."""

    NO_HEADERS = "no_headers"
    NO_SENDER = "no_sender"
    NO_TEXT = "no_text"
    NOT_SENT = "not_sent"  # a draft, spam or deleted
    PRIVATE = "private"  # in somebody's own mailbox, and not from a list
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"


class Damaged(Exception):
    """A message that cannot be imported, by its number in the file (from 1) and the byte it begins at."""

    def __init__(self, number: int, offset: int, damage: Damage) -> None:
        super().__init__(number, offset, damage)
        self.number, self.offset, self.damage = number, offset, damage


@dataclass(slots=True)
class Entry:
    """Where a message stands and what threading needs to know of it."""

    number: int  # in the file, from 1
    offset: int  # of its From line
    start: int  # of its headers
    end: int
    key: bytes  # SHA-256 of its Message-ID, or of what it says where it has none
    references: tuple[bytes, ...]  # keys of its ancestors, nearest last
    subject: str
    sent_at: datetime | None  # UTC
    list: str  # the list's own name (List-Id) in lower case, "" where it does not say
    thread: str  # which talk it belongs to where a mailbox says so, else ""
    dated: str  # its Date as it stands: tells copies of one message from two with one Message-ID


@dataclass(frozen=True)
class Message:
    sender: Sender
    body: bodies.Body


def scan(file: BinaryIO, advance: Callable[[int], object] = lambda size: None) -> Iterator[Entry | Damaged]:
    """Every message of the archive in the order of the file; `advance` is told of bytes read."""
    for number, located in enumerate(_locate(file, advance), 1):
        yield _entry(number, *located)


def begins(head: bytes) -> bool:
    """Whether a file that begins with `head` holds messages."""
    line, _end, following = head.lstrip().partition(b"\n")
    return line.startswith(b"From ") and _separates(line, following, was_blank=True)


def id_at(file: BinaryIO, offset: int) -> str:
    """The Message-ID of the message at `offset`, "" where it has none: to name one that cannot be imported."""
    file.seek(offset)
    file.readline(_LONGEST_LINE)
    head = bytearray()
    while (line := file.readline(_LONGEST_LINE)).strip() and len(head) < _LONGEST_HEAD:
        head += line
    ids = _ids(header(BytesHeaderParser(policy=compat32).parsebytes(bytes(head)), "Message-ID"))
    return f"<{ids[0][:_ID_SHOWN]}>" if ids else ""


def load(file: BinaryIO, entry: Entry) -> Message:
    """The whole message. Raises Damaged when there is nothing in it that can be imported."""
    if entry.end - entry.start > LONGEST:
        raise Damaged(entry.number, entry.offset, Damage.TOO_LONG)
    file.seek(entry.start)
    raw = _QUOTED_FROM.sub(rb"\1", file.read(entry.end - entry.start))
    try:
        bodies.require_shallow(raw)
        message = BytesParser(policy=compat32).parsebytes(raw)
        sender, body = sender_of(message), bodies.read(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        # The email package promises to read anything, and breaks that promise in these ways.
        raise Damaged(entry.number, entry.offset, Damage.UNREADABLE) from error
    if not body.markdown and not body.attachments:
        raise Damaged(entry.number, entry.offset, Damage.NO_TEXT)
    assert sender, "scan names a message without a sender"
    return Message(sender, body)


def _locate(file: BinaryIO, advance: Callable[[int], object]) -> Iterator[tuple[int, int, int, bytes, bytes, bytes]]:
    """(offset, start, end, From line, head, SHA-256 of the body) of every message."""
    offset = start = at = 0
    from_line, head, digest = b"", bytearray(), hashlib.sha256()
    in_head, was_blank, blank_lines = True, True, b""
    line = file.readline(_LONGEST_LINE)
    while line:
        following = file.readline(_LONGEST_LINE)
        advance(len(line))
        if line.startswith(b"From ") and _separates(line, following, was_blank):
            if from_line or head.strip():
                yield offset, start, at, from_line, bytes(head), digest.digest()
            offset, start, from_line = at, at + len(line), line
            head, digest, in_head, blank_lines = bytearray(), hashlib.sha256(), True, b""
        elif in_head:
            in_head = bool(line.strip()) and len(head) < _LONGEST_HEAD
            head += line
        elif line.strip():
            # Blank lines at the end are the archive's, not the message's.
            digest.update(blank_lines + line)
            blank_lines = b""
        else:
            blank_lines += b"\n" if len(blank_lines) < _LONGEST_LINE else b""
        was_blank = not line.strip()
        at += len(line)
        line = following
    if from_line or head.strip():
        yield offset, start, at, from_line, bytes(head), digest.digest()


def _separates(line: bytes, following: bytes, was_blank: bool) -> bool:
    """Whether a line that begins with "From " begins a message: by its date, and where it stands."""
    signs = bool(_DATED_FROM.match(line)), was_blank, bool(_FIELD.match(following))
    return sum(signs) >= 2


def _entry(
    number: int, offset: int, start: int, end: int, from_line: bytes, head: bytes, digest: bytes
) -> Entry | Damaged:
    message = BytesHeaderParser(policy=compat32).parsebytes(head)
    date, subject, message_id = (header(message, name) for name in ("Date", "Subject", "Message-ID"))
    if not from_line or not (date or subject or message_id or header(message, "From")):
        return Damaged(number, offset, Damage.NO_HEADERS)
    if sender_of(message) is None:
        return Damaged(number, offset, Damage.NO_SENDER)
    if unfit := _unfit(message):
        return Damaged(number, offset, unfit)
    ids = _ids(message_id)
    return Entry(
        number=number,
        offset=offset,
        start=start,
        end=end,
        # What stands here is for good: with other keys a second import would add everything again.
        key=_digest(ids[0] if ids else f"{date}\n{header(message, 'From')}\n{digest.hex()}"),
        references=tuple(_digest(reference) for reference in _references(message)),
        subject=mask(decode_words(subject[:_SUBJECT], charset_of(message))),
        sent_at=_sent_at(message, from_line),
        list=intern(_list_of(message)),
        thread=header(message, _OF_A_MAILBOX[0]).strip()[:_DATE],
        dated=date.strip()[:_DATE],
    )


# What Google's Takeout writes into the messages of a person's own mailbox.
_OF_A_MAILBOX = ("X-GM-THRID", "X-Gmail-Labels")
_BY_A_LIST = ("List-Id", "List-Post", "Mailing-List", "X-BeenThere", "X-Google-Group-Id")
# As they are called in the languages of those who may use it.
_UNSENT = frozenset(
    {
        *("draft", "drafts", "spam", "trash", "borradores", "papelera", "rascunhos", "lixeira", "lixo"),
        *("brouillons", "corbeille", "entwürfe", "papierkorb", "bozze", "cestino"),
    }
)


def _unfit(message: Head) -> Damage | None:
    """Why a message of somebody's own mailbox is nobody else's business."""
    if not any(header(message, name) for name in _OF_A_MAILBOX):
        return None
    labels = decode_words(header(message, _OF_A_MAILBOX[1])).lower().split(",")
    if not _UNSENT.isdisjoint(label.strip(' "') for label in labels):
        return Damage.NOT_SENT
    return None if any(header(message, name) for name in _BY_A_LIST) else Damage.PRIVATE


def _list_of(message: Head) -> str:
    """RFC 2919: a phrase and, in angle brackets, the name."""
    value = header(message, "List-Id")
    named = _ID.findall(value)
    return (named[-1] if named else value).strip().lower()[:_DATE]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _ids(value: str) -> list[str]:
    return _ID.findall(value) or value.split()[:1]


def _references(message: Head) -> list[str]:
    """Message-IDs of the ancestors, nearest last; an answered one that References leaves out is nearest."""
    references = [found for value in headers(message, "References") for found in _ID.findall(value)]
    answered = _ID.findall(header(message, "In-Reply-To"))[:1]
    return [*references[-_MOST_REFERENCES:], *(found for found in answered if found not in references)]


def _sent_at(message: Head, from_line: bytes) -> datetime | None:
    """When a message was sent: its own date, else when it was received, else what the From line says."""
    received = (value.rpartition(";")[2] for value in headers(message, "Received"))
    dated = _DATED_FROM.match(from_line)
    for value in (header(message, "Date"), *received, dated[1].decode("ascii", "replace") if dated else ""):
        if moment := _moment(value):
            return moment
    return None


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    # A clock that ran before there was mail, or that is ahead of today, was wrong.
    return moment if _EARLIEST < moment < datetime.now(UTC) + timedelta(days=1) else None
