"""The order of what somebody lays out for a discussion."""

from typing import Any

from django.db.models import QuerySet


def put_at(row: Any, rows: QuerySet, place: int) -> bool:
    """Let `row` stand at `place` among `rows`, counted from 0; beyond the last place is the last.

    The others keep their order, and all of them together the positions that they had. Returns whether anything moved.
    Assumes that the discussion is locked and the row is among them.
    """
    before = list(rows)
    after = [each for each in before if each != row]
    after.insert(place, row)
    if after == before:
        return False
    positions = [each.position for each in before]
    for each, position in zip(after, positions, strict=True):
        each.position = position
    rows.model.objects.bulk_update(after, ["position"])
    return True
