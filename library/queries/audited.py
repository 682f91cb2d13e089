"""Which deeds around the library the leaders of a community find in its audit, and how items are called there."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activity import audit
from library.models import Item

ORDER = {
    "item.taken_down": _("took something out of the library"),
    "item.put_back": _("put something back into the library"),
}
# What people contribute.
LEFT_OUT = ("item.drafted", "item.changed", "item.renewed", "item.published", "item.discarded")


def _items(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Item.objects.visible_to(reader).filter(pk__in=ids), "title", "pk")


def register() -> None:
    """Class the verbs of this app, and say how its things are called."""
    audit.watch("order", ORDER)
    audit.leave_out(*LEFT_OUT)
    audit.name("library.item", _items, "library:item-short")
