"""Images among what was parsed: those that a text may show, and what stands for all others."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

from django.utils.translation import gettext as _
from markdown_it.token import Token

IS_IMAGE = "is_image"  # in the meta of a link that was written as an image
_IMAGE = re.compile(r'<img((?: [^\s="]+="[^"]*")*) ?/?>')
_ALT = re.compile(r' alt="([^"]*)"')


@dataclass(frozen=True)
class Picture:
    """One image that a text may show: where it is served, what it is called, and its size in pixels."""

    src: str
    name: str
    width: int
    height: int


Pictures = Mapping[str, Picture]  # by the address that the text has for each


def with_pictures(tokens: Iterable[Token], pictures: Pictures) -> Iterator[Token]:
    """Put images in place of the links that were written as such, where `pictures` has them.

    Of any other image with an address within this site the words alone stay: it may be gone, or not be this text's.
    A foreign one stays a link, so that no reader's browser calls its host.
    """
    left_out: list[bool] = []  # of the links around
    at = iter(tokens)
    for token in at:
        if token.type == "link_open":
            address, is_image = str(token.attrs["href"]), IS_IMAGE in token.meta
            if is_image and address in pictures:
                yield _picture(pictures[address], _words_until_closed(at))
                continue
            left_out.append(is_image and address.startswith("/") and not address.startswith("//"))
            if left_out[-1]:
                continue
        elif token.type == "link_close" and left_out.pop():
            continue
        yield token


def _words_until_closed(tokens: Iterator[Token]) -> str:
    depth, words = 1, ""
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if depth == 0:
            break
        words += token.content or " "
    return " ".join(words.split())


def _picture(picture: Picture, words: str) -> Token:
    alt = words or picture.name
    size: dict[str, str | int | float] = {"width": picture.width, "height": picture.height}
    return Token("picture", "img", 0, attrs={"src": picture.src, "alt": alt, **size, "loading": "lazy"}, content=alt)


def without_pictures(html: str) -> str:
    """What `core.markdown.render` returned, with words in place of its images: for mail, where none can be fetched."""
    return _IMAGE.sub(lambda image: escape(named_image(_alt_of(image[1]))), html)


def _alt_of(attributes: str) -> str:
    found = _ALT.search(attributes)
    return unescape(found[1]) if found else ""


def named_image(alt: str) -> str:
    """What stands for an image where there are only words."""
    return _("[image: %(alt)s]") % {"alt": alt}
