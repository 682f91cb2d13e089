"""The clock that the demo world is lived by."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo

from django.utils import timezone


@contextmanager
def then(moment: datetime) -> Iterator[None]:
    """Let `timezone.now()`, also as the default of a field, be `moment` (UTC) meanwhile.

    So an action that is called in here leaves what it would have left then: dates, facts, notices. The
    system's clock, by which leases and caches run, is not touched.
    """

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    timezone.datetime, real = Then, timezone.datetime  # type: ignore[attr-defined]
    try:
        yield
    finally:
        timezone.datetime = real  # type: ignore[attr-defined]
