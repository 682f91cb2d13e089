"""What follows of itself for the material of a discussion."""

from django.db.models import Max

from accounts.models import User
from forums.models import Discussion, Material
from library.models import Item


def next_place(discussion: Discussion) -> int:
    """The place behind all others."""
    return 1 + (discussion.material.aggregate(last=Max("position"))["last"] or 0)


def copy_material(source: Discussion, discussion: Discussion, *, by: User) -> None:
    """Lay out what is laid out in `source` and `by` finds in the library of the same community, with its reasons."""
    found = source.material.filter(
        item__in=Item.objects.visible_to(by).published(), item__space__community=discussion.space.community_id
    )
    Material.objects.bulk_create(
        Material(discussion=discussion, item_id=row.item_id, position=place, why=row.why, by=by)
        for place, row in enumerate(found, next_place(discussion))
    )
