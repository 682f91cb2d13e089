"""What is taken, as what, and what is refused with which word."""

from contextlib import ExitStack
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from library import examining
from library.errors import FileRefused
from library.examining import images
from library.examining.names import clean_name, named_as
from library.formats import PLAIN, PNG
from tests.library import uploads
from tests.library.uploads import image, moving, office, open_document, photo, sent, zipped

PPTX = "presentationml.presentation.main+xml"
XLSX = "spreadsheetml.sheet.main+xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def examine():
    """`examining.examine`, whose content is closed in the end."""
    with ExitStack() as contents:

        def examine(upload):
            found = examining.examine(upload)
            contents.callback(found.content.close)
            return found

        yield examine


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "media_type"),
    [
        ("a.jpg", image(), "a.jpg", "image/jpeg"),
        ("a.JPEG", image(), "a.JPEG", "image/jpeg"),
        ("a.png", image("PNG", mode="RGBA"), "a.png", "image/png"),
        ("a.png", image("PNG", mode="P", colour=3), "a.png", "image/png"),
        ("a.png", image("PNG", mode="I;16", colour=3), "a.png", "image/png"),
        ("a.jpg", image(mode="CMYK"), "a.jpg", "image/jpeg"),
        ("a.jpg", image("PNG"), "a.png", "image/png"),
        ("a.gif", image("GIF"), "a.png", "image/png"),
        ("a.webp", image("WEBP"), "a.webp", "image/webp"),
        ("a.gif", moving(8), "a.webp", "image/webp"),
        ("a.docx", office(), "a.docx", WORD_TYPE),
        ("a", office(), "a.docx", WORD_TYPE),
        ("a.pptx", office(PPTX), "a.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("a.zip", office(XLSX), "a.zip.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.odt", open_document(), "a.odt", "application/vnd.oasis.opendocument.text"),
        ("a.odp", open_document("presentation"), "a.odp", "application/vnd.oasis.opendocument.presentation"),
        ("a.pdf", b"%PDF-1.7\n", "a.pdf", "application/pdf"),
        ("a.txt", b"Ask before you tell.", "a.txt", "text/plain"),
        ("a.md", b"# Ask", "a.md", "text/markdown"),
        ("a.csv", "Æ;1\n".encode("latin1"), "a.csv", "text/csv"),
        ("start.bat", b"echo hello\r\n", "start.bat.txt", "text/plain"),
        (".htaccess", b"deny from all", "htaccess.txt", "text/plain"),
        ("a.mp3", uploads.MP3, "a.mp3", "audio/mpeg"),
        ("a.mp3", b"\xff\xf3\x90\x64" + b"\0" * 200, "a.mp3", "audio/mpeg"),
        ("a.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0", "a.m4a", "audio/mp4"),
        ("a.wav", b"RIFF\x24\0\0\0WAVEfmt ", "a.wav", "audio/wav"),
        ("a.ogg", b"OggS\0\2" + b"\0" * 22 + b"\x01\x13OpusHead", "a.ogg", "audio/ogg"),
        ("a.mp4", uploads.MP4, "a.mp4", "video/mp4"),
        ("a.mp4", b"\0\0\0\x18ftypiso6\0\0\0\0", "a.mp4", "video/mp4"),
        ("a.webm", b"\x1aE\xdf\xa3\x9fB\x86\x81\x01\x42\x82\x84webm", "a.webm", "video/webm"),
    ],
)
def test_what_it_is_is_judged_by_its_content(examine, name, content, kept_as, media_type):
    found = examine(sent(name, content))

    assert (found.name, found.format.type) == (kept_as, media_type)
    assert found.size == len(found.content.read())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.exe", b"MZ\x90\0" + b"\0" * 500, "program"),
        ("a", b"\x7fELF\2\1\1", "program"),
        ("a.sh", b"#!/bin/sh\n", "program"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        ("a.svg", uploads.SVG, "SVG"),
        ("a.png", b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg/>', "SVG"),
        ("photo.png", uploads.HTML, "web page"),
        ("photo.png", b"GIF89a not a picture", "damaged"),
        ("photo.png", b"just words", "something else"),
        ("a.png", image("PNG", (600, 400))[:300], "damaged"),
        ("a.png", uploads.header_of_png(30_000, 30_000), "too many pixels"),
        ("a.png", uploads.header_of_png(10_000, 10_000), "too many pixels"),
        ("a.gif", moving(301, (4, 4)), "moves for too long"),
        ("a.gif", moving(30, (1300, 1100)), "moves for too long"),
        ("a.zip", zipped(("notes.txt", "hello")), "Archives"),
        ("a.7z", b"7z\xbc\xaf'\x1c", "Archives"),
        ("a.docx", office(uploads.WORD, ("word/more.xml", b"0" * 30_000_000)), "too large"),
        ("a.odt", open_document("text", ("more.xml", b"0" * 30_000_000)), "too large"),
        ("a.docx", uploads.lying(office(uploads.WORD, ("word/more.xml", b"0" * 1_000_000))), "damaged"),
        ("a.docx", office(uploads.WORD, *((f"w/{number}", "") for number in range(6000))), "too many parts"),
        ("a.docx", office(uploads.WORD, *((f"w/{'x' * 230}{number}", "") for number in range(4000))), "too many parts"),
        ("a.docm", office(uploads.WORD.replace("main", "macroEnabled.main")), "macro"),
        ("a.docx", office(uploads.WORD, ("word/vbaProject.bin", "x")), "macro"),
        ("a.odt", open_document("text", ("Basic/Standard/Module1.xml", "x")), "macro"),
        ("a.docx", office()[:-30], "damaged"),
        ("a.docx", b"MZ" + office(), "program"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office"),
        ("a.heic", b"\0\0\0\x14ftypheic\0\0\0\0", "HEIC"),
        ("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0", "MP4"),
        ("a.mkv", b"\x1aE\xdf\xa3\xa3B\x86\x81\x01\x42\x82\x88matroska", "MP4"),
        ("a.bin", bytes(range(256)), "does not know"),
        ("a.txt", "Ask".encode("utf-16"), "does not know"),
        ("a.txt", b"a" * (25 * 1024 * 1024 + 1), "larger than 25"),
    ],
)
def test_what_is_refused_is_named_with_its_reason(examine, name, content, said):
    with pytest.raises(FileRefused) as refusal:
        examine(sent(name, content))

    assert f"“{name}”" in str(refusal.value)
    assert said in str(refusal.value)


def test_a_photo_loses_what_it_says_of_place_and_camera_and_is_turned_upright(examine):
    before = photo()
    assert b"Secret camera" in before

    found = examine(sent("a.jpg", before))

    content = found.content.read()
    renewed = Image.open(BytesIO(content))
    assert (found.width, found.height) == renewed.size == (40, 60)
    assert dict(renewed.getexif()) == {}
    assert set(renewed.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"ecret" not in content


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_what_hides_behind_a_picture_is_left_behind(examine, kind):
    found = examine(sent("a", image(kind) + uploads.HTML + office()))

    assert b"alert" not in found.content.read()


def test_words_in_a_png_are_left_behind(examine):
    words = PngInfo()
    words.add_text("Comment", "<script>alert(1)</script>")

    found = examine(sent("a.png", image("PNG", pnginfo=words, exif=b"Exif\0\0secret", icc_profile=None)))

    content = found.content.read()
    assert b"alert" not in content
    assert b"secret" not in content


def test_a_large_photo_is_made_smaller(examine):
    found = examine(sent("a.jpg", image(size=(8064, 6048))))

    assert max(found.width, found.height) == images.LONGEST_EDGE
    assert (found.width, found.height) == (3000, 2250)


def test_what_moves_goes_on_moving(examine):
    found = examine(sent("a.gif", moving(8)))

    with Image.open(found.content) as renewed:
        assert (renewed.format, renewed.n_frames) == ("WEBP", 8)


def test_a_recording_may_be_larger_than_a_document(examine, settings):
    settings.LARGEST_FILE, settings.LARGEST_RECORDING = 1000, 3000

    assert examine(sent("a.mp4", uploads.MP4 + b"\0" * 1500)).format.type == "video/mp4"
    with pytest.raises(FileRefused, match="larger than"):
        examine(sent("a.mp4", uploads.MP4 + b"\0" * 3000))
    with pytest.raises(FileRefused, match="larger than"):
        examine(sent("a.pdf", b"%PDF-" + b"\0" * 1500))


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("guide.pdf", "guide.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\guide.pdf", "guide.pdf"),
        ("annual\u202efdp.exe", "annualfdp.exe"),
        ("ملاحظات\u202e.pdf", "ملاحظات.pdf"),
        ("two\r\nlines\x00.txt", "twolines.txt"),
        ('what?"<is>|this*.txt', "what---is--this-.txt"),
        ("  . .. ", "file"),
        ("", "file"),
        (".pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("a  \t b.txt", "a b.txt"),
    ],
)
def test_names_are_one_line_without_tricks(name, cleaned):
    assert clean_name(name) == cleaned
    assert clean_name(cleaned) == cleaned


def test_a_name_gets_the_ending_of_what_the_file_is():
    assert named_as("photo.jpg", PNG) == "photo.png"
    assert named_as("minutes.final", PLAIN) == "minutes.final.txt"
    assert named_as("x" * 120, PLAIN) == "x" * 116 + ".txt"
