"""The files that Copse takes, in one table. What a file is is judged by its content; what is not here is refused."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


MEGABYTE = 1024 * 1024


class Family(StrEnum):
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    TEXT = "text"


@dataclass(frozen=True)
class Format:
    """One kind of file: its media type, how people call it, and how its names end."""

    type: str
    family: Family
    label: "StrPromise"
    endings: tuple[str, ...]  # the first is given to a file whose name ends otherwise

    @property
    def most_bytes(self) -> int:
        is_recording = self.family in (Family.AUDIO, Family.VIDEO)
        return settings.LARGEST_RECORDING if is_recording else settings.LARGEST_FILE

    @property
    def is_shown(self) -> bool:
        """Whether a browser shows it in the page; everything else it only keeps."""
        return self.family in (Family.IMAGE, Family.AUDIO, Family.VIDEO)


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

JPEG = Format("image/jpeg", Family.IMAGE, _("photo (JPEG)"), (".jpg", ".jpeg"))
PNG = Format("image/png", Family.IMAGE, _("image (PNG)"), (".png",))
GIF = Format("image/gif", Family.IMAGE, _("image (GIF)"), (".gif",))  # taken, and kept as PNG or, if it moves, WebP
WEBP = Format("image/webp", Family.IMAGE, _("image (WebP)"), (".webp",))
PDF = Format("application/pdf", Family.DOCUMENT, _("PDF"), (".pdf",))
DOCX = Format(f"{_OOXML}.wordprocessingml.document", Family.DOCUMENT, _("Word document"), (".docx",))
XLSX = Format(f"{_OOXML}.spreadsheetml.sheet", Family.DOCUMENT, _("Excel workbook"), (".xlsx",))
PPTX = Format(f"{_OOXML}.presentationml.presentation", Family.DOCUMENT, _("PowerPoint slides"), (".pptx",))
ODT = Format(f"{_ODF}.text", Family.DOCUMENT, _("OpenDocument text"), (".odt",))
ODS = Format(f"{_ODF}.spreadsheet", Family.DOCUMENT, _("OpenDocument spreadsheet"), (".ods",))
ODP = Format(f"{_ODF}.presentation", Family.DOCUMENT, _("OpenDocument slides"), (".odp",))
PLAIN = Format("text/plain", Family.TEXT, _("plain text"), (".txt", ".text", ".log"))
MARKDOWN = Format("text/markdown", Family.TEXT, _("Markdown"), (".md", ".markdown"))
CSV = Format("text/csv", Family.TEXT, _("table (CSV)"), (".csv", ".tsv"))
MP3 = Format("audio/mpeg", Family.AUDIO, _("audio (MP3)"), (".mp3",))
M4A = Format("audio/mp4", Family.AUDIO, _("audio (M4A)"), (".m4a",))
OGG = Format("audio/ogg", Family.AUDIO, _("audio (Ogg)"), (".ogg", ".oga", ".opus"))
WAV = Format("audio/wav", Family.AUDIO, _("audio (WAV)"), (".wav",))
MP4 = Format("video/mp4", Family.VIDEO, _("video (MP4)"), (".mp4", ".m4v"))
WEBM = Format("video/webm", Family.VIDEO, _("video (WebM)"), (".webm",))

ALL = (
    *(JPEG, PNG, GIF, WEBP),
    *(PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP),
    *(PLAIN, MARKDOWN, CSV),
    *(MP3, M4A, OGG, WAV),
    *(MP4, WEBM),
)
BY_TYPE = {each.type: each for each in ALL}
BY_ENDING = {ending: each for each in ALL for ending in each.endings}

# What a form tells a browser to offer; judged is the content, whatever it sends.
ACCEPT = ",".join(BY_ENDING)
WHAT_IS_TAKEN = _(
    "Images (JPEG, PNG, GIF, WebP), PDF, Word, Excel, PowerPoint and OpenDocument, plain text and tables (CSV), "
    "audio (MP3, M4A, Ogg, WAV) and video (MP4, WebM)."
)
