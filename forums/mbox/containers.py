"""What holds an archive: a file or a folder, packed or not, told by its content; as one run of bytes.

Nothing is held in memory, and nothing is unpacked without an end: a file that is packed beyond reason is refused.
"""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from forums.mbox.archive import begins
from library.errors import FileRefused
from library.examining.containers import MOST_MEMBERS, require_short_directory

MOST_UNPACKED = 20 * 1024**3  # bytes
ALWAYS_UNPACKED = 20 * 1024**2  # as much is harmless, however well it was packed
MOST_RATIO = 200  # mail that quotes mail is packed well
_CHUNK = 1024 * 1024
_HEAD = 8 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\3\4"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)


class Why(StrEnum):
    """Why a file was not read."""

    NO_MESSAGES = "no_messages"
    DAMAGED = "damaged"
    PACKED_TWICE = "packed_twice"


class TooLarge(Exception):
    """Unpacked, it would be larger than any list's archive."""


@dataclass(frozen=True)
class Part:
    """A file with messages, and where it begins in the run of all of them."""

    name: str
    start: int


@dataclass
class Archive:
    file: BinaryIO
    parts: list[Part] = field(default_factory=list)
    left_out: list[tuple[str, Why]] = field(default_factory=list)  # files by name
    size: int = 0  # bytes


def may_hold_messages(file: Any) -> bool:
    """Whether it begins like an archive, or like one that is packed; it is read from its begin and wound back."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    return begins(head) or head.startswith((_GZIP, _ZIP))


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive in a file or a folder, for as long as it is read. Raises OSError and TooLarge.

    An mbox is read where it lies. Packed files (gzip, zip) and those of a folder are put one after the other into a
    temporary file, in the order of their names.
    """
    if path.is_dir():
        paths = sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
        with _poured([(each, str(each.relative_to(path))) for each in paths]) as archive:
            yield archive
        return
    with path.open("rb") as file:
        is_plain = begins(file.peek(_HEAD))
        if is_plain:
            yield Archive(file, [Part(path.name, 0)], size=path.stat().st_size)
    if not is_plain:
        with _poured([(path, path.name)]) as archive:
            yield archive


@contextmanager
def _poured(paths: list[tuple[Path, str]]) -> Iterator[Archive]:
    with TemporaryFile() as file:
        pouring = _Pouring(Archive(file), packed=sum(path.stat().st_size for path, _name in paths))
        for path, name in paths:
            with path.open("rb") as source:
                pouring.pour(source, name)
        file.seek(0)
        yield pouring.archive


@dataclass
class _Pouring:
    archive: Archive
    packed: int  # bytes

    def pour(self, source: Any, name: str, *, is_inside: bool = False) -> None:
        """Add what `source` holds, or say why not; what stands before a damage is kept."""
        try:
            head = source.peek(_HEAD)[:_HEAD]
            if begins(head):
                self._copy(source, name)
            elif head.startswith(_GZIP):
                with gzip.GzipFile(fileobj=source) as inner:
                    self._enter(inner, name.removesuffix(".gz"), is_inside=is_inside)
            elif head.startswith(_ZIP):
                self._unzip(source, name, is_inside=is_inside)
            else:
                self._leave(name, Why.NO_MESSAGES)
        except FileRefused as refusal:
            raise TooLarge(name) from refusal
        except _DAMAGED:
            self._leave(name, Why.DAMAGED)

    def _unzip(self, source: BinaryIO, name: str, *, is_inside: bool) -> None:
        if is_inside:
            self._leave(name, Why.PACKED_TWICE)
            return
        require_short_directory(source, name)
        with zipfile.ZipFile(source) as bundle:
            members = sorted((each for each in bundle.infolist() if not each.is_dir()), key=lambda each: each.filename)
            if len(members) > MOST_MEMBERS:
                raise TooLarge(name)
            for member in members:
                if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    self._leave(member.filename, Why.DAMAGED)  # the others unpack without a bound
                    continue
                try:
                    inner = bundle.open(member)
                except _DAMAGED:  # it is locked with a password, or packed in a way that nobody else packs
                    self._leave(member.filename, Why.DAMAGED)
                    continue
                with inner:
                    self.pour(inner, member.filename, is_inside=True)

    def _enter(self, inner: gzip.GzipFile, name: str, *, is_inside: bool) -> None:
        if begins(inner.peek(_HEAD)[:_HEAD]):
            self._copy(inner, name)
        else:
            self._leave(name, Why.PACKED_TWICE if is_inside else Why.NO_MESSAGES)

    def _copy(self, source: Any, name: str) -> None:
        archive = self.archive
        archive.parts.append(Part(name, archive.size))
        # Read to the smallest piece, so that what stands before a damage is not lost.
        read: Callable[[int], bytes] = source.read1
        most = min(MOST_UNPACKED, max(ALWAYS_UNPACKED, MOST_RATIO * self.packed))
        try:
            while chunk := read(_CHUNK):
                archive.size += archive.file.write(chunk)
                if archive.size > most:
                    raise TooLarge(name)
        finally:
            # The next one begins on a line of its own, behind an empty one.
            archive.size += archive.file.write(b"\n\n")

    def _leave(self, name: str, why: Why) -> None:
        self.archive.left_out.append((name, why))
