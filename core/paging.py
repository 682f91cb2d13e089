"""Paging by a stored position, never by OFFSET or COUNT."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Collate, Concat, Lower, LPad

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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


def by_name(field: str, *before: Any) -> Collate:
    """For `page`, a position that no two rows share: by the name in `field`, accents and capitals forgiven.

    Expressions `before` it sort first. The database needs the extension unaccent.
    """
    name = Lower(Func(F(field), function="unaccent"))
    return Collate(Concat(*before, name, Value(" "), padded_key(), output_field=TextField()), "C")


def by_moment(moment: Any) -> Concat:
    """For `page`, a position that no two rows share: by `moment`, an expression, and then by the row's key."""
    said = Func(moment, Value("YYYYMMDDHH24MISSUS"), function="to_char", output_field=TextField())
    return Concat(said, Value("-"), padded_key(), output_field=TextField())


def padded_key() -> LPad:
    """The key of a row as text that sorts like the number."""
    return LPad(Cast("pk", TextField()), _MOST_DIGITS + 1, Value("0"))


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


def position_of(at: datetime | None, pk: int) -> str:
    """Where a row stands: microseconds since 1970 of its moment, or nothing where it has none yet; and its id."""
    since = "" if at is None else str((at - EPOCH) // timedelta(microseconds=1))
    return f"{since}-{pk}"


def read_position(text: str) -> tuple[datetime | None, int] | None:
    """What `position_of` wrote, or None for anything else."""
    since, _dash, row = text.partition("-")
    at, pk = number_in(since), number_in(row)
    if pk is None or (at is None and since):
        return None
    try:
        return (None if at is None else EPOCH + timedelta(microseconds=at)), pk
    except OverflowError:
        return None


def behind(moment: str, at: datetime | None, pk: int) -> Q:
    """What comes after a position where the latest `moment` stands first."""
    # Descending order puts those without one first.
    if at is None:
        return Q(**{moment: None}, pk__lt=pk) | Q(**{f"{moment}__isnull": False})
    return Q(**{f"{moment}__lt": at}) | Q(**{moment: at}, pk__lt=pk)
