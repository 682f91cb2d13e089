"""What the library has for a discussion, as its readers find it (P39)."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from communities.models import Community
from communities.queries.audiences import audience_of
from forums.models import Discussion, Material
from library.models import Item
from library.queries.lists import item_list

_OFFERED = 12


def material_of(discussion: Discussion, reader: Any) -> QuerySet[Material]:
    """What `reader`, who may see the discussion, finds beside its plan, in its order. One query."""
    shown = Item.objects.visible_to(reader).published()
    return _in_rooms(discussion).filter(item__in=shown)


def laid_out(discussion: Discussion, planner: Any) -> list[Any]:
    """All that is laid out, for whoever plans it, each with `is_shown` and `is_narrower`. Two queries.

    `is_shown`: whether `planner` finds it in the library now; of anything else they learn nothing but that it is there.
    `is_narrower`: whether some of those who read the discussion do not see it.
    """
    rows: list[Any] = list(_in_rooms(discussion))
    shown = {row.item_id for row in material_of(discussion, planner)}
    for row in rows:
        row.is_shown = row.item_id in shown
        row.is_narrower = audience_of(row.item.space).is_outgrown_by(discussion.space)
    return rows


def seen_by_all(discussion: Discussion, planner: Any) -> list[Any]:
    """What everybody who reads the discussion will find beside its plan. Two queries."""
    return [row for row in laid_out(discussion, planner) if row.is_shown and not row.is_narrower]


def offered(discussion: Discussion, planner: Any, words: str = "") -> list[Item]:
    """Items of its community that `planner` may lay out, the newest first; with `words`, those that have them."""
    community: Community = discussion.space.community
    there = set(discussion.material.values_list("item", flat=True))
    found = item_list(planner, community, {"q": words}).rows
    return [item for item in found if item.pk not in there][:_OFFERED]


def _in_rooms(discussion: Discussion) -> Any:
    found = discussion.material.select_related("item__space__community")
    return found.defer("item__markdown", "item__html", "item__transcript")


def export_material(person: User) -> dict[str, Any]:
    """What `person` laid out for discussions, and why."""
    rows = Material.objects.filter(by=person).select_related("discussion", "item").order_by("pk")
    return {
        "material": [
            {"discussion": row.discussion.title, "item": row.item.title, "why": row.why, "at": row.at.isoformat()}
            for row in rows
        ]
    }
