"""Rendered Markdown → text that reads well where there is no HTML, as in the plain part of a mail."""

import re
from html.parser import HTMLParser

from core.markdown.pictures import named_image

_FSI, _PDI = "\u2068", "\u2069"  # isolate a run that finds its own direction, and end it
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_OWN_DIRECTION = re.compile(rf"(?<=“)[^“”{_FSI}]+(?=”)|\[#\d[^\[\]]*\]")
_MARGINS = {"blockquote": "> ", "pre": "    ", "li": "  "}
_BLOCKS = {"p", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "hr"}


def isolated(text: str) -> str:
    """`text` (or HTML) in which quotations and citations do not turn around what stands beside them."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return _OWN_DIRECTION.sub(lambda run: f"{_FSI}{run[0]}{_PDI}", text)


def plain_text(html: str, *, site: str = "") -> str:
    """What `core.markdown.render` returned, with its paragraphs, lists and quotations, and no marks of Markdown.

    A link is followed by its address. One within the site needs a page around it, or `site`, the address of ours, as
    in a letter; who is mentioned is named without it. An image needs a page.
    """
    writer = _Writer(site)
    writer.feed(html)
    writer.close()
    writer.end_line()
    return isolated("\n".join(writer.lines).strip("\n"))


class _Writer(HTMLParser):
    def __init__(self, site: str) -> None:
        super().__init__()
        self._site = site
        self.lines: list[str] = []
        self._text = ""
        self._margins: list[str] = []
        self._markers: dict[int, str] = {}  # by depth, of list items of which nothing is written yet
        self._counters: list[int | None] = []  # of the lists around; None counts nothing
        self._link, self._link_text, self._is_cite = "", "", False
        self._is_code = self._is_summary = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self._link, self._link_text = given.get("href") or "", ""
            self._is_cite = given.get("class") == "cite"
            if self._site and self._link.startswith("/") and given.get("class") != "mention":
                self._link = self._site + self._link
            self._text += "[" if self._is_cite else ""
        elif tag == "img":
            self.handle_data(named_image(given.get("alt") or ""))
        elif tag in ("br", "tr", "details"):
            self.end_line()
        elif tag in ("td", "th"):
            self._text = f"{self._text.rstrip()} | " if self._text.strip() else ""
        elif tag in _BLOCKS or tag == "li":
            self._begin_block(tag, given)
        self._is_summary = self._is_summary or tag == "summary"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag == "summary":
            self._is_summary = False
        elif tag in _BLOCKS or tag == "li":
            self.end_line()
            if tag in _MARGINS:
                self._margins.pop()
                self._markers.pop(len(self._margins), None)
            if tag in ("ul", "ol"):
                self._counters.pop()
            self._is_code = self._is_code and tag != "pre"

    def handle_data(self, data: str) -> None:
        # The fold's own first words stand in the quotation beneath it too.
        if self._is_summary:
            return
        self._link_text += data
        if not self._is_code:
            data = re.sub(r"\s+", " ", data)
            data = data.lstrip() if not self._text else data
        self._text += data

    def end_line(self) -> None:
        rows = self._text.rstrip().split("\n") if self._text.strip() else []
        self._text = ""
        for row in rows:
            margins = (self._markers.get(depth, margin) for depth, margin in enumerate(self._margins))
            self.lines.append("".join(margins) + row.rstrip())
            self._markers = {}

    def _begin_block(self, tag: str, given: dict[str, str | None]) -> None:
        self.end_line()
        # A list within a list and the first words of an item follow at once.
        if tag != "li" and not self._markers and not (tag in ("ul", "ol") and self._counters):
            self._leave_a_gap()
        if tag == "hr":
            self._text = "* * *"
        if tag in ("ul", "ol"):
            self._counters.append(int(given.get("start") or 1) if tag == "ol" else None)
        if tag in _MARGINS:
            self._margins.append(_MARGINS[tag])
        if tag == "li":
            marker = self._next_marker()
            self._markers[len(self._margins) - 1] = marker
            self._margins[-1] = " " * len(marker)
        self._is_code = self._is_code or tag == "pre"

    def _next_marker(self) -> str:
        count = self._counters[-1] if self._counters else None
        if count is None:
            return "- "
        self._counters[-1] = count + 1
        return f"{count}. "

    def _leave_a_gap(self) -> None:
        margin = "".join(self._margins).rstrip()
        if self.lines and self.lines[-1].strip(" >"):
            self.lines.append(margin)

    def _end_link(self) -> None:
        is_told = self._link.removeprefix("mailto:") in (self._link_text.strip(), f"{self._link_text.strip()}/")
        if self._is_cite:
            self._text += "]"
        elif not is_told and self._link.startswith(("http:", "https:", "mailto:")):
            self._text += f" ({self._link.removeprefix('mailto:')})"
        self._is_cite = False
