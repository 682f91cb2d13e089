import time
from typing import Any

from django.db import connection

from accounts.models import User
from activity.models import Entry, StreamPosition

PATIENCE = 3.0  # seconds
_WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'activity_entry'::regclass AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
"""


def newest_settled() -> int | None:
    """The id of the newest entry beneath which none can appear any more (0 where there is none).

    Ids are given out before their transactions end, so that a smaller one may become visible after a larger one.
    Whoever writes entries holds a lock on the table before an id is given out and until the end: this waits
    for those who hold it now, and returns None when one of them takes longer than PATIENCE.
    """
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    writing = _writers()
    deadline = time.monotonic() + PATIENCE
    while writing:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.02)
        writing &= _writers()
    return newest


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        return {row[0] for row in cursor.fetchall()}


def export_person(person: User) -> dict[str, Any]:
    """What `person` did, and how far they saw what others did: lists with times in ISO 8601, UTC, oldest first."""
    rows = Entry.objects.filter(actor=person).order_by("pk").values_list("verb", "kind", "object_id", "at")
    seen = StreamPosition.objects.filter(person=person).order_by("pk")
    return {
        "done": [{"verb": v, "kind": k, "id": i, "at": at.isoformat()} for v, k, i, at in rows],
        "streams_seen": [
            {"community": each.community_id, "up_to": each.seen, "at": each.changed_at.isoformat()} for each in seen
        ],
    }
