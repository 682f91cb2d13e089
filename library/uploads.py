"""What is too large never fills the disk: it is cut as it comes in."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Hands on what comes in until it is larger than any file that is taken; the rest is read and dropped.

    So what is kept of it is too large as well, and whoever sent it is told so by name, like anybody else.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        most = max(settings.LARGEST_FILE, settings.LARGEST_RECORDING, settings.LARGEST_ARCHIVE)
        return raw_data if start <= most else None

    def file_complete(self, file_size: int) -> Any:
        return None
