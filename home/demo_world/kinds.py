"""Members of all kinds in the demo world, by the actions that people use."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from communities.actions import coaching, institutions
from communities.actions.progress import watch_result
from communities.actions.settings import change_settings
from communities.models import Coach, CoachingRequest, Community, Representation, Subject
from communities.queries.institutions import Unlisted
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People

SETTLED = 0.88  # of its age ago: by then its leaders have said what it is about


def new_kinds(people: People, now: datetime) -> Iterator[Event]:
    """What befell those communities that are not in the database yet; and the coaches, before anybody asks one."""
    told = data.read("kinds.toml")
    coaches = told.pop("coaches")
    ages = {slug: timedelta(weeks=facts["weeks"]) for slug, facts in data.read("communities.toml").items()}
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in told.items():
        if slug not in known:
            yield from _Kinds(slug, facts, people, now).events(ages[slug])
            for row in facts.get("coaching", []):
                yield Event(now - timedelta(days=row["days_ago"], hours=5), partial(_name, people, coaches))


def _name(people: People, coaches: dict[str, str]) -> None:
    # By hand, as site staff do in the admin.
    for key, words in coaches.items():
        Coach.objects.get_or_create(person=people[key], defaults={"helps_with": words})


class _Kinds:
    def __init__(self, slug: str, facts: dict[str, Any], people: People, now: datetime) -> None:
        self.slug, self.facts, self.people, self.now = slug, facts, people, now

    def events(self, age: timedelta) -> Iterator[Event]:
        yield Event(self.now - SETTLED * age, self.tag)
        for row in self.facts.get("hosts", []):
            yield Event(self.ago(row["days_ago"]), partial(self.host, row))
        for row in self.facts.get("said", []):
            yield Event(self.ago(row["days_ago"]), partial(self.say, row))
            if "confirmed" in row:
                yield Event(self.ago(row["confirmed"]), partial(self.confirm, row))
        for row in self.facts.get("eyes", []):
            yield Event(self.ago(row["days_ago"]), partial(self.watch, row))
        for row in self.facts.get("coaching", []):
            yield Event(self.ago(row["days_ago"]), partial(self.ask, row))
            if "answered" in row:
                yield Event(self.ago(row["answered"]), partial(self.answer, row))

    def tag(self) -> None:
        community = self.community()
        kept = ("visibility", "admission", "language", "time_zone", "meeting_place", "tools")
        wish: dict[str, Any] = {name: getattr(community, name) for name in kept}
        wish["subjects"] = list(Subject.objects.filter(slug__in=self.facts["subjects"]))
        change_settings(community, actor=self.leader, version=community.settings_version, **wish)

    def host(self, row: dict[str, Any]) -> None:
        institutions.add_host(self.community(), institution=_unlisted(row), actor=self.leader)

    def say(self, row: dict[str, Any]) -> None:
        institutions.represent(self.community(), institution=_unlisted(row), actor=self.people[row["person"]])

    def confirm(self, row: dict[str, Any]) -> None:
        said = Representation.objects.get(
            membership__community__slug=self.slug, membership__person=self.people[row["person"]]
        )
        moderator = self.people[self.facts["moderator"]]
        institutions.confirm_representation(said, institution=said.institution_id, actor=moderator)

    def watch(self, row: dict[str, Any]) -> None:
        result = self.community().results.select_related("community").get(position=row["result"])
        watch_result(result, actor=self.people[row["person"]])

    def ask(self, row: dict[str, Any]) -> None:
        coach = Coach.objects.get(person=self.people[row["coach"]])
        coaching.ask_coach(self.community(), coach=coach, message=row["message"], actor=self.leader)

    def answer(self, row: dict[str, Any]) -> None:
        asked = CoachingRequest.objects.get(community__slug=self.slug, coach__person=self.people[row["coach"]])
        coach = self.people[row["coach"]]
        coaching.answer_request(asked, is_accepted=row["yes"], answer=row["answer"], actor=coach)

    @property
    def leader(self) -> Any:
        return self.people[self.facts["leader"]]

    def community(self) -> Community:
        return Community.objects.get(slug=self.slug)

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


def _unlisted(row: dict[str, Any]) -> Unlisted:
    return Unlisted(row["name"], row["country"], row["kind"], row.get("website", ""))
