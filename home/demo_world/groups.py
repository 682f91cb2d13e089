"""The groups into which a discussion of the demo world is parted, their talk, and what one of them reported."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from forums import actions
from forums.models import Discussion, Subgroup
from home.demo_world.events import Event, Turn, in_turn
from home.demo_world.people import People

Found = Callable[[], Discussion]  # the discussion as it is when the event comes


def events_of(facts: dict[str, Any], discussion: Found, people: People, now: datetime) -> Iterator[Event]:
    """How the groups were made, what is said in their rooms, and who has reported."""
    return in_turn(_Groups(facts, discussion, people, now).turns(), people, facts["task"])


class _Groups:
    def __init__(self, facts: dict[str, Any], discussion: Found, people: People, now: datetime) -> None:
        self.facts, self.discussion, self.people, self.now = facts, discussion, people, now

    def turns(self) -> Iterator[Turn]:
        yield self.ago(self.facts["days_ago"]), self.facts["by"], self.part
        for group in self.facts["of"]:
            for said in group["said"]:
                yield self.ago(said["days_ago"]), said["by"], partial(self.say, group["name"], said)
            if said := group.get("report"):
                yield self.ago(said["days_ago"]), said["by"], partial(self.report, group["name"], said)

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def part(self) -> None:
        facts, actor = self.facts, self.people[self.facts["by"]]
        grouping = actions.part_into_groups(
            self.discussion(),
            actor=actor,
            names=[group["name"] for group in facts["of"]],
            task=facts["task"],
            tasks={group["name"]: group["task"] for group in facts["of"] if "task" in group},
            reports_by=self.now + timedelta(days=facts["reports_in_days"]),
        )
        groups = {group.name: group for group in grouping.groups.all()}
        places = {self.people[key].pk: groups[each["name"]] for each in facts["of"] for key in each["people"]}
        actions.place_people(grouping, actor=actor, places=places)
        for each in facts["of"]:
            if "rapporteur" in each:
                one = self._group(each["name"])
                actions.name_rapporteur(one, actor=actor, person=self.people[each["rapporteur"]].pk)

    def say(self, name: str, said: dict[str, Any]) -> None:
        room = Discussion.objects.select_related("space__community").get(group=self._group(name))
        actor = self.people[said["by"]]
        actions.reply(room, actor=actor, markdown=said["text"], submission=self._submission(said))

    def report(self, name: str, said: dict[str, Any]) -> None:
        actor = self.people[said["by"]]
        actions.report_back(self._group(name), actor=actor, markdown=said["text"], submission=self._submission(said))

    def _group(self, name: str) -> Subgroup:
        found = Subgroup.objects.select_related("grouping__discussion__space__community", "room", "report")
        return found.get(grouping__discussion=self.discussion(), name=name)

    def _submission(self, said: dict[str, Any]) -> UUID:
        return uuid5(self.discussion().submission, said["text"])
