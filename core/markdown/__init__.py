"""Markdown as people write it → safe HTML, rendered once when the text is stored.

A single line break stays a line break, as in a letter. Raw HTML is text. Images become links, so that
no reader's browser calls a foreign host, but for those that the caller hands over. Headings start at h3, because a
page has its own h1 and h2. A long quotation is folded beneath its own first words, which need no translation.
"""

from core.markdown.cleaning import clean
from core.markdown.parsing import Naming
from core.markdown.pictures import Picture, Pictures, without_pictures
from core.markdown.reading import is_blank, plain
from core.markdown.rendering import MAX_LENGTH, TextTooLong, previewed, render

__all__ = [
    "MAX_LENGTH",
    "Naming",
    "Picture",
    "Pictures",
    "TextTooLong",
    "clean",
    "is_blank",
    "plain",
    "previewed",
    "render",
    "without_pictures",
]
