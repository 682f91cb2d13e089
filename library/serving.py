"""How files leave Copse: whichever view has found one through its visible thing answers with `serve`.

A file is shown in the page only where a browser has nothing to run in it: images, which were encoded anew, audio and
video. Everything else, PDF included, is saved. Whatever slipped through lands in a sandbox in which nothing runs.
"""

import logging
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from whitenoise.responders import SlicedFile, StaticFile

from library.formats import Family
from library.models import File

POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
# Asked again each time: whoever may not see the thing any more does not get its file from what a browser kept.
CACHING = "private, no-cache"

logger = logging.getLogger(__name__)


def serve(request: HttpRequest, file: File) -> HttpResponseBase:
    """The content of `file`, which the caller found through something that the reader may see.

    Answers If-None-Match by the hash of the content, and Range for audio and video. Raises Http404 where the storage
    has lost it.
    """
    etag = f'"{file.sha256}"'
    response = get_conditional_response(request, etag=etag) or _content(request, file, etag)
    response["ETag"] = etag
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = CACHING
    return response


def _content(request: HttpRequest, file: File, etag: str) -> HttpResponseBase:
    part = _asked_part(request, file, etag)
    if part is not None and part[0] >= file.size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    first, last = part or (0, file.size - 1)
    headers = {
        "Content-Type": f"{file.type}; charset=utf-8" if file.format.family == Family.TEXT else file.type,
        "Content-Length": str(last - first + 1),
        "Content-Disposition": content_disposition_header(not file.format.is_shown, file.name) or "inline",
    }
    if _is_played(file):
        headers["Accept-Ranges"] = "bytes"
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    status = 206 if part else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return _streamed(SlicedFile(_opened(file), first, last), status, headers)


def _streamed(content: Any, status: int, headers: dict[str, str]) -> FileResponse:
    response = FileResponse(content, status=status)
    for name, value in headers.items():
        response[name] = value
    return response


def _opened(file: File) -> Any:
    try:
        return file.open()
    except FileNotFoundError as lost:
        logger.error("The content of file %s is not in the storage", file.pk)
        raise Http404 from lost


def _is_played(file: File) -> bool:
    return file.format.family in (Family.AUDIO, Family.VIDEO)


def _asked_part(request: HttpRequest, file: File, etag: str) -> tuple[int, int] | None:
    """(first, last) of the bytes that are asked for; None for all of them (RFC 9110, 14).

    What cannot be understood, several parts at once among it, is not asked; so with parts of what has changed.
    """
    asked = request.headers.get("Range")
    if not asked or not _is_played(file) or request.headers.get("If-Range", etag) != etag:
        return None
    try:
        first, last = StaticFile.parse_byte_range(asked)
    except ValueError:
        return None
    if first < 0:
        first = max(first + file.size, 0)
    last = file.size - 1 if last is None else min(last, file.size - 1)
    return (first, last) if first <= last or first >= file.size else None
