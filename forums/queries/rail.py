"""When what stands in a long thread was said, and the ways to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.core.cache import caches
from django.db.models import Case, Count, F, Min, TextField, Value, When
from django.db.models.functions import Cast, Collate, Concat, LPad, TruncDay
from django.utils import timezone

from forums.models import Discussion, Post
from forums.queries.pages import POSTS_PER_PAGE, ThreadPage, fingerprint

MOST = 16  # stretches; of more the longer kind is taken


@dataclass(frozen=True)
class Stretch:
    """A day, week, month or year in which something was said."""

    first: date
    number: int  # of posts that stand
    way: str  # where its first line begins in the thread, after a sign; else its first post

    @property
    def path(self) -> str:
        """The post to begin a page with."""
        return self.way.rpartition(" ")[2]


@dataclass(frozen=True)
class Rail:
    """The stretches of a thread, all of one kind: "day", "week", "month" or "year"."""

    kind: str
    stretches: list[Stretch]
    current: date | None  # the first day of the stretch with which the page begins


_FIRST_DAYS: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def rail_of(discussion: Discussion, page: ThreadPage) -> Rail | None:
    """The rail of a page, by the clock in force; None where a thread has one page, or all was said in one day.

    No query for a short thread, and none while this process still has the days of this version.
    """
    if discussion.place_count <= POSTS_PER_PAGE:
        return None
    days = _days_kept(discussion)
    kind, stretches = next(
        (kind, found) for kind in _FIRST_DAYS if len(found := _together(days, kind)) <= MOST or kind == "year"
    )
    if len(stretches) < 2:
        return None
    begins = page.answers[0] if page.answers else None
    return Rail(kind, stretches, begins and _FIRST_DAYS[kind](timezone.localdate(begins.created_at)))


def _days_kept(discussion: Discussion) -> list[Stretch]:
    key = fingerprint("days", discussion.pk, discussion.version, timezone.get_current_timezone_name())
    days = caches["pages"].get(key)
    if days is None:
        days = _days(discussion)
        caches["pages"].set(key, days)
    return days


def _days(discussion: Discussion) -> list[Stretch]:
    """The days on which something was said, in their order. One query."""
    number = LPad(Cast("number", TextField()), 10, Value("0"))
    way = Case(
        When(depth=0, then=Concat(Value("0 "), F("path"))),
        default=Concat(Value("1 "), number, Value(" "), F("path")),
        output_field=TextField(),
    )
    said = Post.objects.standing().filter(discussion=discussion).annotate(day=TruncDay("created_at"))
    rows = said.order_by("day").values_list("day").annotate(count=Count("pk"), way=Min(Collate(way, "C")))
    return [Stretch(day.date(), count, way) for day, count, way in rows]


def _together(days: Iterable[Stretch], kind: str) -> list[Stretch]:
    def first(stretch: Any) -> date:
        return _FIRST_DAYS[kind](stretch.first)

    together = ((day, list(those)) for day, those in groupby(days, first))
    return [Stretch(day, sum(one.number for one in those), min(one.way for one in those)) for day, those in together]
