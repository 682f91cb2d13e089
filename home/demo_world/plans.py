"""What communities of the demo world mean to do, and what their members want to learn."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from communities import actions
from communities.models import ActionItem, Community, LearningTopic
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def new_plans(people: People, now: datetime) -> Iterator[Event]:
    """The plans and agendas of those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("plans.toml").items():
        if slug not in known:
            yield from _Plan(slug, facts, people, now).events()


class _Plan:
    def __init__(self, slug: str, facts: dict[str, Any], people: People, now: datetime) -> None:
        self.slug, self.facts, self.people, self.now = slug, facts, people, now

    def events(self) -> Iterator[Event]:
        for item in self.facts["items"]:
            yield Event(self.ago(item["days_ago"]), partial(self.add, item))
            if "doing" in item:
                yield Event(self.ago(item["days_ago"] / 2), partial(self.move, item, ActionItem.State.DOING))
            if "done" in item:
                yield Event(self.ago(item["done"]), partial(self.move, item, ActionItem.State.DONE))
            for key, days, text in item.get("comments", []):
                yield Event(self.ago(days), partial(self.comment, item, key, text))
        yield Event(self.ago(self.facts["proposed_days_ago"]), self.propose)
        for voice in self.facts["voices"]:
            yield Event(self.ago(voice["days_ago"]), partial(self.answer, voice))
        if "adopted_days_ago" in self.facts:
            yield Event(self.ago(self.facts["adopted_days_ago"]), self.adopt)
        for topic in self.facts["topics"]:
            yield Event(self.ago(topic["days_ago"]), partial(self.want, topic))
            if "answer" in topic:
                yield Event(self.ago(topic["answer"]["days_ago"]), partial(self.take_up, topic))

    def add(self, item: dict[str, Any]) -> None:
        community = self.community()
        results = community.results.standing()
        actions.add_item(
            community,
            actor=self.people[item["by"]],
            submission=self.submission(item),
            title=item["title"],
            details=item.get("details", ""),
            result=results.filter(position=item["result"]).first() if "result" in item else None,
            owner=self.people[item["owner"]] if "owner" in item else None,
            due_on=self.day(item["due_in"]),
        )

    def move(self, item: dict[str, Any], state: str) -> None:
        actions.move_item(self.item(item), actor=self.people[item["owner"]], state=state)

    def comment(self, item: dict[str, Any], key: str, text: str) -> None:
        submission = uuid5(NAMESPACE_URL, text)
        actions.comment_on_item(self.item(item), actor=self.people[key], text=text, submission=submission)

    def propose(self) -> None:
        actions.propose_plan(self.community(), actor=self.people[self.facts["proposed_by"]])

    def answer(self, voice: dict[str, Any]) -> None:
        said = {"agrees": voice["agrees"], "comment": voice["comment"]}
        actions.answer_plan(self.community(), actor=self.people[voice["person"]], **said)

    def adopt(self) -> None:
        leader = self.community().memberships.leading().select_related("person").first()
        actions.adopt_plan(self.community(), actor=leader.person)

    def want(self, topic: dict[str, Any]) -> None:
        proposed = actions.propose_topic(
            self.community(),
            actor=self.people[topic["by"]],
            submission=self.submission(topic),
            title=topic["title"],
            why=topic["why"],
        )
        for key in topic["votes"].split():
            actions.vote_for(proposed, actor=self.people[key])

    def take_up(self, topic: dict[str, Any]) -> None:
        answer = topic["answer"]
        actions.answer_topic(
            LearningTopic.objects.get(submission=self.submission(topic)),
            actor=self.people[answer["by"]],
            state=answer["state"],
            scheduled_on=self.day(answer["due_in"]) if "due_in" in answer else None,
            answer=answer["words"],
        )

    def item(self, item: dict[str, Any]) -> ActionItem:
        return ActionItem.objects.select_related("community").get(submission=self.submission(item))

    def submission(self, facts: dict[str, Any]) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.slug} {facts['title']}")

    def community(self) -> Community:
        return Community.objects.get(slug=self.slug)

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def day(self, days: int) -> date:
        return (self.now + timedelta(days=days)).date()
