"""How what waits is asked for: any number of questions with one query.

A `Source` is one kind of thing that waits for a role. Its `rows` is a queryset in which `told` has put what there is to
say into columns that all sources share, so that one UNION asks them all. To add a line, write such a source and put it
into the `SOURCES` of the role whose work it is: leader.py, moderator.py or facilitator.py. It costs no further query.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from communities.models import Community
from home.queries.need import MOST_OF_A_KIND, Need

# What PostgreSQL must know of a column that is empty in one source and full in another.
_COLUMNS: dict[str, Any] = {
    "told_community": BigIntegerField(),
    "told_thing": BigIntegerField(),
    "told_title": TextField(),
    "told_who": TextField(),
    "told_slug": TextField(),
    "told_number": IntegerField(),
    "told_at": DateTimeField(),
    "told_on": DateField(),
}


class Row(NamedTuple):
    """One thing that waits; what a column holds is the affair of its source."""

    source: str
    community: int
    thing: int
    title: str
    who: str
    slug: str
    number: int
    at: datetime | None
    on: date | None


@dataclass(frozen=True)
class Question:
    """Who asks what waits in which communities, and when."""

    communities: Sequence[Community]
    reader: Any
    now: datetime

    @cached_property
    def ids(self) -> list[int]:
        return [community.pk for community in self.communities]

    def using(self, tool: str) -> list[int]:
        """Those that work with `tool`."""
        return [community.pk for community in self.communities if community.uses(tool)]

    def active(self) -> list[int]:
        return [each.pk for each in self.communities if each.phase == Community.Phase.ACTIVE]


@dataclass(frozen=True)
class Source:
    """One kind of thing that waits: how to find it, what to call it in a few words, and what to say of each."""

    key: str
    short: Any
    rows: Callable[[Question], QuerySet]
    says: Callable[[Row, Community], Need]


def told(
    found: QuerySet,
    *,
    community: str = "community",
    thing: str = "pk",
    title: Any = "",
    who: Any = "",
    slug: Any = "",
    number: Any = None,
    at: Any = None,
    on: Any = None,
) -> QuerySet:
    """`found` with the columns of a Row: each a field's name as F or another expression; empty where not given."""
    given = dict(
        zip(_COLUMNS, (F(community), F(thing), title, who, slug, 0 if number is None else number, at, on), strict=True)
    )
    return found.annotate(
        **{
            name: Cast(each if hasattr(each, "resolve_expression") else Value(each), _COLUMNS[name])
            for name, each in given.items()
        }
    )


def rows_of(sources: Iterable[Source], asked: Question) -> dict[str, list[Row]]:
    """The most pressing rows of each source, by its key; one query for all."""
    found: dict[str, list[Row]] = {}
    for values in united({source.key: source.rows(asked) for source in sources}):
        row = Row(*values)
        found.setdefault(row.source, []).append(row)
    return found


def waiting(sources: Iterable[Source], asked: Question) -> set[tuple[str, int]]:
    """In which communities anything waits, by the key of its source and the community's id; one query for all."""
    named = [_keyed(source.key, source.rows(asked).order_by()) for source in sources]
    return set(_united([each.values_list("told_source", "told_community").distinct() for each in named]))


def united(parts: dict[str, QuerySet]) -> QuerySet:
    """The most pressing rows of each part, which `told` has made, under its key: what a Row is made of."""
    return _united([_limited(_keyed(key, found)) for key, found in parts.items()])


def _limited(found: QuerySet) -> QuerySet:
    return found.values_list("told_source", *_COLUMNS)[:MOST_OF_A_KIND]


def _keyed(key: str, found: QuerySet) -> QuerySet:
    return found.annotate(told_source=Cast(Value(key), CharField()))


def _united(parts: list[QuerySet]) -> QuerySet:
    first, *others = parts
    return first.union(*others, all=True) if others else first
