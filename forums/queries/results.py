"""What discussions do for the expected results of a community (P19)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from communities.models import Community
from forums.models import Discussion
from forums.queries.lists import Listed

SHOWN = 4  # of each result
COLUMNS = ("pk", "slug", "title", "kind", "state", "result_id", "number")


@dataclass(frozen=True)
class Work:
    """The discussions that work towards one result: the liveliest few, and how many there are."""

    rows: list[Listed]
    number: int

    @property
    def more(self) -> int:
        return self.number - len(self.rows)


def working_towards(reader: Any, community: Community) -> dict[int, Work]:
    """{result: what of its discussions `reader` may see}, without those that have none. One query."""
    found = Discussion.objects.visible_to(reader).filter(result__community=community)
    liveliest = [F("last_post_at").desc(nulls_last=True), F("pk").desc()]
    found = found.annotate(
        place=Window(RowNumber(), partition_by=F("result"), order_by=liveliest),
        number=Window(Count("pk"), partition_by=F("result")),
    )
    rows = found.filter(place__lte=SHOWN).order_by("result", "place")
    by_result: dict[int, Work] = {}
    for row in rows.values_list(*COLUMNS, named=True):
        by_result.setdefault(row.result_id, Work([], row.number)).rows.append(Listed(row))
    return by_result
