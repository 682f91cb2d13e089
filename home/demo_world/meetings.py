"""What communities of the demo world meet for: planned, booked, held, written down, by the actions that people use."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from communities.models import Community, Space
from home.demo_world import data, rhythm
from home.demo_world.events import Event
from home.demo_world.people import People
from meetings import actions
from meetings.actions.agenda import Line
from meetings.clock import When, days_before
from meetings.effects import hold_due, remind_due, thank_due
from meetings.models import Meeting

LAST_BOOKING = timedelta(hours=5)  # before it begins, or before now
A_TICK = timedelta(seconds=30)  # until a worker looks


def new_meetings(people: People, now: datetime) -> Iterator[Event]:
    """What is met for in those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, meetings in data.read("meetings.toml").items():
        if slug not in known:
            for facts in meetings:
                yield from _Meeting(slug, facts, people, now).events()


def moments_of_reminders(begins: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """When those with a seat are told of what begins then."""
    yield from (days_before(begins, zone, days) for days in (7, 1))
    yield begins - timedelta(hours=1)


class _Meeting:
    """One of them."""

    def __init__(self, slug: str, facts: dict[str, Any], people: People, now: datetime) -> None:
        self.slug, self.facts, self.people, self.now = slug, facts, people, now
        self.zone = ZoneInfo(facts["zone"])
        begins = time.fromisoformat(facts["begins"])
        day = rhythm.at_hour(now + timedelta(days=facts["days"]), begins.hour, self.zone).astimezone(self.zone)
        self.begins = day.replace(minute=begins.minute)
        self.ends = self.begins + timedelta(minutes=facts["minutes"])

    def events(self) -> Iterator[Event]:
        planned = self.begins - timedelta(days=self.facts["planned_before"])
        yield Event(planned, self.plan)
        comers = self.facts["comers"].split()
        last = min(self.begins, self.now) - LAST_BOOKING
        for place, key in enumerate(comers, 1):
            yield Event(planned + (last - planned) * place / (len(comers) + 2), partial(self.book, key))
        for key, reason in self.facts.get("sorry", {}).items():
            yield Event(last, partial(self.apologise, key, reason))
        for moment in moments_of_reminders(self.begins, self.zone):
            if planned < moment < self.now:
                yield Event(moment + A_TICK, self.remind)
        if self.ends < self.now:
            yield Event(self.ends + timedelta(minutes=1), self.hold)
            if (thanked := self.ends + Meeting.THANKED_AFTER + A_TICK) < self.now:
                yield Event(thanked, self.thank)
            if "minutes_of" in self.facts:
                yield Event(self.ends + timedelta(days=self.facts["minutes_of"]["days_later"]), self.write)

    def plan(self) -> None:
        facts = self.facts
        actor = self.people[facts["by"]]
        space = Space.objects.select_related("community").get(
            community__slug=self.slug, slug=facts.get("in", "members")
        )
        meeting = actions.plan_meeting(
            space,
            actor=actor,
            submission=self.submission,
            when=When(self.begins.date(), self.begins.time(), facts["minutes"], facts["zone"]),
            is_tentative=facts.get("tentative", False),
            kind=facts["kind"],
            title=facts["title"],
            markdown=facts["about"].strip(),
            place=facts.get("place", ""),
            link=facts.get("link", ""),
            link_before=facts.get("link_before"),
            capacity=facts.get("seats"),
            reflection=facts.get("reflection", ""),
        )
        if lines := facts.get("agenda"):
            agenda = [Line(title, kind, minutes) for kind, title, minutes in lines]
            meeting = actions.set_agenda(meeting, agenda, actor=actor, version=meeting.version)
        if text := facts.get("reminder"):
            kinds = meeting.reminders
            actions.set_reminders(meeting, actor=actor, version=meeting.version, kinds=kinds, text=text)

    def book(self, key: str) -> None:
        actions.book_seat(self.meeting(), actor=self.people[key])

    def apologise(self, key: str, reason: str) -> None:
        actions.give_seat_back(self.meeting(), actor=self.people[key], reason=reason)

    def remind(self) -> None:
        remind_due()

    def hold(self) -> None:
        hold_due()

    def thank(self) -> None:
        thank_due()

    def write(self) -> None:
        facts = self.facts["minutes_of"]
        actor = self.people[facts["by"]]
        said = {"markdown": facts["text"], "decisions": facts["decisions"], "follows": facts["follows"]}
        minutes = actions.write_minutes(self.meeting(), actor=actor, version=0, **said)
        actions.publish_minutes(self.meeting(), actor=actor, version=minutes.version)

    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("space__community").get(submission=self.submission)

    @property
    def submission(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.slug} {self.facts['title']} {self.facts['days']}")
