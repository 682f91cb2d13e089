"""What a file is, by its content: taken as it is, encoded anew, or refused with a word why."""

import hashlib
from dataclasses import dataclass
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from library.errors import FileRefused
from library.examining.containers import judge_container
from library.examining.images import renew_image
from library.examining.names import claimed, clean_name, named_as
from library.examining.signatures import has_signature, is_image, reason_against, recording_of
from library.examining.texts import judge_text
from library.formats import ALL, MEGABYTE, PDF, Format

HEAD = 4096
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Examined:
    """A file as it may be kept. `sha256` is of its content, in hexadecimal; width and height are an image's own."""

    content: IO[bytes]
    name: str
    format: Format
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None


def examine(upload: UploadedFile) -> Examined:
    """The file that somebody sent, as it may be kept. Raises FileRefused, which names it and says why."""
    name = clean_name(upload.name or "")
    if not upload.size:
        raise FileRefused(name, _("It is empty."))
    _require_small(upload.size, max(each.most_bytes for each in ALL), name)
    stream: IO[bytes] = upload.file  # type: ignore[assignment]
    stream.seek(0)
    head = stream.read(HEAD)
    if is_image(head):
        _require_small(upload.size, PDF.most_bytes, name)
        picture = renew_image(stream, name)
        return _examined(picture.content, name, picture.format, width=picture.width, height=picture.height)
    found = _judge(stream, name, head)
    _require_small(upload.size, found.most_bytes, name)
    return _examined(stream, name, found)


def _judge(stream: IO[bytes], name: str, head: bytes) -> Format:
    if has_signature(head, b"PK\3\4"):
        return judge_container(stream, name)
    if has_signature(head, b"%PDF-"):
        return PDF
    if recording := recording_of(head, claimed(name)):
        return recording
    if reason := reason_against(head):
        raise FileRefused(name, reason)
    return judge_text(stream, name, head)


def _require_small(size: int, most: int, name: str) -> None:
    if size > most:
        raise FileRefused(name, _("It is larger than %(most)d MB.") % {"most": most // MEGABYTE})


def _examined(content: IO[bytes], name: str, found: Format, **more: int) -> Examined:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    return Examined(content, named_as(name, found), found, size, digest.hexdigest(), **more)
