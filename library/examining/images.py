"""Images are decoded and encoded anew: what is kept holds the picture alone, without place, camera or anything hidden.

How large one is is read from its header, before it is decoded.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from library.errors import FileRefused
from library.formats import JPEG, PNG, WEBP, Format

LONGEST_EDGE = 3000  # pixels; what is larger is made smaller
MOST_PIXELS = 30_000_000
MOST_PIXELS_OF_PHOTO = 120_000_000  # a JPEG is decoded at a half, a quarter or an eighth of its size
MOST_FRAMES = 300
MOST_PIXELS_MOVING = 40_000_000  # of all frames
IN_MEMORY = 2_500_000  # bytes

Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_PHOTO  # Pillow's own guard says nothing of what is taken here

_QUALITY = 86
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
# What Pillow raises for files that are not what their header says.
_DAMAGED = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, OverflowError, AttributeError),
    *(struct.error, zlib.error, MemoryError, ZeroDivisionError, RuntimeError),
)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    content: IO[bytes]
    format: Format
    width: int
    height: int


def renew_image(stream: IO[bytes], name: str) -> Picture:
    """The same picture, encoded anew and turned as it was meant. Raises FileRefused: too large, or damaged."""
    stream.seek(0)
    try:
        with Image.open(stream, formats=_FORMATS) as image:
            _require_fitting(image, name)
            if getattr(image, "is_animated", False) and image.format in ("GIF", "WEBP"):
                return _renew_moving(image, name)
            return _renew_still(image)
    except _BOMB as error:
        raise FileRefused(name, _too_large()) from error
    except _DAMAGED as error:
        raise FileRefused(name, _("It is damaged, or no image at all.")) from error


def _too_large() -> Any:
    return _("It has too many pixels. Save it smaller.")


def _require_fitting(image: Image.Image, name: str) -> None:
    most = MOST_PIXELS_OF_PHOTO if image.format == "JPEG" else MOST_PIXELS
    if image.width * image.height > most:
        raise FileRefused(name, _too_large())
    if image.format == "JPEG":
        share = LONGEST_EDGE / max(image.size)
        image.draft(None, (round(image.width * share), round(image.height * share)))
        if image.width * image.height > MOST_PIXELS:
            raise FileRefused(name, _too_large())


def _renew_still(image: Image.Image) -> Picture:
    kind = image.format
    profile = image.info.get("icc_profile")
    image = _plain(image)
    image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    image = _as_seen_everywhere(_upright(image), profile)
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    if kind == "JPEG":
        return _saved(image, JPEG, quality=_QUALITY)
    if kind == "WEBP":
        return _saved(image, WEBP, quality=_QUALITY, exif=b"", xmp=b"")
    return _saved(image, PNG)


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held; a picture whose note of that is damaged is still a picture."""
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except _DAMAGED:
        return image
    return image


def _plain(image: Image.Image) -> Image.Image:
    """Decoded, in one of the few kinds of pixels that every encoder takes."""
    image.load()
    if image.format == "JPEG":
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        return image
    return image.convert("RGBA" if "A" in image.getbands() else "RGB")


def _as_seen_everywhere(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that browsers take for granted, so that no profile has to be kept."""
    if not profile or image.mode not in ("RGB", "RGBA"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=image.mode) or image
    except (ImageCms.PyCMSError, *_DAMAGED):
        return image


def _renew_moving(image: Image.Image, name: str) -> Picture:
    """As WebP, frame by frame, so that no more than one is held in memory."""
    most = min(MOST_FRAMES, MOST_PIXELS_MOVING // (image.width * image.height))
    if _has_more_frames(image, most):
        raise FileRefused(name, _("It moves for too long. Cut it, make it smaller, or add it as a video."))
    return _saved(image, WEBP, save_all=True, quality=_QUALITY, method=2, icc_profile=None, exif=b"", xmp=b"")


def _has_more_frames(image: Image.Image, most: int) -> bool:
    """Without counting them to the end, which may be far."""
    try:
        image.seek(max(most, 1))
    except EOFError:
        return False
    finally:
        image.seek(0)
    return True


def _saved(image: Image.Image, kind: Format, **options: Any) -> Picture:
    content = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 — handed on
    try:
        image.save(content, kind.type.partition("/")[2].upper(), **options)
    except BaseException:
        content.close()
        raise
    return Picture(content, kind, image.width, image.height)
