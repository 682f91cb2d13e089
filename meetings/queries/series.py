"""A series as one reader finds it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from communities.models import Role
from communities.rules import role_in
from core.seams import Resolved
from meetings.models import Meeting, Seat, Series
from meetings.queries.dates import warnings_of_planned
from meetings.queries.guests import seats_of_guest
from meetings.queries.lists import beside_each, with_own_seat
from meetings.rules import may_book_series, may_plan, may_run_series
from notifications.models import Stranger


@dataclass(frozen=True)
class Place:
    """Which of how many dates one is."""

    series: Series
    number: int
    of: int


@dataclass(frozen=True)
class SeriesPage:
    series: Series
    reader: Any
    role: Role | None
    dates: list[Any]  # each a meeting as `with_own_seat` gives it

    @cached_property
    def runs(self) -> bool:
        return self.role is not None and may_run_series(self.reader, self.series, role=self.role)

    @cached_property
    def may_add(self) -> bool:
        return self.role is not None and may_plan(self.reader, self.series.space, role=self.role) and self.runs

    @property
    def ahead(self) -> list[Any]:
        """What has not begun."""
        return [each for each in self.dates if each.takes_bookings]

    @property
    def called_off(self) -> int:
        return sum(each.is_cancelled for each in self.dates)

    @cached_property
    def bookable(self) -> int:
        """How many dates the reader could ask for at once: where they have nothing, and did not say no."""
        if self.role is None or not may_book_series(self.reader, self.series, role=self.role):
            return 0
        open_to_them = (None, Seat.State.MAYBE, Seat.State.LAPSED, Seat.State.OFFERED)
        rsvp = Meeting.Admission.RSVP
        return sum(
            each.takes_bookings and each.admission == rsvp and each.own_state in open_to_them for each in self.dates
        )


def series_page(series: Series, reader: Any) -> SeriesPage:
    """Of a series that `reader` may see: the dates that they see, the first one first. Five queries at most.

    To those who run it each date that is ahead says by its `notes` what should be looked at again.
    """
    dates = dates_of(series, reader)
    others = beside_each(dates, reader)
    for each in dates:
        each.space, each.others = series.space, others.get(each.pk, [])
    role = role_in(reader, series.space) if reader.is_authenticated else None
    page = SeriesPage(series, reader, role, dates)
    if page.runs:
        for each, notes in zip(page.ahead, warnings_of_planned(page.ahead, reader=reader, series=series), strict=True):
            each.notes = notes
    return page


def dates_of(series: Series, reader: Any) -> list[Any]:
    seen = Meeting.objects.visible_to(reader).filter(series=series)
    return list(with_own_seat(seen, reader).order_by("starts_at", "pk"))


def place_of(meeting: Meeting, reader: Any) -> Place | None:
    """Which of the dates that `reader` sees this one is; None where it is by itself. One query."""
    if meeting.series is None:
        return None
    seen = Meeting.objects.visible_to(reader).filter(series=meeting.series_id).order_by("starts_at", "pk")
    ids = list(seen.values_list("pk", flat=True))
    return Place(meeting.series, ids.index(meeting.pk) + 1, len(ids)) if meeting.pk in ids else None


def has_later(meeting: Meeting, person: Any) -> bool:
    """Whether dates of its series come after it, which `person` could change with it."""
    if meeting.series is None:
        return False
    later = Meeting.objects.filter(series=meeting.series_id, starts_at__gte=meeting.starts_at).upcoming()
    meeting.series.space = meeting.space
    return may_run_series(person, meeting.series) and later.planned().exclude(pk=meeting.pk).exists()


def told_of(series: Series, *, but: Any) -> int:
    """How many people would be told when all that is ahead is called off: each once, guests too, but not `but`."""
    ahead = Meeting.objects.filter(series=series).upcoming().planned().order_by()
    seats = Seat.objects.standing().filter(meeting__in=ahead.values("pk"))
    people = seats.exclude(person=None).exclude(person=but).order_by().values("person").distinct().count()
    return people + seats.exclude(email="").order_by().values("email").distinct().count()


def resolve_series(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """With those of its dates that `reader` sees or is asked to. Three queries at most."""
    asked = seats_of_guest(reader).filter(meeting__series__in=ids)
    by_mail = list(asked.select_related("meeting__series").order_by("pk"))
    shown = {} if isinstance(reader, Stranger) else _for_reader(ids, reader)
    for seat in by_mail:
        if seat.meeting.series_id not in shown:
            shown[seat.meeting.series_id] = _for_guest(seat, by_mail)
    return shown


def _for_reader(ids: list[int], reader: Any) -> dict[Any, Resolved]:
    seen = Meeting.objects.visible_to(reader).filter(series__in=ids)
    dates: list[Any] = list(with_own_seat(seen, reader).order_by("starts_at", "pk"))
    found = Series.objects.filter(pk__in={date.series_id for date in dates}).select_related("space__community")
    return {
        each.pk: Resolved(
            title=each.title,
            url=each.get_absolute_url(),
            obj=each,
            community_name=each.community.name,
            list_id=each.community.slug,
            thread=f"meetings.series.{each.pk}",
            context={"dates": [date for date in dates if date.series_id == each.pk]},
        )
        for each in found
    }


def _for_guest(seat: Seat, seats: list[Seat]) -> Resolved:
    dates: list[Any] = [each.meeting for each in seats if each.meeting.series_id == seat.meeting.series_id]
    for date in dates:
        date.own_state = seat.state
    return Resolved(
        title=seat.meeting.title,
        url=seat.guest_url,
        obj=seat.meeting.series,
        thread=f"meetings.series.{seat.meeting.series_id}",
        context={"dates": sorted(dates, key=lambda meeting: meeting.starts_at), "guest": seat},
    )
