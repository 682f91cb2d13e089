"""A summary's Markdown as lines that a person drops, moves and adds; and back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.paging import number_in

_MARKER = re.compile(r"([ \t]{0,12}(?:#{1,6}|[-*+]|\d{1,9}[.)])[ \t]{1,4})(?=\S)")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")


@dataclass(frozen=True)
class Line:
    """One heading, list item or paragraph: what stands before its text in Markdown, and the text."""

    prefix: str
    text: str

    @property
    def kind(self) -> str:
        if not self.prefix:
            return "paragraph"
        if self.prefix.lstrip().startswith("#"):
            return "heading"
        return "subitem" if self.prefix[0] in " \t" else "item"

    @property
    def is_item(self) -> bool:
        return self.kind in ("item", "subitem")


def is_prefix(text: str) -> bool:
    """Whether `text` may stand before a line: nothing, or one marker of a heading or a list."""
    return not text or ((found := _MARKER.match(text + ".")) is not None and found[1] == text)


def split_lines(markdown: str) -> list[Line]:
    """The lines of `markdown`; `join_lines` gives back the same but for blank lines."""
    lines: list[Line] = []
    fence = ""
    is_after_blank = False
    for row in markdown.replace("\r\n", "\n").split("\n"):
        if not row.strip() and not fence:
            is_after_blank = True
            continue
        marker = None if fence else _MARKER.match(row)
        above = lines[-1] if lines else None
        if marker:
            lines.append(Line(marker[1], row[marker.end() :].rstrip()))
        elif above and (fence or _belongs_to(above, row, is_after_blank)):
            gap = "\n\n" if is_after_blank and not fence else "\n"
            lines[-1] = Line(above.prefix, above.text + gap + _dedented(row, above))
        else:
            lines.append(Line("", row.rstrip()))
        fence = _fence_after(row, fence)
        is_after_blank = False
    return lines


def join_lines(lines: Iterable[Line]) -> str:
    """The Markdown of `lines`; those without text are left out."""
    markdown = ""
    above: Line | None = None
    for line in lines:
        if not line.text.strip():
            continue
        if above:
            markdown += "\n" if above.is_item and line.is_item else "\n\n"
        markdown += line.prefix + _indented(line)
        above = line
    return markdown + "\n" if markdown else ""


def apply_tool(lines: list[Line], tool: str) -> list[Line]:
    """The lines after "drop-3", "up-3" or "down-3" of the line at index 3; anything else changes nothing."""
    verb, _dash, index = tool.partition("-")
    at = number_in(index)
    if at is None:
        return lines
    target = {"up": at - 1, "down": at + 1, "drop": at}.get(verb, -1)
    if at >= len(lines) or not 0 <= target < len(lines):
        return lines
    others = [*lines[:at], *lines[at + 1 :]]
    return others if verb == "drop" else [*others[:target], lines[at], *others[target:]]


def _belongs_to(above: Line, row: str, is_after_blank: bool) -> bool:
    if not is_after_blank:
        return above.kind != "heading"
    return above.is_item and row.startswith(" " * len(above.prefix))


def _dedented(row: str, above: Line) -> str:
    if not above.is_item:
        return row.rstrip()
    width = len(above.prefix)
    return (row[width:] if not row[:width].strip() else row).rstrip()


def _indented(line: Line) -> str:
    text = line.text.replace("\r\n", "\n").strip("\n").rstrip()
    if line.kind == "heading":
        return " ".join(text.split())
    if not line.is_item:
        return text
    return re.sub(r"\n(?=[^\n])", "\n" + " " * len(line.prefix), text)


def _fence_after(row: str, fence: str) -> str:
    found = _FENCE.match(row)
    if not found:
        return fence
    if not fence:
        return found[1]
    is_end = found[1].startswith(fence) and not row[found.end() :].strip()
    return "" if is_end else fence
