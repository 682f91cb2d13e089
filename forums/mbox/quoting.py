"""Who says which line: quotations by depth (RFC 3676), forwarded mail, signatures and footers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_DEEPEST = 8
_LONGEST_SIGNATURE = 15  # lines
_LONGEST_FOOTER = 8  # lines

_QUOTED = re.compile(r" ?(?:[A-Z]{2,4}(?=>))?((?:> ?)+)")  # some mailers put initials before the mark
_SIGNATURE = re.compile(r"--\s?$")
_FOOTER = re.compile(r"_{20,}\s*$")
_ORIGINAL = re.compile(r"\s*-{2,}\s?[^\W\d_][^\d_-]{5,40}-{2,}\s*$")
_FIELD = re.compile(r"\s*\*?[^\W\d_][\w ]{1,18}\*?\s?[:：]\*?\s+\S")
_FROM = re.compile(
    r"\s*\*?(?:From|Von|De|Da|Van|Från|Fra|Od|От|差出人|发件人|寄件者|보낸 사람|من)\*?\s?[:：]", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"\s*\*?(?:Subject|Betreff|Asunto|Objet|Assunto|Oggetto|Onderwerp|Ämne|Emne|Temat|Тема|件名|主题|主旨|제목|الموضوع)"
    r"\*?\s?[:：]",
    re.IGNORECASE,
)
_SPLIT_WORDS = 24  # characters at most of what a mailer broke off a quoted line
_FULL_LINE = 66


@dataclass(frozen=True, slots=True)
class Line:
    depth: int
    text: str
    is_whole: bool = False  # it ends where its writer ended it


def fixed_lines(text: str) -> list[Line]:
    """The lines of a message whose quotations are marked by ">" and whose lines are as they were sent."""
    lines = []
    for line in text.split("\n"):
        mark = _QUOTED.match(line)
        depth = mark[1].count(">") if mark else 0
        lines.append(Line(min(depth, _DEEPEST), line[mark.end() :] if mark else line))
    return lines


def flowed_lines(text: str, *, delsp: bool = False) -> list[Line]:
    """The lines of a format=flowed message, joined again where they flow (RFC 3676, 4)."""
    lines: list[tuple[int, list[str]]] = []
    flows = False
    for sent in text.split("\n"):
        line = sent.lstrip(">")
        depth = min(len(sent) - len(line), _DEEPEST)
        line = line.removeprefix(" ")
        is_soft = line.endswith(" ") and line != "-- "
        line = line[:-1] if is_soft and delsp else line
        if flows and lines[-1][0] == depth and line != "-- ":
            lines[-1][1].append(line)
        else:
            lines.append((depth, [line]))
        flows = is_soft
    return [Line(depth, "".join(pieces), is_whole=True) for depth, pieces in lines]


def mended(lines: list[Line]) -> list[Line]:
    """The lines without signatures and footers, and with everything quoted marked as such."""
    last = next((at for at in range(len(lines), 0, -1) if lines[at - 1].text.strip()), 0)
    lines = _without_tail(lines[:last], _FOOTER, _LONGEST_FOOTER)
    lines = _without_tail(lines, _SIGNATURE, _LONGEST_SIGNATURE)
    return list(_joined_quotations(list(_with_original_quoted(lines))))


def _without_tail(lines: list[Line], begins: re.Pattern[str], longest: int) -> list[Line]:
    """Without what stands between a line that `begins` matches and the end, or the quotation after it."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        end = _end_of_tail(lines, at, longest) if not lines[at].depth and begins.match(lines[at].text) else at
        if end == at:
            kept.append(lines[at])
            at += 1
        else:
            at = end
    return kept


def _end_of_tail(lines: list[Line], at: int, longest: int) -> int:
    """Where the tail that begins at `at` ends; `at` itself when it is too long for a tail."""
    for end in range(at + 1, min(at + longest, len(lines)) + 1):
        if end == len(lines):
            return end
        if lines[end].depth or _begins_original(lines, end):
            # Whom the quotation is from stands right above it.
            while end > at + 1 and lines[end - 1].text.strip():
                end -= 1
            return end
    return at


def _with_original_quoted(lines: list[Line]) -> Iterator[Line]:
    """Some mailers quote by putting the whole message below a heading: that is one level deeper."""
    deeper = 0
    for at, line in enumerate(lines):
        if not deeper and _begins_original(lines, at):
            deeper = 1
            if not _FIELD.match(line.text):
                continue
        yield replace(line, depth=min(line.depth + deeper, _DEEPEST))


def _begins_original(lines: list[Line], at: int) -> bool:
    line = lines[at]
    if line.depth:
        return False
    following = [line.text for line in lines[at : at + 8] if line.text.strip() and not line.depth]
    if _ORIGINAL.match(line.text) or _FOOTER.match(line.text):
        return len(following) > 2 and all(map(_FIELD.match, following[1:3]))
    if not _FROM.match(line.text):
        return False
    return all(map(_FIELD.match, following[:3])) and any(map(_SUBJECT.match, following[2:6]))


def _joined_quotations(lines: list[Line]) -> Iterator[Line]:
    """A quotation goes on over a blank line, and over the end of a line that a mailer broke off."""
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        around = min(before.depth, after.depth) if before and after else 0
        if before and around > line.depth and (not line.text.strip() or _is_broken_off(before, line)):
            line = replace(line, depth=around)
        yield line


def _is_broken_off(before: Line, line: Line) -> bool:
    text = line.text.strip()
    is_short = len(text) <= _SPLIT_WORDS and text[0].islower()
    return is_short and len(before.text) >= _FULL_LINE and not before.text.rstrip().endswith((".", "?", "!", ":"))
