"""What somebody adds to what they answer: without the message below or above it, and without a telephone's greeting."""

import re

import nh3
from bs4 import BeautifulSoup, Tag

from forums.mbox.quoting import Line

_LONGEST_ATTRIBUTION = 4  # lines of "On Monday … Ana Ruiz … wrote:"
_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał|napsal|kirjoitti|yazdı)\b|"
    r"пишет|написал|写道|寫道|さんは書|のメール|작성|كتب",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|(?:19|20)\d\d年")
_OPENS = re.compile(
    r"\s*(?:(?:On|Am|Le|El|Em|No dia|Il|Il giorno|Op|Den|På|W dniu|Dnia|Dne|A\(z\)|V)\b|[在于於\d…«\"'])", re.IGNORECASE
)
_SENT_FROM = re.compile(
    r"\s*(?:Sent from (?:my|Mail|Yahoo|Outlook|Proton)\b.{0,60}|Sent with .{0,40}|Get \[?Outlook for .{0,80}|"
    r"Von meinem .{1,40} gesendet|Gesendet (?:von|mit) .{1,40}|Envoyé (?:de|depuis) (?:mon )?.{1,40}|"
    r"Enviado (?:desde|do) (?:mi |meu )?.{1,40}|Inviato da(?:l mio)? .{1,40}|Verstuurd vanaf .{1,40}|"
    r"Skickat från .{1,40}|iPhoneから送信|从我的 ?iPhone 发送|发自我的.{1,20}|أُرسلت من .{1,40})\s*$",
    re.IGNORECASE,
)

# What mailers put around the message that is answered where it is no <blockquote>, and around signatures.
_QUOTATIONS = (
    ".gmail_attr, .gmail_signature, .gmail_signature_prefix, .yahoo_quoted, .moz-cite-prefix, .moz-signature, "
    "div.protonmail_quote, .protonmail_signature_block, .zmail_extra, "
    "#Signature, #ms-outlook-mobile-signature, #AppleMailSignature"
)
# All that follows them is quoted.
_SEPARATORS = "#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container, #OLK_SRC_BODY_SECTION"
_OUTLOOK_LINE = re.compile(r"border-top:\s*solid\s*#(?:e1e1e1|b5c4df)", re.IGNORECASE)
_MARKED = re.compile(
    r"gmail_|yahoo_quoted|moz-|protonmail|zmail_extra|[sS]ignature|divRplyFwdMsg|appendonsend|reference-message|"
    r"OLK_SRC|border-top"
)
_MARKS = {"class", "id", "style"}


def own_part(lines: list[Line]) -> slice:
    """Which of a message's lines are its writer's own.

    The quotation below an answer goes, and one above it where it is the only one; quotations between which somebody
    writes stay, because the words lean on them.
    """
    end = _end_of_words(lines, len(lines))
    if end and lines[end - 1].depth:
        end = _start_of_quotation(lines, end)
        end = _end_of_words(lines, end - _length_of_attribution(lines[:end]))
    start = _start_of_words(lines, end)
    return slice(start, _end_of_words(lines, end))


def own_html(text: str, *, tags: set[str]) -> str:
    """An HTML message, with no more than these `tags`, without what mailers mark as the message that is answered."""
    if not _MARKED.search(text):
        return text
    attributes = {"*": _MARKS, "a": {"href", *_MARKS}}
    soup = BeautifulSoup(nh3.clean(text, tags=tags | {"span"}, attributes=attributes, link_rel=None), "html.parser")
    for separator in (soup.select_one(_SEPARATORS), soup.find(style=_OUTLOOK_LINE)):
        if isinstance(separator, Tag):
            for later in list(separator.next_elements):
                later.extract()
            separator.extract()
    for quotation in soup.select(_QUOTATIONS):
        quotation.extract()
    return str(soup)


def _end_of_words(lines: list[Line], end: int) -> int:
    """`end` without the empty lines, and the telephone's greeting, that stand before it."""
    while end and (not lines[end - 1].text.strip() or _is_greeting(lines[end - 1])):
        end -= 1
    return end


def _is_greeting(line: Line) -> bool:
    return not line.depth and bool(_SENT_FROM.match(line.text))


def _start_of_quotation(lines: list[Line], end: int) -> int:
    while end and (lines[end - 1].depth or not lines[end - 1].text.strip()):
        end -= 1
    return end


def _length_of_attribution(lines: list[Line]) -> int:
    """How many lines at the end say whom the quotation after them is from."""
    if not lines or not lines[-1].text.rstrip().endswith((":", "：")):
        return 0
    for length in range(1, min(_LONGEST_ATTRIBUTION, len(lines)) + 1):
        said = lines[-length:]
        if said[0].depth or not said[0].text.strip():
            break
        whole = " ".join(line.text.strip() for line in said)
        if _OPENS.match(whole) and (_WROTE.search(whole) or _DATED.search(whole)):
            return length
    return 1 if _WROTE.search(lines[-1].text) else 0


def _start_of_words(lines: list[Line], end: int) -> int:
    """Where the answer begins that stands below the only quotation; else the beginning, without who is quoted."""
    first = next((at for at in range(end) if lines[at].depth), end)
    said = [at for at in range(first) if lines[at].text.strip()]
    above = _length_of_attribution([lines[at] for at in said])
    if first == end or above < len(said):
        return said[0] if said else first
    after = next((at for at in range(first, end) if not lines[at].depth and lines[at].text.strip()), end)
    is_alone = not any(line.depth for line in lines[after:end])
    return after if is_alone else first
