"""The files of a text: how it names them, and how they stand in what is read.

A text has an image at the address at which its writer found it before it was sent (`library:loose-file`), and keeps it
so for good. Where it is served from then on stands in the finished HTML alone.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join

from accounts.models import User
from core.markdown import MAX_LENGTH, Naming, Picture, render
from forums.models import HeldPost, Post, PostFile
from library.formats import Family
from library.models import File

_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#~|!]+")


@dataclass(frozen=True)
class Placed:
    """A file and where it is served."""

    file: File
    address: str

    @property
    def is_image(self) -> bool:
        return self.file.format.family == Family.IMAGE

    @property
    def ending(self) -> str:
        """What it is, in every language."""
        return self.file.format.endings[0].removeprefix(".").upper()


def address_in_text(file: int | File) -> str:
    return reverse("library:loose-file", args=[file if isinstance(file, int) else file.pk])


def place_loose(files: Iterable[File]) -> list[Placed]:
    """Those that hang on nothing yet, as their sender alone is shown them."""
    return [Placed(file, address_in_text(file)) for file in files]


def place_hanging(rows: Iterable[PostFile]) -> list[Placed]:
    """Those of a post, or of what waits; `rows` come with their file."""
    return [Placed(row.file, row.get_absolute_url()) for row in rows]


def files_of(said: Post | HeldPost) -> list[Placed]:
    """The files of something that is said, in the order in which they were sent."""
    return place_hanging(said.files.select_related("file"))


def render_with_files(markdown: str, naming: Naming, files: Collection[Placed] = ()) -> str:
    """The HTML of a text with its images in their places, and beneath it a list of the files that it does not show.

    Raises TextTooLong.
    """
    if not files:
        return render(markdown, naming)
    pictures = {
        address_in_text(each.file): Picture(each.address, each.file.name, each.file.width, each.file.height)
        for each in files
        if each.file.width and each.file.height
    }
    html = render(markdown, naming, pictures)
    return html + _listed(each for each in files if f' src="{each.address}"' not in html)


def _listed(files: Iterable[Placed]) -> str:
    with translation.override("en"):  # finished once for readers of any language
        rows = [(each.address, each.file.name, each.ending, filesizeformat(each.file.size)) for each in files]
    if not rows:
        return ""
    lines = format_html_join("", '<li dir="auto"><a href="{}">{}</a> · {}, {}</li>', rows)
    return format_html('\n<div class="files"><ul>{}</ul></div>', lines)


def with_images(markdown: str, files: Iterable[File], described: Mapping[int, str] | None = None) -> str:
    """A text that names each image among `files`, at its end where it does not name it yet.

    `described` says what is seen on them, by the id of the file; else stands what the file is called.
    """
    missing = [
        f"![{_SIGNS.sub(' ', (described or {}).get(each.pk) or each.name.rpartition('.')[0]).strip()}]"
        f"({address_in_text(each)})"
        for each in files
        if each.format.family == Family.IMAGE and not names(markdown, each)
    ]
    return "\n\n".join([markdown.rstrip(), *missing]).lstrip("\n") if missing else markdown


def names(markdown: str, file: File) -> bool:
    """Whether a text says where an image of it stands."""
    return f"]({address_in_text(file)}" in markdown


def sent_by(person: Any, ids: Collection[int]) -> list[File]:
    """Those of `ids` that `person` sent, whatever they hang on by now: what is sent twice names them again."""
    return list(File.objects.filter(uploaded_by=person.pk, pk__in=ids).order_by("pk")) if ids else []


def loose_in(markdown: str, writer: User) -> list[File]:
    """The images that a text names and that are `writer`'s own and hang on nothing. No query where it names none."""
    if len(markdown) > 2 * MAX_LENGTH:  # no text of that length is kept, whatever its line ends are
        return []
    found = {int(address[1]) for _start, address in _images_in(markdown)}
    return list(File.objects.visible_to(writer).filter(pk__in=found)) if found else []


def _images_in(markdown: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Where each image begins that stands in a text as `address_in_text` has it, and its address.

    Looks back from each address as far as the one before it, so that no text takes longer than it is long.
    """
    before, after = address_in_text(0).split("0")
    for address in re.finditer(rf"\]\({re.escape(before)}(\d{{1,18}}){re.escape(after)}", markdown):
        words = markdown.rfind("]", 0, address.start()) + 1
        start = markdown.find("![", words, address.start())
        if start >= 0:
            yield start, address


def with_links_to_images(markdown: str, post: Post) -> str:
    """What a post says, for a text that cannot show its images: a link to each, at the address of the post."""
    if "![" not in markdown:
        return markdown
    addresses = {each.file.pk: each.address for each in files_of(post)}
    written, at = [], 0
    for start, found in _images_in(markdown):
        address = addresses.get(int(found[1]))
        if address and markdown.startswith(")", found.end()):
            written += [markdown[at:start], markdown[start + 1 : found.start()], f"]({address}"]
            at = found.end()
    return "".join([*written, markdown[at:]])


def exported(said: Post | HeldPost) -> list[dict[str, Any]]:
    """What an export says of the files of something that is said; `library` says more of each."""
    return [{"name": row.file.name, "address": row.get_absolute_url()} for row in said.files.all()]
