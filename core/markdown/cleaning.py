"""Text as it may be stored."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but for tab and line feed
    "\u202a-\u202e\u2066-\u2069"  # direction overrides, embeddings and isolates
    "\ud800-\udfff]"  # lone surrogates
)
_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MARKS = 30  # accents on one letter (UAX 15, stream-safe text); normalising more takes quadratic time
_MAYBE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS + 1},}}")


def clean(text: str) -> str:
    """`text` as it may be stored: NFC, line feeds only, nothing invisible that could do harm. Idempotent."""
    text = _INVISIBLE.sub("", _NEWLINE.sub("\n", text))
    text = unicodedata.normalize("NFC", _MAYBE_MARKS.sub(_with_fewer_marks, text))
    # Normalising may have split one mark into two.
    return _MAYBE_MARKS.sub(_with_fewer_marks, text)


def _with_fewer_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in run[0]:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        if marks <= _MARKS:
            kept.append(sign)
    return "".join(kept)
