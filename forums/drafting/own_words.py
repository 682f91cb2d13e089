"""What a person wrote in a post, once quotations, code, forwarded mail and signatures are gone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from forums.drafting import sentences

# A summary builds on what posts open with, so a very long post is read this far and no further.
_SCANNED = 200_000
_KEPT = 20_000
_PARAGRAPH = 4_000
_ANNOUNCED_CODE = 160
_SHORTEST = 40  # what a block counts at least: a page of one-letter lines is work too

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTED = re.compile(r" {0,3}(?:(>[>\s]*)|[A-Z]{1,4}> ?)(.*)")
_ITEM = re.compile(r"(\s*)(?:[-*+•·–]|\d{1,3}[.)])\s+(?=\S)")
_HEADING = re.compile(r" {0,3}#{1,6}\s+")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_SIGNATURE = re.compile(r"\s{0,3}(?:--|—|_{20,}|-{5,} ?[^\s-].*)\s*$")
_TRAILER = re.compile(r"[A-Z][a-z]+(?:-[a-z]+)*-by:\s")
_TABLE = re.compile(r"\s*\|.*\|\s*$")
_HEADER = re.compile(r"\s*[*_]*[^\W\d][\w-]{1,18}[*_]*\s?[:：][*_]*\s+\S")
_MAILED = re.compile(r"@|\b(?:re|fwd?|rv|aw|tr)\s?:", re.IGNORECASE)
_DIFF = re.compile(r"(?:diff --git |Index: |--- a/|\+\+\+ b/|@@ -\d)")
_DIFF_BODY = re.compile(r"(?:[ +\-@\\]|diff |index |new file|deleted file|old mode|new mode|rename |similarity |$)")
_DIFFSTAT = re.compile(r"\s*(?:\S.*\|\s+(?:Bin|\d+)\b.*|\d+ files? changed.*|(?:create|delete) mode \d+.*)$")
# Emphasis, struck words and links with words are prose, however many signs they take.
_PROSE_SIGNS = re.compile(r"(\*{1,3}|~~)(?=\S)([^*~\n]{1,400})(?<=\S)\1|\[([^\]\n]{1,200})\]\([^()\s]{0,300}\)")
_CODE_SIGNS = re.compile(r"[{}();=<>\\#&|$%^~\[\]+*/]|::|->")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_DEFINITION = re.compile(r"\s{0,3}\\?\[\^?[^\]\s]{1,20}\]:?\s+<?(?:https?|ftp)://")
_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"“”'`|\\^{}]+", re.IGNORECASE)
# Mailing lists write "name at host"; outside angle brackets that may be ordinary words.
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|(?<=<)[\w.+-]{1,64} at [\w.-]{1,99}(?=>)"
)
_ADDRESS_LINE = re.compile(r"\W*[\w.+-]{1,64}(?:@| at )[\w-]{1,63}(?:\.[\w-]{1,63})+\W*")
_MARKED_UP = re.compile(r"[\\`*_\[<&!~]")
_DATED = re.compile(r"\d{4}|\d[:.]\d\d|@|<")

_inline = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})


@dataclass
class Block:
    """A paragraph, heading or list item in its writer's own words."""

    text: str
    is_item: bool = False
    is_heading: bool = False
    is_code: bool = False
    follows_gap: bool = False  # code or a table was left out just before it
    replies_to: int | None = None  # index of the quotation that stands just before it


@dataclass
class OwnWords:
    blocks: list[Block] = field(default_factory=list)
    quotations: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # address, words that carried it


def read(markdown: str) -> OwnWords:
    """Own words, quotations and links of one post; work is bounded whatever its size."""
    return _Reader().read(markdown[:_SCANNED])


class _Reader:
    def __init__(self) -> None:
        self.words = OwnWords()
        self.lines: list[str] = []  # of the paragraph being read
        self.quoted: list[str] = []  # of the quotation being read
        self.code: list[str] = []  # left out since the last words
        self.is_item = self.is_heading = False
        self.after: int | None = None
        self.follows_gap = False
        self.kept = 0

    def read(self, markdown: str) -> OwnWords:
        for line in self._prose(_CONTROL.sub("", markdown.replace("\r\n", "\n").replace("\r", "\n")).split("\n")):
            self._take(line)
            if self.kept > _KEPT:
                break
        self._end_quotation()
        self._end_block()
        self._end_code()
        return self.words

    def _prose(self, lines: list[str]) -> Iterator[str]:
        """The lines outside code, patches, tables; ends at a signature or a forwarded header."""
        fence, in_diff, was_blank, in_list = "", False, True, False
        for at, line in enumerate(line[:_PARAGRAPH] for line in lines):
            opened = _FENCE.match(line)
            if fence:
                if opened and line.strip().startswith(fence) and not line.strip(" `~"):
                    fence = ""
                else:
                    self.code.append(line)
                continue
            if opened:
                fence = opened.group(1)
                yield ""
                continue
            in_diff = bool(_DIFF.match(line) or (in_diff and _DIFF_BODY.match(line)))
            indented = line.startswith(("    ", "\t")) and was_blank and not in_list
            if in_diff or indented or _DIFFSTAT.match(line) or _TABLE.match(line) or _TRAILER.match(line):
                self.code.append(line)
                was_blank = True
                yield ""
                continue
            if self._begins_foreign_text(lines, at):
                return
            was_blank = not line.strip()
            in_list = bool(_ITEM.match(line)) or (in_list and (was_blank or line.startswith((" ", "\t"))))
            yield line

    def _begins_foreign_text(self, lines: list[str], at: int) -> bool:
        line = lines[at]
        if _SIGNATURE.match(line):
            return bool(self.words.blocks or self.lines or self.words.quotations)
        if not _HEADER.match(line):
            return False
        headers = lines[at : at + 4]
        return len(headers) > 2 and all(map(_HEADER.match, headers[:3])) and any(map(_MAILED.search, headers))

    def _take(self, line: str) -> None:
        if line.strip():
            self._end_code()
        quoted = _QUOTED.match(line)
        if quoted:
            if self.lines:
                self._end_block(before_quotation=True)
            elif self.words.blocks and not self.quoted:
                self._drop_attribution()
            if (quoted.group(1) or ">").count(">") == 1:
                self.quoted.append(quoted.group(2).strip())
            return
        if not line.strip() or _RULE.match(line):
            self._end_quotation()
            self._end_block()
            return
        self._end_quotation()
        if _DEFINITION.match(line):
            self._end_block()
            self._collect_links(line)
            return
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading or item or self.is_heading:
            self._end_block()
        self.is_heading, self.is_item = bool(heading), self.is_item or bool(item)
        if start := heading or item:
            line = line[start.end() :].rstrip(" #" if heading else None)
        self.lines.append(line.strip().removesuffix("\\"))

    def _end_quotation(self) -> None:
        if any(self.quoted):
            self.after = len(self.words.quotations)
            self.words.quotations.append(" ".join(filter(None, self.quoted))[:_PARAGRAPH])
        self.quoted = []

    def _end_block(self, *, before_quotation: bool = False) -> None:
        lines = [line for line in self.lines if not _ADDRESS_LINE.fullmatch(line)]
        if before_quotation:
            lines = _without_attribution(lines)
        self.lines = []
        is_item, self.is_item = self.is_item, False
        is_heading, self.is_heading = self.is_heading, False
        if not lines:
            return
        if _is_code(lines):
            self.code += lines
            return
        text = self._plain(_joined(lines)[:_PARAGRAPH])
        introduced = self.words.blocks and self.words.blocks[-1].text.endswith((":", "："))
        if not sentences.has_words(text if introduced else _URL.sub("", text)):
            return
        self._keep(Block(text, is_item, is_heading, False, self.follows_gap, self.after))
        self.after, self.follows_gap = None, False

    def _end_code(self) -> None:
        """Leave code out, except for a few lines that the words before them announce."""
        code, self.code = self.code, []
        if not code:
            return
        self._collect_links("\n".join(code))
        text = " ".join(" ".join(code).split())
        if self.words.blocks and self.words.blocks[-1].text.endswith((":", "：")) and len(text) <= _ANNOUNCED_CODE:
            self._keep(Block(text, is_code=True))
        else:
            self.follows_gap = True

    def _keep(self, block: Block) -> None:
        self.words.blocks.append(block)
        self.kept += max(_SHORTEST, len(block.text))

    def _drop_attribution(self) -> None:
        if _is_attribution(self.words.blocks[-1].text):
            self.words.blocks.pop()

    def _plain(self, text: str) -> str:
        """The text as it is read: without marks, addresses of people masked, links collected."""
        if not _MARKED_UP.search(text):
            self._collect_links(text)
        else:
            tokens = _inline.parseInline(text)[0].children or []
            self._collect_marked_links(tokens)
            text = "".join(_shown(token) for token in tokens)
        return " ".join(_ADDRESS.sub("…", text).split())

    def _collect_marked_links(self, tokens: list[Token]) -> None:
        href, words = "", ""
        for token in tokens:
            if token.type == "link_open":
                href, words = str(token.attrs.get("href", "")), ""
            elif token.type == "link_close":
                if _URL.fullmatch(href):
                    self.words.links.append((href, "" if _URL.match(words) else " ".join(words.split())))
                href = ""
            elif href:
                words += _shown(token)
            else:
                self._collect_links(token.content)

    def _collect_links(self, text: str) -> None:
        for found in _URL.finditer(text):
            address = found.group().rstrip(".,;:!?…。，、)]}>*_")
            # A closing bracket belongs to the address only when it was opened there.
            if address.count("(") > address.count(")"):
                address += ")"
            self.words.links.append((address, ""))


def _shown(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "" if token.type == "image" else token.content


def _joined(lines: list[str]) -> str:
    """One paragraph of hard-wrapped lines; no space where the script has none."""
    text = lines[0]
    for line in lines[1:]:
        glued = text and line and sentences.is_unspaced(text[-1]) and sentences.is_unspaced(line[0])
        text += line if glued else "\n" + line
    return text


def _is_code(lines: list[str]) -> bool:
    return 2 * sum(map(_is_code_line, lines)) > len(lines)


def _is_code_line(line: str) -> bool:
    bare = _ESCAPED.sub(r"\1", _URL.sub("", _PROSE_SIGNS.sub(r"\2\3", line)))
    signs = len(_CODE_SIGNS.findall(bare))
    return signs >= 3 and signs * 8 > len(bare.strip())


def _without_attribution(lines: list[str]) -> list[str]:
    """Without the last lines where they only say whom the quotation after them is from, and when."""
    if len(lines) <= 3 and _is_attribution(" ".join(lines)):
        return []
    return lines[:-1] if lines and _is_attribution(lines[-1]) else lines


def _is_attribution(text: str) -> bool:
    if not text.endswith((":", "：")) or len(text) > 240:
        return False
    return bool(_DATED.search(text)) or len(text.split()) <= 4
