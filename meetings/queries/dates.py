"""What is to be said of dates before they are planned (H24)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Community
from meetings.clock import When, moment_of
from meetings.models import Meeting, Series

Programme = tuple[date | None, date | None]


def warnings_of(
    whens: Sequence[When],
    *,
    community: Community,
    reader: Any,
    programme: Programme,
    series: Series | None = None,
    but: Collection[int] = (),
) -> list[list[str]]:
    """For each of `whens` what should be looked at again, in their order. One query.

    A day twice, one over another, over what else the community plans and `reader` sees, outside of the programme,
    in the past. The meetings with the ids `but` are left out. Raises what `moment_of` does.
    """
    spans = [_span(when) for when in whens]
    others = [other for other in _beside(spans, community, reader) if other.pk not in but]
    return [
        [
            *_about_day(at, whens, series, others),
            *_over_one_another(at, whens, spans),
            *(_over(other, series) for other in others if _meet(spans[at], (other.starts_at, other.ends_at))),
            *_outside(when.day, programme),
            *([_("It is over already.")] if spans[at][1] <= timezone.now() else []),
        ]
        for at, when in enumerate(whens)
    ]


def warnings_of_planned(meetings: Sequence[Meeting], *, reader: Any, series: Series | None) -> list[list[str]]:
    """The same of meetings of one community that are planned already: one, or dates of `series`. One query."""
    if not meetings:
        return []
    return warnings_of(
        [When(each.day, each.begins, each.minutes, each.time_zone, each.is_later) for each in meetings],
        community=meetings[0].community,
        reader=reader,
        programme=(series.begins_on, series.ends_on) if series else (None, None),
        series=series,
        but={each.pk for each in meetings},
    )


def days_met(community: Community, reader: Any) -> set[date]:
    """The days on which that community meets, as far as `reader` sees it. One query."""
    seen = Meeting.objects.visible_to(reader).filter(space__community=community).planned()
    return set(seen.order_by().values_list("day", flat=True))


def _span(when: When) -> tuple[datetime, datetime]:
    begins = moment_of(when.day, when.begins, ZoneInfo(when.time_zone), is_later=when.is_later)
    return begins, begins + timedelta(minutes=when.minutes)


def _meet(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _beside(spans: Sequence[tuple[datetime, datetime]], community: Community, reader: Any) -> list[Meeting]:
    if not spans:
        return []
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    seen = Meeting.objects.visible_to(reader).filter(space__community=community).planned()
    around = seen.filter(starts_at__lt=last + timedelta(days=1), ends_at__gt=first - timedelta(days=1))
    return list(around.order_by("starts_at", "pk"))


def _about_day(at: int, whens: Sequence[When], series: Series | None, others: Sequence[Meeting]) -> list[str]:
    day = whens[at].day
    if any(when.day == day for place, when in enumerate(whens) if place != at):
        return [_("This day is there twice.")]
    there = series is not None and any(other.series_id == series.pk and other.day == day for other in others)
    return [_("The series meets on this day already.")] if there else []


def _over_one_another(at: int, whens: Sequence[When], spans: Sequence[tuple[datetime, datetime]]) -> list[str]:
    met = [whens[place] for place, span in enumerate(spans) if place != at and _meet(spans[at], span)]
    return [
        _("It overlaps with the date of %(day)s, %(time)s.")
        % {"day": date_format(other.day, _("D j F")), "time": f"{other.begins:%H:%M}"}
        for other in met[:1]
    ]


def _over(other: Meeting, series: Series | None) -> str:
    if series is not None and other.series_id == series.pk:
        return _("The series meets at that time already.")
    return _("At the same time: “%(title)s”.") % {"title": other.title}


def _outside(day: date, programme: Programme) -> list[str]:
    begins, ends = programme
    if begins and day < begins:
        return [_("It lies before the programme begins.")]
    return [_("It lies after the programme ends.")] if ends and day > ends else []
