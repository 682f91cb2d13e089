"""Sentences, words and widths in any script."""

import re
import unicodedata
from itertools import pairwise

# Marks that end a sentence wherever they stand, also without a space after them.
_HARD_STOPS = "。！？｡।॥۔؟።፧։។៕။՜"
# Marks that end one only before a space or the end, since they also stand inside names and addresses.
_SOFT_STOPS = ".!?…‽⁇⁈⁉⸮．"
_CLOSERS = "\"'”’»›)]}）］】」』〉》*_"
_QUESTION_MARKS = "?？؟⸮፧⁇⁈‽꘏⳺\u037e"
_GREEK_QUESTION = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]\s?;$")
# Scripts that put no spaces between words; there the unit is a pair of characters.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U0003ffff]"
)
_OPENERS = "([{¿¡“‘«„‚\"'*_—–-/…"
_AFTER_A_WORD = _HARD_STOPS + _SOFT_STOPS + _QUESTION_MARKS + ",;:)"
_CLOSING_MARK = {"“": "”", "”": "”", "‘": "’", "«": "»", "„": "“", "‚": "‘", "「": "」", "『": "』"}
_STOP = re.compile(
    rf"[{_HARD_STOPS}]+[{re.escape(_CLOSERS)}]*"
    rf"|[{re.escape(_SOFT_STOPS)}]+[{re.escape(_CLOSERS)}]*(?=\s|$|[^\W\d_a-zA-Z\u00c0-\u024f])"
)
_BEFORE_STOP = re.compile(r"[\w.’'-]+$")
# Only those that are followed by a capital; before a small letter no stop ends a sentence anyway.
_ABBREVIATIONS = re.compile(
    r"(?:dra?s?|profa?|mrs?|ms|sra?|srta|ste?|mme|mlle|mgr|rev|hon|vs|nº|núm|figs?|cf|approx|ca|vol|eds?|art|cap"
    r"|p[aá]gs?|pp|ej|ex|[uv]ds?|exm[oa]|jr|eq|refs?|resp)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\W_]*$")
_STOPS = re.escape(_HARD_STOPS + _SOFT_STOPS + _QUESTION_MARKS)
_QUOTED_QUESTION = re.compile(rf"[{_QUESTION_MARKS}][^\w\s]*[\"”’»›」』〉》][\W_]*$")
_LAST_STOPS = re.compile(rf"[{_STOPS}]+[^{_STOPS}:：]*$")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")


def split(text: str) -> list[str]:
    """The sentences of one paragraph, in order; the words are untouched."""
    sentences, start = [], 0
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, stop):
            sentences.append(text[start : stop.end()].strip())
            start = stop.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    if stop.group()[0] in _HARD_STOPS:
        return True
    rest = text[stop.end() : stop.end() + 24].lstrip()
    if not rest:
        return True
    if rest[0].islower():
        return False
    if stop.group().rstrip(_CLOSERS) != ".":
        return True
    token = _BEFORE_STOP.search(text, max(0, stop.start() - 40), stop.start())
    word = token.group() if token else ""
    is_initial = len(word) == 1 and (word.isalpha() or stop.start() == 1)
    is_number_of_list = word.isdigit() and len(word) <= 2 and stop.start() == len(word)
    return not (is_initial or is_number_of_list or "." in word or _ABBREVIATIONS.fullmatch(word))


def is_question(sentence: str) -> bool:
    """By its marks alone; a question in quotation marks is somebody else's, or an example."""
    if _QUOTED_QUESTION.search(sentence[-40:]):
        return False
    tail = _TAIL.search(sentence[-40:])
    last = _LAST_STOPS.search(tail.group()) if tail else None
    if last and any(mark in last.group() for mark in _QUESTION_MARKS):
        return True
    return "¿" in sentence or "՞" in sentence or bool(_GREEK_QUESTION.search(sentence))


def is_finished(sentence: str) -> bool:
    """Whether it ends with a mark that ends sentences."""
    end = sentence.rstrip(_CLOSERS + " ")
    return end[-1:] in _HARD_STOPS + _SOFT_STOPS and bool(end)


def with_both_quotation_marks(text: str) -> str:
    """A passage with the outer halves of those quotation marks of which a cut has taken one."""
    missing, expected = "", ""
    for at, sign in enumerate(text):
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        is_begin = not before or before.isspace() or before in _OPENERS
        is_end = not after or after.isspace() or after in _AFTER_A_WORD
        if sign == expected[-1:] and not (sign == "’" and before.isalnum() and after.isalnum()):
            expected = expected[:-1]
        elif sign in _CLOSING_MARK and (is_begin or not (is_end or sign == "”")):
            expected += _CLOSING_MARK[sign]
        elif sign == "”" and not is_begin:
            missing = "“" + missing
    return missing + text + expected[::-1]


def words(text: str) -> list[str]:
    """Comparable words; pairs of characters where the script puts no spaces between words."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if _UNSPACED.search(word) and len(word) > 1:
            found.extend(first + second for first, second in pairwise(word))
        else:
            found.append(word)
    return found


def has_words(text: str) -> bool:
    return bool(_LETTER.search(text))


def is_unspaced(char: str) -> bool:
    return bool(_UNSPACED.match(char))


def width(text: str) -> int:
    """Columns: a full-width character carries about as much as two letters."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.category(char)[0] == "M":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def trim(text: str, limit: int) -> str:
    """`text` in at most `limit` columns, cut after a word and marked with an ellipsis."""
    if len(text) <= limit and width(text) <= limit:
        return text
    used = end = 0
    for end, char in enumerate(text):  # noqa: B007
        used += _columns(char)
        if used >= limit:
            break
    # Never part a letter from its accents, nor an emoji from what it is joined to.
    while end and (unicodedata.category(text[end])[0] in "MS" or "\u200d" in text[end - 1 : end + 1]):
        end -= 1
    head = text[:end]
    space = head.rfind(" ")
    if space > end // 2 and not is_unspaced(text[end]):
        head = head[:space]
    return head.rstrip(" ,;:、，；：–—-(") + "…"
