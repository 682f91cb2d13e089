"""The text of a plain message as Markdown that reads like it.

What a mail program would show is kept: paragraphs (joined again where they were wrapped), quotations by
depth, lists, and code, patches and tables as they stand. Nothing else in it is taken for markup.
Signatures and the list's footer are dropped: they hold addresses and telephone numbers, and a post shows
who wrote it anyway.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from textwrap import dedent

from core.markdown import clean
from forums.mbox import answers, quoting
from forums.mbox.quoting import Line

_WRAPPED_AT = 60  # lines that end before were ended on purpose
_UNWRAPPED = 100  # a longer line was never wrapped
_MID_SENTENCE = 40  # a shorter line may end without a stop
_MARGIN = 20  # what is indented further was put to the right

_MARKUP = re.compile(r"[\\`*\[\]<>~|]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])")
_BLOCK_SIGN = re.compile(r"^(\d{1,9})?((?(1)[.)]|[#+=-]))")
_ITEM = re.compile(r"(?P<indent>\s*)(?P<sign>[-*+•·–]|\d{1,3}[.)])\s+(?=\S)")
_RULE = re.compile(r"\s*(?:(?:[-=_*~#]\s?){5,}|-{3,})$")
_URL_ONLY = re.compile(r"\s*<?(?:https?|ftp)://\S+\s*$")
_PATCH = re.compile(r"(?:diff (?:--git|-)\S* ?|Index: \S|@@ -\d)")
_PATCH_BODY = re.compile(
    r"(?:[ +\-@\\]|diff |index |new file|deleted file|old mode|new mode|rename |copy |similarity |Binary |={5,}|$)"
)
_DIFFSTAT = re.compile(r" \S.*\|\s+(?:Bin|\d+)\b|\s\d+ files? changed\b|\s(?:create|delete) mode \d+")
_CODE_SIGNS = re.compile(r"[{}();=<>\\#&|$%^~\[\]+*/]|::|->")
# What sets words off is no program, and neither is a sentence that names an element.
_EMPHASIS = re.compile(r"</?(?:[abisu]|br|em|font|small|span|strong|su[bp]|tt)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TAG = re.compile(r"(?<!\w)<[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|</[a-z][a-z0-9]*>", re.IGNORECASE)
_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")
_SIGN_OFF = re.compile(r"\s*[-–—]{1,2}\s?[^\W\d_][^\d{}()=$|]*$")
_FENCE = re.compile(r"^((?:> )*)(`{3,})$", re.MULTILINE)
_GAPS = re.compile(r"\n{3,}")


def to_markdown(text: str, *, is_flowed: bool = False, delsp: bool = False, is_answer: bool = False) -> str:
    """Markdown for a plain message; `is_flowed` and `delsp` as RFC 3676 means them.

    Of an answer only what its writer adds to what they answer.
    """
    lines = quoting.flowed_lines(clean(text), delsp=delsp) if is_flowed else quoting.fixed_lines(clean(text))
    lines = quoting.mended(lines)
    lines = lines[answers.own_part(lines)] if is_answer else lines
    written: list[str] = []
    above = 0
    for depth, run in groupby(lines, key=lambda line: line.depth):
        if blocks := "\n\n".join(_blocks(list(run))):
            # A deeper quotation stays inside the one around it.
            written += [quoted("", min(above, depth)), quoted(blocks, depth)] if written else [quoted(blocks, depth)]
            above = depth
    return "\n".join(written)


def literal(text: str) -> str:
    """`text` letter by letter, in a fence that nothing in it can end."""
    text = dedent("\n".join(line.expandtabs(8).rstrip() for line in clean(text).split("\n"))).strip("\n")
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text}\n{fence}" if text else ""


def quoted(markdown: str, depth: int) -> str:
    mark = "> " * depth
    return "\n".join((mark + line).rstrip() for line in markdown.split("\n")) if depth else markdown


def cut(markdown: str, limit: int) -> str:
    """The first lines that fit into `limit` characters; of a single longer line its beginning."""
    if len(markdown) <= limit:
        return markdown
    kept = markdown[:limit].rpartition("\n")[0]
    if 2 * len(kept) < limit:
        kept = markdown[:limit].rstrip("\\")
    fences = _FENCE.findall(kept)
    return f"{kept}\n{''.join(fences[-1])}" if len(fences) % 2 else kept


def without_gaps(markdown: str) -> str:
    return _GAPS.sub("\n\n", markdown).strip("\n")


def escaped(text: str) -> str:
    """`text` of one line so that Markdown shows it as it is."""
    return _BLOCK_SIGN.sub(r"\1\\\2", _escaped_inside(text))


def _escaped_inside(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text.strip())


@dataclass
class _Paragraph:
    lines: list[Line]
    is_literal: bool = False


def _blocks(lines: list[Line]) -> Iterator[str]:
    for is_literal, paragraphs in groupby(_paragraphs(lines), key=lambda paragraph: paragraph.is_literal):
        if is_literal:
            yield literal("\n\n".join("\n".join(line.text for line in paragraph.lines) for paragraph in paragraphs))
        else:
            yield from (_prose(paragraph.lines) for paragraph in paragraphs)


def _paragraphs(lines: list[Line]) -> Iterator[_Paragraph]:
    at = 0
    while at < len(lines):
        if not lines[at].text.strip():
            at += 1
            continue
        end = _end_of_patch(lines, at)
        if end > at:
            yield _Paragraph(lines[at:end], is_literal=True)
        else:
            end = _end_of_paragraph(lines, at)
            paragraph = lines[at:end]
            yield _Paragraph(paragraph, is_literal=_is_literal([line.text for line in paragraph]))
        at = end


def _end_of_paragraph(lines: list[Line], at: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].text.strip() and not _begins_patch(lines, end):
        end += 1
    return end


def _end_of_patch(lines: list[Line], at: int) -> int:
    if not _begins_patch(lines, at):
        return at
    end = at
    is_stat = bool(_DIFFSTAT.match(lines[at].text))
    while end < len(lines) and (_DIFFSTAT.match(lines[end].text) if is_stat else _PATCH_BODY.match(lines[end].text)):
        end += 1
    return end


def _begins_patch(lines: list[Line], at: int) -> bool:
    text = lines[at].text
    if text.startswith("--- "):
        return at + 1 < len(lines) and lines[at + 1].text.startswith("+++ ")
    return bool(_PATCH.match(text) or _DIFFSTAT.match(text))


def _is_literal(texts: list[str]) -> bool:
    """Whether a paragraph lives by its layout: code, a table, a drawing."""
    if _ITEM.match(texts[0]) or all(map(_URL_ONLY.match, texts)):
        return False
    indents = {len(text.expandtabs(8)) - len(text.expandtabs(8).lstrip()) for text in texts}
    is_signed = len(texts) == 1 and (min(indents) > _MARGIN or bool(_SIGN_OFF.match(texts[0])))
    if min(indents) >= 2 and not is_signed and (len(indents) > 1 or not all(map(_is_sentence_like, texts))):
        return True
    return 2 * sum(map(_is_code, texts)) > len(texts) or (len(texts) > 1 and all(map(_COLUMNS.search, texts)))


def _is_sentence_like(text: str) -> bool:
    return len(text.split()) >= 4 and not _is_code(text)


def _is_code(text: str) -> bool:
    bare = _EMPHASIS.sub("", re.sub(r"https?://\S+", "", text)).strip()
    said = _TAG.sub("", bare)
    if not bare.startswith("<") and len(said.split()) >= 3:
        bare = said
    signs = len(_CODE_SIGNS.findall(bare))
    return signs >= 3 and signs * 8 > len(bare)


def _prose(lines: list[Line]) -> str:
    """One paragraph, with its list items if it has any, joined where its lines were wrapped."""
    width = max((len(line.text) for line in lines if len(line.text) <= _UNWRAPPED), default=0)
    width = max(width, _WRAPPED_AT)
    items = [None if _is_signature(lines) else _ITEM.match(line.text) for line in lines]
    outermost = next((len(item["indent"]) for item in items if item), 0)
    written: list[str] = []
    hang = ""  # what puts a line into the item above it
    for before, line, item in zip([None, *lines], lines, items, strict=False):
        if item:
            sign = f"{item['sign']} " if item["sign"][0].isdigit() else "- "
            nesting = "   " if len(item["indent"]) > outermost + 1 else ""
            # A numbered list that begins at 2 needs a blank line above, or it would be text.
            written += [""] if written and not hang else []
            written.append(nesting + sign + escaped(line.text[item.end() :]))
            hang = " " * len(nesting + sign)
        elif _RULE.match(line.text):
            written += ["", "---", ""]
            hang = ""
        elif before and written[-1] and _continues(before, line, width):
            written[-1] += _gap(written[-1], line.text) + _escaped_inside(line.text)
        else:
            written.append(hang + escaped(line.text))
    return without_gaps("\n".join(written))


def _is_signature(lines: list[Line]) -> bool:
    """Whether a paragraph is no list item but a name, as in "- Ana"."""
    return len(lines) == 1 and len(lines[0].text.split()) <= 4 and bool(_SIGN_OFF.match(lines[0].text))


def _continues(before: Line, line: Line, width: int) -> bool:
    """Whether a line was wrapped: the next one's first word would not have fitted, or goes on with its sentence."""
    if before.is_whole:
        return False
    ended, words = before.text.rstrip(), line.text.split(maxsplit=2)
    if ended.split(maxsplit=2)[:2] == words[:2]:  # lines that begin alike are lines of their own
        return False
    if len(ended) > _MID_SENTENCE and (ended[-1].islower() or ended[-1] == ",") and words[0][0].islower():
        return True
    return len(ended) <= _UNWRAPPED and len(ended) + 1 + len(words[0]) > width


def _gap(before: str, after: str) -> str:
    """Nothing between two signs of a script without spaces, else one space."""
    return "" if ord(before[-1]) > 0x2E7F and ord(after.strip()[0]) > 0x2E7F else " "
