"""Queries whose SQL is made once in a process and then run with other values.

A queryset with many conditions takes longer to put together than to run, and the hottest pages
ask the same few questions each time.
"""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connections, models
from django.utils import timezone

_FIRST_MARKER = 1_900_000_000  # larger than a smallint, so that no constant of a query is taken for one


class _Made(NamedTuple):
    queryset: models.QuerySet
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    markers: dict[Any, str]  # what stands in `params` for a value → the value's name


class Prepared:
    """`build` called with the values gives a queryset; calling this with them gives its rows as a list.

    Values are numbers, texts, saved rows (for which their key stands) and visitors. `build` may use
    them in conditions only: what it does must not depend on them, but for whether somebody is a visitor.
    A moment in the conditions is "now", and is now whenever the query runs.
    """

    def __init__(self, build: Callable[..., models.QuerySet]) -> None:
        self._build = build
        self._made: dict[tuple[type, ...], _Made] = {}

    def __call__(self, **values: Any) -> list[Any]:
        shape = tuple(value.__class__ for value in values.values())
        made = self._made.get(shape)
        if made is None:
            made = self._made[shape] = self._make(values)
        now = timezone.now()
        keys = {marker: _key(values[name]) for marker, name in made.markers.items()}
        params = tuple(now if isinstance(param, datetime) else keys.get(param, param) for param in made.params)
        compiler = copy(made.compiler)
        compiler.connection = connections[made.queryset.db]
        compiler.as_sql = lambda *args, **kwargs: (made.sql, params)
        queryset = made.queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        return list(queryset)

    def _make(self, values: dict[str, Any]) -> _Made:
        stand_ins = {name: _stand_in(value, _FIRST_MARKER + at) for at, (name, value) in enumerate(values.items())}
        queryset = self._build(**stand_ins)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        markers = {_key(each): name for name, each in stand_ins.items() if _key(each) is not None}
        if missing := set(markers) - set(params):
            raise ValueError(f"{[markers[each] for each in missing]} are no plain values of this query")
        return _Made(queryset, compiler, sql, params, markers)


def _stand_in(value: Any, marker: int) -> Any:
    if isinstance(value, models.Model):
        return value._meta.model(pk=marker)
    if isinstance(value, str):
        return f"{marker}"
    return marker if isinstance(value, int) else value


def _key(value: Any) -> Any:
    return value if isinstance(value, (int, str)) else getattr(value, "pk", None)
