"""Paging by a stored position, never by OFFSET or COUNT."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

_MOST_DIGITS = 18


@dataclass(frozen=True)
class Page:
    """One page of rows in ascending order of `key`, with the positions that lead on.

    `after` and `before` are the values of `key` to ask the next and the previous
    page with, or None where there is none.
    """

    rows: Sequence[Any]
    after: Any
    before: Any


def page(
    rows: QuerySet, *, key: str, size: int, after: Any = None, before: Any = None, descending: bool = False
) -> Page:
    """Return up to `size` of `rows` ordered by the unique field `key`.

    `after` gives the page that begins behind that position, `before` the one that
    ends in front of it; at most one of them is given. With `descending` the order
    is reversed and both mean the same in reading order.
    """
    forwards = "lt" if descending else "gt"
    backwards = "gt" if descending else "lt"
    order = f"-{key}" if descending else key
    if before is not None:
        found = list(rows.filter(**{f"{key}__{backwards}": before}).order_by(order).reverse()[: size + 1])
        is_more_before, is_more_after = len(found) > size, True
        found = found[:size][::-1]
    else:
        if after is not None:
            rows = rows.filter(**{f"{key}__{forwards}": after})
        found = list(rows.order_by(order)[: size + 1])
        is_more_before, is_more_after = after is not None, len(found) > size
        found = found[:size]
    value = (lambda row: row[key]) if found and isinstance(found[0], dict) else (lambda row: getattr(row, key))
    return Page(
        rows=found,
        after=value(found[-1]) if found and is_more_after else None,
        before=value(found[0]) if found and is_more_before else None,
    )


def number_in(text: str) -> int | None:
    """The number that stands in an address or a form, or None: digits alone, and no more than an id has."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def asked(parameters: Mapping[str, str], read: Callable[[str], Any] = number_in) -> dict[str, Any]:
    """The position that an address asks for, as arguments of `page`: "after" or else "before".

    `read` turns the text into a position; where it gives None or raises ValueError, the list begins at its start.
    """
    for name in ("after", "before"):
        if name in parameters:
            try:
                position = read(parameters[name])
            except ValueError:
                return {}
            return {} if position is None else {name: position}
    return {}
