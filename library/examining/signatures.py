"""The first bytes of a file, which say what it is. Only those of what is taken, and of what is often tried in vain."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from library.examining.containers import ARCHIVE
from library.formats import M4A, MP3, MP4, OGG, WAV, WEBM, Format

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
# ISO 14496-12: the brands of what browsers play.
_PLAYED = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV"}
_HEARD = {b"M4A ", b"M4B "}

_PROGRAM = _("It is a program.")
_OLD_OFFICE = _(
    "It was made by an old Office, or is locked with a password. Save it as .docx, .xlsx or .pptx, or as PDF."
)
_AGAINST: tuple[tuple[bytes, "StrPromise"], ...] = (
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xfe\xed\xfa\xce", _PROGRAM),
    (b"\xfe\xed\xfa\xcf", _PROGRAM),
    (b"\xce\xfa\xed\xfe", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
    *((mark, ARCHIVE) for mark in (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\5\6", b"PK\7\x08")),
    (b"{\\rtf", _("It is in an old format (RTF). Save it as .docx, .odt or PDF.")),
)
_PHOTO = _("Browsers cannot show this kind of photo (HEIC, AVIF). Save it as JPEG.")
_FILM = _("Not every browser plays this kind of video. Save it as MP4.")


def has_signature(head: bytes, mark: bytes) -> bool:
    """At the very beginning: what stands in front of it may be meant for another program."""
    return head.startswith(mark)


def is_image(head: bytes) -> bool:
    return head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")


def recording_of(head: bytes, by_name: Format | None) -> Format | None:
    """Which audio or video it is, or None. The same container may hold both: then its name decides which."""
    if head[4:8] == b"ftyp" and head[8:12] in _PLAYED | _HEARD:
        return M4A if head[8:12] in _HEARD or by_name is M4A else MP4
    if head.startswith(b"\x1aE\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]:
        return WEBM
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return WAV
    if head.startswith(b"OggS") and (b"vorbis" in head[:64] or b"OpusHead" in head[:64]):
        return OGG
    is_frame = head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xfa", b"\xf3", b"\xf2")
    return MP3 if head.startswith(b"ID3") or is_frame else None


def reason_against(head: bytes) -> "StrPromise | None":
    """Why it is not taken, for what people often try."""
    if head[4:8] == b"ftyp":
        return _PHOTO if head[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"hevc", b"msf1") else _FILM
    if head.startswith((b"\x1aE\xdf\xa3", b"OggS")) or (head.startswith(b"RIFF") and head[8:12] == b"AVI "):
        return _FILM
    return next((reason for mark, reason in _AGAINST if head.startswith(mark)), None)
