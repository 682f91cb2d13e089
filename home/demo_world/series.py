"""Meetings of the demo world that belong together: moved, marked, finished, and with people from outside."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser

from communities.models import Community, Space
from home.demo_world import data, rhythm
from home.demo_world.events import Event
from home.demo_world.meetings import A_TICK, moments_of_reminders
from home.demo_world.people import People
from meetings import actions
from meetings.actions.guests import Guest
from meetings.clock import When
from meetings.effects import hold_due, remind_due, thank_due
from meetings.models import Meeting, Seat, Series

BEFORE_NOW = timedelta(hours=6)
ANSWERS: dict[str, Callable[..., Seat]] = {
    "yes": actions.come_as_guest,
    "maybe": actions.say_maybe_as_guest,
    "no": actions.decline_as_guest,
}


def new_series(people: People, now: datetime) -> Iterator[Event]:
    """The series of those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, found in data.read("series.toml").items():
        if slug not in known:
            for facts in found:
                yield from _Series(slug, facts, people, now).events()


class _Series:
    """One of them."""

    def __init__(self, slug: str, facts: dict[str, Any], people: People, now: datetime) -> None:
        self.slug, self.facts, self.people, self.now = slug, facts, people, now
        self.dates = [_Date(self, each, now) for each in facts["dates"]]
        self.planned = self.dates[0].begins - timedelta(days=facts["planned_before"])

    def events(self) -> Iterator[Event]:
        yield Event(self.planned, self.plan)
        comers = self.facts["comers"].split()
        for place, key in enumerate(comers, 1):
            yield Event(self.planned + timedelta(hours=5 * place), partial(self.book, key))
        for date in self.dates:
            yield from date.events()

    def plan(self) -> None:
        facts = self.facts
        space = Space.objects.select_related("community").get(community__slug=self.slug, slug="members")
        series = actions.plan_series(
            space,
            actor=self.host,
            submission=self.submission,
            whens=[date.when(date.begins) for date in self.dates],
            kind=facts["kind"],
            title=facts["title"],
            markdown=facts["about"].strip(),
            place=facts.get("place", ""),
            link=facts.get("link", ""),
            link_before=facts.get("link_before"),
            capacity=facts.get("seats"),
            reflection=facts.get("reflection", ""),
        )
        for meeting in series.meetings.order_by("starts_at") if facts.get("reminder") else ():
            kinds = meeting.reminders
            actions.set_reminders(
                meeting, actor=self.host, version=meeting.version, kinds=kinds, text=facts["reminder"]
            )

    def book(self, key: str) -> None:
        series = Series.objects.select_related("space__community").get(submission=self.submission)
        actions.book_series(series, actor=self.people[key])

    @property
    def host(self) -> Any:
        return self.people[self.facts["by"]]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.facts["zone"])

    @property
    def submission(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.slug} {self.facts['title']}")


class _Date:
    """One of its dates."""

    def __init__(self, series: _Series, facts: dict[str, Any], now: datetime) -> None:
        self.series, self.facts, self.now = series, facts, now
        begins = time.fromisoformat(series.facts["begins"])
        days = timedelta(days=facts["days"])
        local = rhythm.at_hour(now + days, begins.hour, series.zone).astimezone(series.zone)
        self.begins = local.replace(minute=begins.minute)
        later = self.begins + timedelta(days=facts.get("moved", 0))
        self.held = rhythm.at_hour(later, begins.hour, series.zone).astimezone(series.zone)
        self.held = self.held.replace(minute=begins.minute)
        self.ends = self.held + timedelta(minutes=series.facts["minutes"])

    def events(self) -> Iterator[Event]:
        last = min(self.held, self.now) - BEFORE_NOW
        if self.facts.get("moved"):
            yield Event(self.now - timedelta(days=self.facts["told"]), self.move)
        for place, (name, address, answer) in enumerate(self.facts.get("asked", [])):
            asked = last - timedelta(days=1, hours=3 * place)
            yield Event(asked, partial(self.ask, name, address))
            if answer:
                yield Event(asked + timedelta(hours=9), partial(self.answer, address, answer))
        for begins in {self.begins, self.held}:
            for moment in moments_of_reminders(begins, self.series.zone):
                if self.series.planned < moment < self.now - A_TICK:
                    yield Event(moment + A_TICK, self.remind)
        if self.ends < self.now:
            yield Event(self.ends + timedelta(minutes=1), self.hold)
            yield Event(self.ends + timedelta(minutes=4), self.mark)
            yield Event(self.ends + Meeting.THANKED_AFTER + A_TICK, self.thank)
            if "corrected" in self.facts:
                yield Event(self.ends + timedelta(hours=20), self.correct)

    def when(self, begins: datetime) -> When:
        facts = self.series.facts
        return When(begins.date(), begins.time(), facts["minutes"], facts["zone"])

    def move(self) -> None:
        meeting = self.meeting()
        actions.move_meeting(meeting, actor=self.series.host, version=meeting.version, when=self.when(self.held))

    def ask(self, name: str, address: str) -> None:
        actions.ask_guests(self.meeting(), actor=self.series.host, guests=[Guest(address, name)])

    def answer(self, address: str, answer: str) -> None:
        seat = self.meeting().seats.get(email=address)
        ANSWERS[answer](seat.token, actor=AnonymousUser())

    def remind(self) -> None:
        remind_due()

    def hold(self) -> None:
        hold_due()

    def thank(self) -> None:
        thank_due()

    def mark(self) -> None:
        """Who was not there, or not all the time; then the rest, as the meeting is finished."""
        for mark in (Seat.Attendance.LATE, Seat.Attendance.EXCUSED, Seat.Attendance.ABSENT):
            for key in self.facts.get(mark, "").split():
                actions.mark_seat(self.seat_of(key), actor=self.series.host, to=mark)
        actions.finish_meeting(self.meeting(), actor=self.series.host, default=Seat.Attendance.PRESENT)

    def correct(self) -> None:
        said = self.facts["corrected"]
        seat = self.seat_of(said["person"])
        actions.mark_seat(seat, actor=self.series.host, to=said["to"], reason=said["reason"])

    @property
    def slug(self) -> str:
        return self.series.slug

    def seat_of(self, key: str) -> Seat:
        meeting = self.meeting()
        seat = meeting.seats.select_related("person").get(person=self.series.people[key])
        seat.meeting = meeting
        return seat

    def meeting(self) -> Meeting:
        """It is found by its day, or by that on which it is held by now."""
        dates = Meeting.objects.filter(series__submission=self.series.submission)
        days = (self.begins.date(), self.held.date())
        return dates.select_related("space__community", "series").get(day__in=days)
