"""No mail address is shown to anyone: in texts, names and subjects it becomes its first letter and dots."""

import re

_LOCAL = r"\w[\w.+%'=-]{0,63}"
_HOST = r"\w[\w-]*(?:\.[\w-]+)*"
_AT = r"(?:@|＠|﹫|%40|\s?[\[({]\s?(?:at|@)\s?[\])}]\s?)"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|\.)\s?[\])}]\s?)"
# As one archiver spells it; with a space, "(a)" begins a list.
_LETTERED = rf"{_LOCAL}\(a\)\w[\w-]*(?:\.[\w-]+)+"
_ADDRESS = rf"(?:\"[^\"\n@]{{1,64}}\"|{_LOCAL}){_AT}(?:\[[\d.:a-f]+\]|\w[\w-]*(?:{_DOT}[\w-]+)*)"
# Web archives write "name at host.example"; bare, it may be ordinary words, as in "look at host.example".
_SPELT = rf"{_LOCAL}\s(?:at|AT)\s{_HOST}\.[^\W\d_]{{2,}}"
_ORDINARY = re.compile(
    r"a|all|also|and|archive|are|arrive|available|be|begin|browse|but|check|code|companies|developer|"
    r"developers|document|documentation|documented|down|elsewhere|everybody|everyone|everything|exists|"
    r"find|first|folks|for|forum|found|free|friends|get|git|go|group|guys|here|homepage|host|hosted|"
    r"hosting|information|is|it|join|laugh|list|listed|listen|live|lives|located|look|looked|looking|"
    r"looks|mailing|meet|meeting|met|more|now|off|online|only|or|out|over|page|pages|people|point|pointed|"
    r"posted|present|published|reached|read|see|seen|server|site|sites|someone|something|staff|stay|still|"
    r"stuff|team|that|the|them|there|these|things|this|those|time|us|version|visit|wiki|work|worked|"
    r"working|works",
    re.IGNORECASE,
)

_IN_BRACKETS = rf"[<\[(](?:mailto:\s?)?(?:{_ADDRESS}|{_LETTERED}|{_SPELT})[>\])]"
# Mailers break the line between a name and its address, in quotations too.
_BETWEEN = r"(?:[ \t]{1,4}|[ \t]?\n(?:> ?){0,8}(?=<))"
_AFTER_NAME = re.compile(rf"(?<=[\w.\"'’)]){_BETWEEN}{_IN_BRACKETS}", re.IGNORECASE)
_ANY = re.compile(rf"(?:mailto:\s?)?({_ADDRESS}|{_LETTERED}|(?<=[<(\[]){_SPELT}(?=[>)\]]))", re.IGNORECASE)
_BARE_SPELT = re.compile(rf"(?<!\S)(?!https?:)({_SPELT})")


def mask(text: str) -> str:
    """`text` without mail addresses: gone after a name that says as much, else like "j…@…"."""
    if "@" not in text and not _MAY_HOLD_ONE.search(text):
        return text
    text = _AFTER_NAME.sub("", text)
    text = _ANY.sub(lambda found: dotted(found[1]), text)
    return _BARE_SPELT.sub(_dotted_unless_ordinary, text)


_MAY_HOLD_ONE = re.compile(r"＠|﹫|%40|\bat\b|\(a\)", re.IGNORECASE)


def dotted(address: str) -> str:
    """What stands for an address: "j…@…"."""
    return address.lstrip('"')[:1] + "…@…"


def _dotted_unless_ordinary(found: re.Match[str]) -> str:
    return found[0] if _ORDINARY.fullmatch(found[1].split()[0]) else dotted(found[1])
