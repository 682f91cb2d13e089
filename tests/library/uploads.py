"""Files as people send them, good ones and bad ones."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD = "wordprocessingml.document.main+xml"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 4
MP3 = b"ID3\x03\0\0\0\0\0\x20" + b"\0" * 500


def sent(name, content):
    return SimpleUploadedFile(name, content)


def image(kind="JPEG", size=(60, 40), mode="RGB", colour="red", **options):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def photo(size=(60, 40)):
    """As a telephone makes one: lying on its side, and saying where it was taken and by what."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (59.0, 20.0, 0.0)
    return image(size=size, exif=exif, comment=b"secret words")


def moving(frames, size=(40, 30)):
    out = BytesIO()
    first, *others = [Image.new("L", size, number * 90 % 251) for number in range(frames)]
    first.save(out, "GIF", save_all=True, append_images=others, duration=50)
    return out.getvalue()


def header_of_png(width, height):
    """A file of 200 bytes that says that it is so large."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    size = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + size + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def zipped(*members):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def office(part=WORD, *members):
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{part}"/></Types>'
    return zipped(("[Content_Types].xml", types), ("word/document.xml", "<w:document/>"), *members)


def open_document(kind="text", *members):
    return zipped(("mimetype", f"application/vnd.oasis.opendocument.{kind}"), ("content.xml", "<x/>"), *members)


def lying(archive):
    """The same archive, whose list of members says that the last is ten bytes long."""
    place = archive.rfind(b"PK\1\2") + 24
    return archive[:place] + struct.pack("<I", 10) + archive[place + 4 :]
