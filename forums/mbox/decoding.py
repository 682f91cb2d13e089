"""Bytes as text, whatever charset they claim to be in."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Part
from email.utils import collapse_rfc2231_value

from charset_normalizer import from_bytes

from core.markdown import clean

# What writers of these names mean, as browsers read them.
_MEANT = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "iso-8859-9": "cp1254",
}
# Python knows these as encodings of text, but no mail is written in them.
_NEVER_MEANT = re.compile(r"(raw[_-])?unicode[_-]|idna|punycode|undefined|utf-?7|mbcs|oem", re.IGNORECASE)
_GUESSED_FROM = 20_000  # bytes
_LIKELY = [
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp874"),
    *("gb18030", "big5", "euc_jp", "iso2022_jp", "cp949", "utf_16", "mac_roman"),
]


def decode(raw: bytes, charset: str | None = None) -> str:
    """`raw` as clean text: UTF-8 when it is that, else the charset it claims, else the likeliest one."""
    # Hardly anything but UTF-8 is valid UTF-8, whatever it claims; ISO-2022 and UTF-16 hide in ASCII or hold NULs.
    if b"\x1b" not in raw and b"\x00" not in raw:
        try:
            return clean(raw.decode("utf-8-sig"))
        except UnicodeDecodeError:
            pass
    accents = sum(byte > 127 for byte in raw)
    text = raw.decode("utf-8", "replace")
    if text.count("\ufffd") * 10 < accents:  # a few bytes were damaged
        return clean(text)
    claimed = (charset or "").strip("'\" ").lower()
    claimed = _MEANT.get(claimed, claimed)
    if claimed and not _NEVER_MEANT.match(claimed):
        try:
            return clean(raw.decode(claimed))
        except (LookupError, ValueError):
            pass
    return clean(raw.decode(_likeliest(raw), errors="replace"))


def _likeliest(raw: bytes) -> str:
    sample = raw[:_GUESSED_FROM]
    accents = sum(byte > 127 for byte in sample)
    # A few accents tell a guesser nothing; most mail that says nothing of its charset is western.
    if accents < 24 and accents * 3 <= len(sample):
        return "cp1252"
    guess = from_bytes(sample, cp_isolation=_LIKELY).best()
    return guess.encoding if guess else "cp1252"


def decode_words(value: str, charset: str | None = None) -> str:
    """A header's value in one line, with its encoded words read (RFC 2047) as far as they can be.

    `value` is what the email package gives: bytes beyond ASCII are surrogates in it. They are
    taken for `charset`, the one of the message's text.
    """
    text = decode(value.encode("utf-8", "surrogateescape"), charset)
    try:
        parts = decode_header(" ".join(text.split()))
    except (HeaderParseError, ValueError):
        return " ".join(text.split())
    words = [decode(part, named) if isinstance(part, bytes) else part for part, named in parts]
    return " ".join("".join(words).split())


def header(part: Part, name: str) -> str:
    """A header's value as `decode_words` takes it, "" where there is none."""
    return next(iter(headers(part, name)), "")


def headers(part: Part, name: str) -> list[str]:
    # Asked by name, the email package replaces each byte beyond ASCII.
    return [str(value) for found, value in part.raw_items() if found.lower() == name.lower()]


def parameter(part: Part, name: str, header: str = "Content-Type") -> str:
    """A parameter of a header, "" where it has none or is broken."""
    try:
        return collapse_rfc2231_value(part.get_param(name, "", header))
    except (TypeError, ValueError, LookupError):
        # RFC 2231 continuations without a number, or in a charset that does not exist.
        return ""


def charset_of(part: Part) -> str:
    return parameter(part, "charset")
