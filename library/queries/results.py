"""What libraries hold for the expected results of a community (P19)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from library.models import Item

SHOWN = 4  # of each result


@dataclass(frozen=True)
class Kept:
    """One item as a page about a result names it."""

    pk: int
    slug: str
    title: str
    of_kind: str

    @property
    def url(self) -> str:
        return reverse("library:item", args=[self.pk, self.slug])

    @property
    def kind(self) -> str:
        return str(Item.Kind(self.of_kind).label)


def items_towards(reader: Any) -> ArraySubquery:
    """For a query of expected results: the newest few that `reader` may see of what was published for each.

    `kept` reads it.
    """
    found = Item.objects.visible_to(reader).published().filter(result=OuterRef("pk")).order_by("-published_at", "-pk")
    return ArraySubquery(found.values(shown=JSONObject(pk="pk", slug="slug", title="title", of_kind="kind"))[:SHOWN])


def kept(shown: list[dict[str, Any]]) -> list[Kept]:
    return [Kept(**fields) for fields in shown]
