"""Queries that are put together once in a process and planned once in a connection, then run with other values.

A queryset with many conditions takes longer to put together, and PostgreSQL longer to plan, than
it takes to run; and the hottest pages ask the same few questions each time.
"""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connections, models
from django.db.models.expressions import RawSQL
from django.utils import timezone

_FIRST_MARKER = 1_900_000_000  # larger than a smallint, so that no constant of a query is taken for one
_FIRST_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)
_LARGEST = 2**63 - 1
_NOW = "now"

_numbers = count(1)
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # names by connection


def as_one(ids: Iterable[int]) -> str:
    """Any number of ids as one value of a prepared query, for `each_of`."""
    return f"{{{','.join(map(str, ids))}}}"


def each_of(ids: str) -> RawSQL:
    """The ids of `as_one` again, within the query: `pk__in=each_of(ids)`."""
    return RawSQL("SELECT unnest(%s::bigint[])", [ids])


class _Made(NamedTuple):
    name: str
    queryset: models.QuerySet
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]  # of columns, which Django would look up anew for each run
    markers: dict[Any, str]  # what stands in `params` for a value → the value's name

    def source(self, param: Any) -> str | None:
        """The name of the value that takes the place of `param`; None for a constant."""
        return self.markers.get(param) or (_NOW if isinstance(param, datetime) else None)


class Prepared:
    """`build` called with the values gives a queryset; calling this with them gives its rows as a list.

    Values are numbers, texts, moments, UUIDs, saved rows (for which their key stands), visitors and None. `build`
    may use them in conditions and columns only: what it does must not depend on them, but for their type, such as
    whether somebody is a visitor or a value is None. Any moment in the query that is none of the values is "now",
    and is now whenever it runs. A number too large for any column finds nothing.

    `within` is a statement that holds the query at `{query}` and gives rows like its own, such as an INSERT of what
    it finds.
    """

    def __init__(self, build: Callable[..., models.QuerySet], *, within: str = "{query}") -> None:
        self._build = build
        self._within = within
        self._made: dict[tuple[type, ...], _Made] = {}

    def __call__(self, **values: Any) -> list[Any]:
        shape = tuple(value.__class__ for value in values.values())
        made = self._made.get(shape) or self._make(shape, values)
        keys = {name: _key(value) for name, value in values.items()} | {_NOW: timezone.now()}
        if any(isinstance(key, int) and abs(key) > _LARGEST for key in keys.values()):
            return []
        compiler = copy(made.compiler)
        compiler.connection = connections[made.queryset.db]
        statement = _statement(made, keys, compiler.connection)
        compiler.as_sql = lambda *args, **kwargs: statement
        compiler.get_converters = lambda *args, **kwargs: made.converters
        queryset = made.queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        return list(queryset)

    def _make(self, shape: tuple[type, ...], values: dict[str, Any]) -> _Made:
        stand_ins = {name: _stand_in(value, _FIRST_MARKER + at) for at, (name, value) in enumerate(values.items())}
        queryset = self._build(**stand_ins)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        markers = {_key(each): name for name, each in stand_ins.items() if _key(each) is not None}
        if missing := set(markers) - set(params):
            raise ValueError(f"{[markers[each] for each in missing]} are no plain values of this query")
        sql = self._within.replace("{query}", sql)
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        made = _Made(f"copse_{next(_numbers)}", queryset, compiler, sql, params, converters, markers)
        self._made[shape] = made
        return made


def _stand_in(value: Any, marker: int) -> Any:
    if isinstance(value, models.Model):
        return value._meta.model(pk=marker)
    if isinstance(value, str):
        return f"{marker}"
    if isinstance(value, datetime):
        return _FIRST_MOMENT + timedelta(seconds=marker - _FIRST_MARKER)
    if isinstance(value, UUID):
        return UUID(int=marker)
    return marker if isinstance(value, int) else value


def _key(value: Any) -> Any:
    return value if isinstance(value, (int, str, datetime, UUID)) else getattr(value, "pk", None)


def _statement(made: _Made, keys: dict[str, Any], connection: Any) -> tuple[str, tuple[Any, ...]]:
    """What to send with which parameters. Behind a pooler the next statement may meet another connection: plain SQL."""
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return made.sql, tuple(keys.get(made.source(param) or "", param) for param in made.params)
    sources = list(dict.fromkeys(source for source in map(made.source, made.params) if source))
    connection.ensure_connection()
    planned = _planned.setdefault(connection.connection, set())
    if made.name not in planned:
        # Not through Django's cursor, which would count it among the page's queries.
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(_plan(made, sources, cursor))
        planned.add(made.name)
    places = f" ({', '.join(['%s'] * len(sources))})" if sources else ""
    return f"EXECUTE {made.name}{places}", tuple(keys[source] for source in sources)


def _plan(made: _Made, sources: list[str], cursor: Any) -> str:
    def place(param: Any) -> str:
        source = made.source(param)
        return f"${sources.index(source) + 1}" if source else cursor.mogrify("%s", [param]).decode()

    return f"PREPARE {made.name} AS {made.sql % tuple(map(place, made.params))}"
