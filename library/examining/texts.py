"""Plain text: anything that can be read as it is, and is no page that a browser would run."""

import re
from typing import IO

from django.utils.translation import gettext_lazy as _

from library.errors import FileRefused
from library.examining.names import claimed
from library.formats import PLAIN, Family, Format

CHUNK = 1024 * 1024
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r\f"))
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?P<tag>[a-z!?/][^\s>]*)", re.IGNORECASE)


def judge_text(stream: IO[bytes], name: str, head: bytes) -> Format:
    """Which plain text it is, by its name. Raises FileRefused for markup, scripts, and what is no text at all."""
    if head.startswith(b"#!"):
        raise FileRefused(name, _("It is a program."))
    if markup := _MARKUP.match(head):
        raise FileRefused(name, _said_of(markup["tag"].lower(), head))
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        if len(chunk.translate(None, _CONTROLS)) < len(chunk):
            raise FileRefused(name, _("Copse does not know what is in it. A PDF or an image is always taken."))
    by_name = claimed(name)
    if by_name is not None and by_name.family not in (Family.TEXT, Family.DOCUMENT):
        raise FileRefused(name, _("Its name says that it is something else than the plain text that it holds."))
    return by_name if by_name is not None and by_name.family == Family.TEXT else PLAIN


def _said_of(tag: bytes, head: bytes) -> object:
    if tag == b"svg" or b"<svg" in head.lower():
        return _("It is a drawing as SVG, which can hold programs. Save it as PNG.")
    return _("It is a web page, or written like one, which could run programs. Save it as PDF.")
