"""What others ask of notifications."""

from typing import Any

from accounts.models import User
from notifications.models import Notification, Volume


def export_person(person: User) -> dict[str, Any]:
    """What `person` was told of (ids and times) and how much they want to hear."""
    told = Notification.objects.filter(recipient=person).select_related("entry").order_by("pk")
    return {
        "told": [
            {
                "verb": row.entry.verb,
                "kind": row.entry.kind,
                "id": row.entry.object_id,
                "at": row.created_at.isoformat(),
                "read_at": row.read_at and row.read_at.isoformat(),
            }
            for row in told
        ],
        "volumes": list(Volume.objects.filter(person=person).order_by("pk").values("scope_kind", "scope_id", "level")),
    }
