"""The one writer of tables for spreadsheets, and how the text of one is read."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

# A spreadsheet takes a cell that begins like this for a formula and would run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_WRITTEN = {"\t", "\f", "\r", "\n"}  # the signs below space that a table may hold
_END_OF_FILE = "\x1a"  # as old programs write it


class _Echo:
    """A file that hands on what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_answer(name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A download of `rows` beneath `heads`, line by line, as UTF-8 that spreadsheets recognise; None is an empty cell.

    `name` is the file's name without its ending, in ASCII. No cell can be taken for a formula: text that begins
    like one gets an apostrophe in front; numbers stay numbers.
    """
    answer = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow([_cell(head) for head in heads])
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, in UTF-16 with its mark, or in Latin-1 as spreadsheets write it.

    Raises ValueError for what is no text.
    """
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = (data.decode("utf-16") if is_wide else _decoded(data)).rstrip(_END_OF_FILE)
    if any(sign < " " and sign not in _WRITTEN for sign in set(text)):
        raise ValueError("signs that no table holds")
    return text


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
