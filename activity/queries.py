from typing import Any

from accounts.models import User
from activity.models import Entry


def export_person(person: User) -> dict[str, Any]:
    """What `person` did: a list of {verb, kind, id, at (ISO 8601, UTC)}, oldest first."""
    rows = Entry.objects.filter(actor=person).order_by("pk").values_list("verb", "kind", "object_id", "at")
    return {"done": [{"verb": v, "kind": k, "id": i, "at": at.isoformat()} for v, k, i, at in rows]}
