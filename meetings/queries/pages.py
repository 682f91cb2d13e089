"""One meeting as a reader finds it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, IntegerField, When

from communities.models import Role
from communities.queries import seen_profiles
from communities.rules import role_in
from core import waitlist
from library.models import Item
from meetings.models import AgendaItem, Meeting, Minutes, Seat, Watch
from meetings.queries.keeping import item_seen
from meetings.queries.lists import beside
from meetings.rules import may_book, may_keep_minutes, may_run

NAMED = 60  # so many of those who come are named; of more, their number says enough


@dataclass(frozen=True)
class Step:
    """An item of the agenda with the moment at which it begins, None once a length before it is not said."""

    item: AgendaItem
    at: datetime | None


@dataclass(frozen=True)
class MeetingPage:
    meeting: Meeting
    reader: Any
    role: Role | None
    seat: Seat | None  # the reader's own row
    place_in_queue: int | None
    is_watching: bool
    others: list[Meeting]  # what the reader has booked at the same time
    hosts: list[Seat]
    coming: list[Seat]  # for whoever belongs there: who else has a seat, presenters first
    counts: dict[str, int]  # {state: how many}
    steps: list[Step]
    minutes: Minutes | None

    @cached_property
    def runs(self) -> bool:
        hosts = self.seat is not None and self.seat.is_host
        return self.role is not None and may_run(self.reader, self.meeting, role=self.role, hosts=hosts)

    @cached_property
    def may_book(self) -> bool:
        return (
            self.meeting.takes_bookings
            and self.role is not None
            and may_book(self.reader, self.meeting, role=self.role)
        )

    @property
    def may_give_back(self) -> bool:
        """Whether they have something to give back; whoever hosts names another host first."""
        seat = self.seat
        if seat is None or not self.meeting.takes_bookings:
            return False
        return (seat.is_booked or seat.is_waiting) and seat.role != Seat.Role.HOST

    @property
    def is_coming(self) -> bool:
        return self.seat is not None and self.seat.is_booked

    @property
    def shows_link(self) -> bool:
        return self.is_coming and self.meeting.shows_link and self.meeting.is_open

    @property
    def awaits_link(self) -> bool:
        """Whether the reader has a seat and is shown the link later."""
        return self.is_coming and bool(self.meeting.link) and not self.meeting.shows_link and self.meeting.is_open

    @property
    def booked(self) -> int:
        return self.counts.get(Seat.State.BOOKED, 0)

    @property
    def waiting(self) -> int:
        return self.counts.get(Seat.State.WAITING, 0)

    @property
    def maybe(self) -> int:
        return self.counts.get(Seat.State.MAYBE, 0)

    @property
    def would_wait(self) -> bool:
        """Whether whoever asks for a seat now gets a place in the queue."""
        return self.meeting.is_full or self.waiting > 0

    @property
    def shown_minutes(self) -> Minutes | None:
        return self.minutes if self.minutes and self.minutes.is_published else None

    @cached_property
    def kept(self) -> Item | None:
        """What the library keeps of the minutes, where the reader may see that."""
        return item_seen(self.minutes, self.reader)

    @property
    def may_keep(self) -> bool:
        """Whether the minutes are the reader's to keep, and nobody keeps them yet."""
        return (
            self.minutes is not None
            and self.minutes.item_id is None
            and self.role is not None
            and may_keep_minutes(self.reader, self.minutes, role=self.role)
        )


def meeting_page(meeting: Meeting, reader: Any) -> MeetingPage:
    """Of a meeting that `reader` may see. Nine queries at most."""
    role = role_in(reader, meeting.space) if reader.is_authenticated else None
    seat = meeting.seats.filter(person=reader).first() if reader.is_authenticated else None
    if seat is not None:
        seat.meeting = meeting
    minutes = Minutes.objects.filter(meeting=meeting).select_related("written_by").first()
    if minutes is not None:
        minutes.meeting = meeting
    hosts, coming = _named(meeting, is_for_members=role is not None)
    counts = _counts(meeting)
    may_watch = role is not None and (meeting.is_full or counts.get(Seat.State.WAITING, 0) > 0)
    return MeetingPage(
        meeting=meeting,
        reader=reader,
        role=role,
        seat=seat,
        place_in_queue=waitlist.position(seat) if seat is not None else None,
        is_watching=may_watch and Watch.objects.filter(meeting=meeting, person=reader).exists(),
        others=beside(meeting, reader) if meeting.is_ahead else [],
        hosts=hosts,
        coming=coming,
        counts=counts,
        steps=steps_of(meeting),
        minutes=minutes,
    )


def _named(meeting: Meeting, *, is_for_members: bool) -> tuple[list[Seat], list[Seat]]:
    """Who hosts, the host before co-hosts; and, for members alone, who else has a seat, presenters first. One query."""
    booked = meeting.seats.booked().select_related("person")
    if not is_for_members:
        booked = booked.filter(role__in=Seat.HOSTS)
    order = (Seat.Role.HOST, Seat.Role.COHOST, Seat.Role.PRESENTER, Seat.Role.ATTENDEE)
    place = Case(*(When(role=role, then=number) for number, role in enumerate(order)), output_field=IntegerField())
    named = list(booked.order_by(place, "pk")[:NAMED])
    return [seat for seat in named if seat.is_host], [seat for seat in named if not seat.is_host]


def profiles_in(page: MeetingPage) -> set[int]:
    """Of the people named on a page, those whose profile its reader may see."""
    people = [seat.person_id for seat in (*page.hosts, *page.coming) if seat.person_id]
    people += [step.item.presenter_id for step in page.steps if step.item.presenter_id]
    return seen_profiles(people, page.reader) if people else set()


def _counts(meeting: Meeting) -> dict[str, int]:
    """{state: how many} of attendees, whose seats are counted."""
    rows = meeting.seats.filter(role=Seat.Role.ATTENDEE).order_by().values_list("state")
    return dict(rows.annotate(number=Count("pk")))


def steps_of(meeting: Meeting) -> list[Step]:
    """The agenda with its times. One query."""
    at: datetime | None = meeting.starts_at
    steps = []
    for item in meeting.agenda.select_related("presenter"):
        steps.append(Step(item, at))
        at = at + timedelta(minutes=item.minutes) if at and item.minutes else None
    return steps
