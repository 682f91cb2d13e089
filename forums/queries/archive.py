"""When the discussions of a community were opened, month by month (B10)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from communities.models import Community
from core.paging import behind, position_of, read_position
from forums.models import Discussion
from forums.queries.lists import COLUMNS, DISCUSSIONS_PER_PAGE, NAMES, DiscussionList, Listed


@dataclass(frozen=True)
class Month:
    """A month in which something was opened, by the clock that is in force."""

    first: date
    number: int  # of discussions


def years_of(months: list[Month]) -> list[tuple[int, list[Month]]]:
    """The months year by year, in their order."""
    return [(year, list(those)) for year, those in groupby(months, lambda month: month.first.year)]


def months_there(reader: Any, community: Community) -> list[Month]:
    """Those in which something was opened that `reader` may see, the latest first. One query."""
    opened = Discussion.objects.visible_to(reader).whole()
    opened = opened.filter(space__community=community, opened_at__isnull=False)
    counted = opened.annotate(month=TruncMonth("opened_at")).values("month").annotate(number=Count("pk"))
    return [Month(row["month"].date(), row["number"]) for row in counted.order_by("-month")]


def opened_in(reader: Any, community: Community, first: date, *, after: str = "") -> DiscussionList:
    """What `reader` may see of the discussions opened in the month that begins with `first`, the latest first.

    One query. `after` is what a page before gave; anything else begins at the start.
    """
    begins, ends = _moments(first)
    found = Discussion.objects.visible_to(reader).whole().with_reading(reader)
    found = found.filter(space__community=community, opened_at__gte=begins, opened_at__lte=ends)
    position = read_position(after)
    if position and position[0]:
        found = found.filter(behind("opened_at", *position))
    ordered = found.annotate(**NAMES).order_by("-opened_at", "-pk")
    size = DISCUSSIONS_PER_PAGE
    rows = list(ordered.values_list(*COLUMNS, *NAMES, "opened_at", named=True)[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return DiscussionList([Listed(row) for row in rows[:size]], position_of(last.opened_at, last.pk) if last else "")


def _moments(first: date) -> tuple[datetime, datetime]:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return timezone.make_aware(datetime.combine(first, time.min)), timezone.make_aware(datetime.combine(last, time.max))
