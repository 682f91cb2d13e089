"""Office documents are zip archives: they are judged by what is inside, and none may be a bomb."""

import struct
import zipfile
import zlib
from typing import IO

from django.utils.translation import gettext_lazy as _

from library.errors import FileRefused
from library.formats import DOCX, ODP, ODS, ODT, PPTX, XLSX, Format

MOST_MEMBERS = 5_000
MOST_DIRECTORY = 1024 * 1024  # bytes of the list of members, which is read as a whole
MOST_UNPACKED = 200 * 1024 * 1024
ALWAYS_UNPACKED = 20 * 1024 * 1024  # as much is harmless, however well it was packed
MOST_RATIO = 100
CHUNK = 1024 * 1024

_END = struct.Struct("<4s4H2LH")  # of the list of members: signature, …, its size, its place, length of the comment
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"spreadsheetml.sheet.main+xml": XLSX,
    b"presentationml.presentation.main+xml": PPTX,
}
_OPEN_DOCUMENTS = {each.type.encode(): each for each in (ODT, ODS, ODP)}
# What somebody is told who sends an archive.
ARCHIVE = _("Archives are not taken, because nobody sees what is inside. Add the files one by one.")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def judge_container(stream: IO[bytes], name: str) -> Format:
    """Which document it is. Raises FileRefused for archives, bombs, programs inside, and locks."""
    try:
        require_short_directory(stream, name)
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            _require_harmless(members, name, _size_of(stream))
            found = _judge(archive, {member.filename for member in members}, name)
            _read_through(archive, members)
    except _DAMAGED as error:
        raise FileRefused(name, _("It is damaged: it cannot be opened.")) from error
    return found


def _size_of(stream: IO[bytes]) -> int:
    return stream.seek(0, 2)


def require_short_directory(stream: IO[bytes], name: str) -> None:
    """Before it is read, because a list of a million members is itself a bomb. Raises FileRefused and BadZipFile."""
    size = _size_of(stream)
    stream.seek(max(0, size - _END.size - 0xFFFF))
    tail = stream.read()
    place = tail.rfind(b"PK\5\6")
    if place < 0 or len(tail) - place < _END.size:
        raise zipfile.BadZipFile
    _sign, _disk, _first, _here, _all, directory, _at, comment = _END.unpack_from(tail, place)
    if place + _END.size + comment != len(tail):
        raise zipfile.BadZipFile
    if directory > MOST_DIRECTORY:
        raise FileRefused(name, _("It holds too many parts."))


def _require_harmless(members: list[zipfile.ZipInfo], name: str, size: int) -> None:
    if len(members) > MOST_MEMBERS:
        raise FileRefused(name, _("It holds too many parts."))
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused(name, _("It is locked with a password."))
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise zipfile.BadZipFile  # in a way that no office program packs
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(MOST_UNPACKED, max(ALWAYS_UNPACKED, MOST_RATIO * size)):
        raise FileRefused(name, _("Unpacked it would be too large."))


def _judge(archive: zipfile.ZipFile, names: set[str], name: str) -> Format:
    found = None
    if "mimetype" in names:
        found = _OPEN_DOCUMENTS.get(archive.open("mimetype").read(100).strip())
    elif _CONTENT_TYPES in names:
        types = archive.open(_CONTENT_TYPES).read(CHUNK)
        if b"macroEnabled" in types:
            raise FileRefused(name, _PROGRAM_INSIDE)
        found = next((each for part, each in _MAIN_PARTS.items() if part in types), None)
    if found is None:
        raise FileRefused(name, ARCHIVE)
    if any(_is_program(member) for member in names):
        raise FileRefused(name, _PROGRAM_INSIDE)
    return found


_PROGRAM_INSIDE = _("It holds a program (a macro). Save it without, or as PDF.")


def _is_program(member: str) -> bool:
    path = member.lower()
    is_module = path.startswith("basic/") and path.count("/") > 1 and not path.endswith(("script-lb.xml", "/"))
    return path.endswith("vbaproject.bin") or path.startswith("scripts/") or is_module


def _read_through(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """What the list says of sizes is only true where each part can be read to an end that fits its checksum."""
    for member in members:
        with archive.open(member) as part:
            while part.read(CHUNK):
                pass
