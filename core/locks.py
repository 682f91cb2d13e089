"""The one way to lock rows: by kind in a fixed order, ids ascending, never waiting for long."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from django.db import OperationalError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Busy, Gone
from core.prepared import Prepared

LOCK_TIMEOUT_MS = 3000

# A transaction that locks rows of several kinds takes them in this order, so two never wait for each other.
ORDER = (
    *("communities.community", "communities.space", "forums.discussion", "meetings.meeting"),
    *("evaluation.survey", "library.item", "library.file"),
    "accounts.user",
)

Row = TypeVar("Row", bound=models.Model)


def lock(row: Row) -> Row:
    """Lock one row until the transaction ends and return it as it is now.

    Raises Busy when somebody else holds it for more than three seconds, and Gone when it is there no more.
    """
    return lock_all([row])[0]


def lock_all(rows: Iterable[Row]) -> list[Row]:
    """Lock several rows, by kind in ORDER and by ascending id, and return them as they are now; one query a kind.

    Others may still add rows that point at them.
    """
    wanted = sorted(rows, key=lambda row: ORDER.index(row._meta.label_lower))
    with _patience():
        kinds = groupby(wanted, lambda row: row._meta.model)  # what a request calls its user says so too
        return [row for kind, group in kinds for row in _locked(kind, {each.pk for each in group})]


@contextmanager
def _patience() -> Iterator[None]:
    """No lock is waited for longer than LOCK_TIMEOUT_MS; the end of the wait is Busy."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A lock lives as long as its transaction, and there is none.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LOCK_TIMEOUT_MS}ms"])
    with busy_when_late():
        yield


_IN_VAIN = ("55P03", "40P01")  # it took too long; two waited for each other, and PostgreSQL let one of them go


def late(error: BaseException) -> Busy | None:
    """Busy, where `error` says that a lock was waited for in vain."""
    if getattr(error.__cause__, "pgcode", None) not in _IN_VAIN:
        return None
    return Busy(_("Somebody else is changing this right now. Please try again in a moment."))


@contextmanager
def busy_when_late() -> Iterator[None]:
    """Raise Busy where anything in here waits for a lock in vain; what is to be tried again as a whole lies within."""
    try:
        yield
    except OperationalError as error:
        if (refusal := late(error)) is None:
            raise
        raise refusal from error


def _locked(kind: Any, ids: set[Any]) -> list[Any]:
    found = _one(kind)(pk=next(iter(ids))) if len(ids) == 1 else list(_held(kind).filter(pk__in=ids).order_by("pk"))
    if len(found) < len(ids):
        raise Gone
    return found


def _held(kind: type[Any]) -> "models.QuerySet[Any]":
    return kind._base_manager.select_for_update(of=("self",), no_key=True)


@cache
def _one(kind: Any) -> Prepared:
    return Prepared(lambda pk: _held(kind).filter(pk=pk))


def lock_alone(row: Row) -> Row:
    """Lock one row as `lock` does, and wait for those who `hold` it as well. Raises Busy and Gone."""
    with _patience():
        kind: Any = row._meta.model
        found = kind._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Gone
    return found


def hold(row: Row) -> Row:
    """Return one row as it is now, and let nobody lock it alone until the transaction ends.

    Any number hold a row at once, also while somebody else has locked it; one `lock` in the same transaction has to
    come first, for the patience with which it waits. Raises Busy and Gone.
    """
    with busy_when_late():
        kind: Any = row._meta.model
        found = _shared(kind)(pk=row.pk)
    if not found:
        raise Gone
    return found[0]


@cache
def _shared(kind: type[Any]) -> Prepared:
    return Prepared(lambda pk: kind._base_manager.filter(pk=pk), within="{query} FOR KEY SHARE")


def take(rows: "models.QuerySet[Row]") -> Row | None:
    """Lock and return the first of `rows` that nobody else holds, or None: how workers share due rows."""
    return rows.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
