"""What fields of each kind refuse, and what else they may be given without harm."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

TWO_MEGABYTES = "too much " * 222_223
UNSEEN = ["", " \t \u3000", "\u202e\u2066\x00\u2069", "\u200b\u2060"]
SPLIT = "Ana\r\nBcc: everybody@copse.example\r\n\r\nHello"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7|add:7 }}{% now 'Y' %}"
BIDI = "a \u202egnp.exe\u202c \u2066b\u2069"
NUL = "one\x00two"
QUOTES = "> " * 10_000 + "deep"
LISTS = "- " * 10_000 + "deep"
LONG_ADDRESS = "x" * 300 + "@copse.example"
BRACKETS = "[" * 10_000 + "(" * 10_000
NO_NUMBERS = ["x", "-1", "1.5", "1e9", "0x10", "\x00", "9" * 30, "9" * 10_000]
NO_MOMENTS = [
    "rubbish",
    "2026-02-31T10:00",
    "99999-01-01T00:00",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "\x00",
    "9" * 99,
]


@dataclass(frozen=True)
class Kind:
    """What a field of one kind refuses, and what else it may be given without harm."""

    refused: list[str]
    odd: list[str] = field(default_factory=list)
    is_typed: bool = True  # what was typed is kept
    is_shown: bool = True  # its error stands beside it


LINE = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 301], [MARKUP, BIDI, NUL, SPLIT])
SENTENCES = replace(LINE, odd=[MARKUP, BIDI, NUL])
OPTIONAL_LINE = Kind([TWO_MEGABYTES, "x" * 301], [*UNSEEN, MARKUP, BIDI, NUL, SPLIT])
OPTIONAL_SENTENCES = replace(OPTIONAL_LINE, odd=[*UNSEEN, MARKUP, BIDI, NUL])
TEXT = Kind([*UNSEEN, TWO_MEGABYTES], [MARKUP, BIDI, NUL, QUOTES, LISTS, BRACKETS])
OPTIONAL_TEXT = Kind([TWO_MEGABYTES], [*UNSEEN, MARKUP, BIDI, NUL, QUOTES, LISTS, BRACKETS])
MESSAGE = Kind([TWO_MEGABYTES, "x" * 2_001], [*UNSEEN, MARKUP, BIDI, NUL])
REASON = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 501], [MARKUP, BIDI, NUL])
OPTIONAL_REASON = Kind(REASON.refused[len(UNSEEN) :], [*UNSEEN, *REASON.odd])
LIMITED_TEXT = Kind([TWO_MEGABYTES, "x" * 10_001], [*UNSEEN, MARKUP, BIDI, NUL])
CHOICE = Kind(["", "nonsense", "9" * 30, "\x00", MARKUP, TWO_MEGABYTES], is_typed=False)
OPTIONAL_CHOICE = replace(CHOICE, refused=CHOICE.refused[1:])
MOMENT = Kind(NO_MOMENTS, [""])
NUMBER = Kind(["", *NO_NUMBERS], [TWO_MEGABYTES], is_typed=False, is_shown=False)
OPTIONAL_NUMBER = replace(NUMBER, refused=NO_NUMBERS)
UUID = Kind(["", "x", "\x00", "9" * 30, TWO_MEGABYTES], is_typed=False, is_shown=False)
MAIL_ADDRESS = Kind([*UNSEEN, "x", "@", SPLIT, NUL, MARKUP, TWO_MEGABYTES], [LONG_ADDRESS])
NEW_MAIL_ADDRESS = Kind([*MAIL_ADDRESS.refused, LONG_ADDRESS])
SECRET = Kind(["", NUL], [BIDI, TWO_MEGABYTES], is_typed=False)
CODE = Kind([*UNSEEN, NUL, "nonsense", TWO_MEGABYTES], [MARKUP, BIDI])
VERSION = Kind(["", *NO_MOMENTS], ["2000-01-01", TWO_MEGABYTES], is_typed=False)
# What cannot be read is asked once more.
READERS = Kind(["x", "-1", "1-9", "\x00", "9" * 30, TWO_MEGABYTES], [""], is_typed=False, is_shown=False)
TICK = Kind([""], [MARKUP, NUL, TWO_MEGABYTES], is_typed=False)
# What is not refused is not believed either: a tick, a hint of the browser.
ANYTHING = Kind([], ["", MARKUP, BIDI, NUL, QUOTES, "9" * 10_000, TWO_MEGABYTES])
WEB_ADDRESS = Kind([*UNSEEN, "x", "javascript:alert(1)", "ftp://example.org/", NUL, MARKUP, "x" * 501, TWO_MEGABYTES])
ANSWER = Kind([TWO_MEGABYTES, "x" * 1_001], [*UNSEEN, MARKUP, BIDI, NUL])
COMPLAINT = Kind([*UNSEEN, *ANSWER.refused], [MARKUP, BIDI, NUL])
CHOICES = Kind([TWO_MEGABYTES, "x" * 81], [*UNSEEN, MARKUP, BIDI, NUL])
DAY = Kind(["", *NO_MOMENTS])
HOW_MANY = Kind(["", "0", "1001", *NO_NUMBERS], is_typed=False)
MEMBER = Kind(["x", "nobody at all", MARKUP, TWO_MEGABYTES], ["", BIDI, NUL])
# Words alone: neither what could be a command nor an address is any.
TAG = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 41, MARKUP, SPLIT, "@ana"], [NUL])
TAGS = Kind([TWO_MEGABYTES, "x" * 401, MARKUP, "@ana", "a, b, c, d, e, f"], [*UNSEEN, NUL])


@dataclass(frozen=True)
class Form:
    """A form of the site: who sends it where, and of what kind its fields are."""

    fields: dict[str, Kind] = field(default_factory=dict)
    place: str = "site"
    by: str = "participant"
    # What the access test does not send: the rest of a valid form, and an address that needs some preparation.
    valid: dict[str, str] = field(default_factory=dict)
    address: Callable | None = None
    # 200 or 422 is the form again; some answer what nobody can have typed by leading on, or by a 404 or 409.
    refusals: tuple[int, ...] = (200, 422)
