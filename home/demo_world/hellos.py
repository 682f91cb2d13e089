"""Who is new in communities of the demo world, how they say hello, and whom a question is put to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from activity.effects import record
from communities.effects import admit
from communities.models import Community
from forums import actions
from forums.models import Asked, Discussion, Post
from home.demo_world import data
from home.demo_world.data import Story
from home.demo_world.events import Event, Turn, in_turn
from home.demo_world.people import People


def new_hellos(people: People, now: datetime) -> Iterator[Event]:
    """Of those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("hellos.toml").items():
        if slug not in known:
            yield from _Hellos(slug, facts, people, now).events()


class _Hellos:
    def __init__(self, slug: str, facts: dict[str, Any], people: People, now: datetime) -> None:
        self.slug, self.facts, self.people, self.now = slug, facts, people, now

    def events(self) -> Iterator[Event]:
        yield from in_turn(self.said(), self.people, self.slug)
        if asked := self.facts.get("asked"):
            name = asked["discussion"]
            question = Story(name, data.read(f"discussions/{name}.toml"), self.now)
            question.date(self.people.zones())
            yield Event(question.opened + timedelta(minutes=3), partial(self.ask, asked))
            for key in asked["not_me"]:
                yield Event(question.opened + timedelta(hours=9), partial(self.pass_on, asked, key))

    def said(self) -> Iterator[Turn]:
        yield self.ago(self.facts["days_ago"]), self.facts["opened_by"], self.begin
        for key, days in self.facts["comers"].items():
            yield self.ago(days), key, partial(self.join, key)
        for hello in self.facts["hellos"]:
            yield self.ago(hello["days_ago"]), hello["by"], partial(self.say, hello["by"], hello["text"])
            for key, days, text in hello.get("answers", []):
                yield self.ago(days), key, partial(self.say, key, text, to=hello["by"])

    def begin(self) -> None:
        actions.begin_introductions(
            self.community(),
            actor=self.people[self.facts["opened_by"]],
            title="Introductions",
            question="Who are you, what do you bring, and what do you hope for here? A few lines are enough; "
            "answer whoever you have something in common with.",
        )

    def join(self, key: str) -> None:
        membership, is_new = admit(self.people[key], self.community())
        if is_new:
            record("membership.joined", actor=self.people[key], target=membership)

    def say(self, key: str, text: str, *, to: str = "") -> None:
        thread = Discussion.objects.select_related("space__community").get(introductions_of__slug=self.slug)
        answered = Post.objects.filter(discussion=thread, author=self.people[to], depth=0).get() if to else None
        submission = uuid5(NAMESPACE_URL, f"{self.slug} {key} {text}")
        actor = self.people[key]
        actions.reply(thread, actor=actor, markdown=text.strip(), submission=submission, parent=answered)

    def ask(self, asked: dict[str, Any]) -> None:
        people = [self.people[key] for key in asked["people"]]
        actions.ask_members(self.question(asked), actor=self.people[asked["by"]], people=people)

    def pass_on(self, asked: dict[str, Any], key: str) -> None:
        row = Asked.objects.select_related("discussion__space__community").get(
            discussion=self.question(asked), person=self.people[key]
        )
        actions.pass_on(row, actor=self.people[key])

    def question(self, asked: dict[str, Any]) -> Discussion:
        told = Discussion.objects.select_related("space__community")
        return told.get(submission=uuid5(NAMESPACE_URL, asked["discussion"]))

    def community(self) -> Community:
        return Community.objects.get(slug=self.slug)

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)
