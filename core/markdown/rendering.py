"""From tokens to HTML that holds only what is allowed."""

from collections.abc import Iterable

import nh3
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.markdown.cleaning import clean
from core.markdown.parsing import Naming, parser
from core.markdown.pictures import Pictures

MAX_LENGTH = 100_000  # characters, after `clean`

INLINE_TAGS = {"a", "em", "strong", "s", "code", "img"}
_BLOCK_TAGS = {
    *("p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "details", "summary"),
}
_CELL_CLASSES = {"align-left", "align-center", "align-right"}
_cleaner = nh3.Cleaner(
    tags=INLINE_TAGS | _BLOCK_TAGS,
    attributes={
        **{"a": {"href", "title"}, "ol": {"start"}, "div": {"tabindex"}},
        "img": {"src", "alt", "width", "height", "loading"},
    },
    allowed_classes={
        **{"a": {"mention"}, "details": {"quote"}, "div": {"table-scroll"}},
        **{"th": _CELL_CLASSES, "td": _CELL_CLASSES},
    },
    # Each block finds its own direction, so that no text turns its neighbours around.
    set_tag_attribute_values={
        **{tag: {"dir": "auto"} for tag in ("p", "h3", "h4", "h5", "h6", "li", "th", "td", "summary")},
        # One attribute a tag: of two, the order would change from run to run.
        "pre": {"tabindex": "0"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener noreferrer ugc",
)


_NO_PICTURES: Pictures = {}


class TextTooLong(DomainError):
    def __init__(self, length: int) -> None:
        super().__init__(
            _("This text has %(length)d characters; %(limit)d is the most that fits. Please shorten it or split it.")
            % {"length": length, "limit": MAX_LENGTH}
        )


def _name_nobody(words: str, is_quoted: bool) -> Iterable[tuple[str, str]]:
    return [(words, "")]


def render(text: str, naming: Naming = _name_nobody, pictures: Pictures = _NO_PICTURES) -> str:
    """The HTML of a Markdown text; the same text gives the same HTML, in bounded time.

    `naming` is asked of all words outside of code and links; what it gives an address becomes a link
    of the class "mention". Images are shown where `pictures` has their address, and nowhere else.
    Raises TextTooLong past MAX_LENGTH characters, and nothing else whatever the text.
    """
    text = clean(text)
    if len(text) > MAX_LENGTH:
        raise TextTooLong(len(text))
    return _cleaner.clean(parser.render(text, {"naming": naming, "pictures": pictures})).strip()


def previewed(text: str) -> str:
    """The same for whoever is still writing: the HTML of what is too long to be shown says so."""
    try:
        return render(text)
    except TextTooLong as refusal:
        return format_html('<p class="field__error">{}</p>', refusal)
