"""What somebody new said in communities of the demo world whose team looks at first posts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from communities.actions.settings import change_settings
from communities.models import Community
from forums import actions
from forums.models import Discussion
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def new_order(people: People, now: datetime) -> Iterator[Event]:
    """Of those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("order.toml").items():
        if slug not in known:
            yield from _Order(slug, facts, people, now).events()


class _Order:
    def __init__(self, slug: str, facts: dict[str, Any], people: People, now: datetime) -> None:
        self.slug, self.facts, self.people, self.now = slug, facts, people, now

    def events(self) -> Iterator[Event]:
        yield Event(self.ago(self.facts["since_days_ago"]), self.switch_on)
        for said in self.facts["first_posts"]:
            yield Event(self.ago(said["days_ago"]), partial(self.say, said))

    def switch_on(self) -> None:
        community = Community.objects.get(slug=self.slug)
        as_they_are = ("visibility", "admission", "language", "time_zone", "meeting_place", "tools")
        change_settings(
            community,
            actor=self.people[self.facts["switched_on_by"]],
            version=community.settings_version,
            holds_first_posts=True,
            **{field: getattr(community, field) for field in as_they_are},
        )

    def say(self, said: dict[str, Any]) -> None:
        told = Discussion.objects.select_related("space__community")
        discussion = told.get(submission=uuid5(NAMESPACE_URL, said["in"]))
        submission = uuid5(NAMESPACE_URL, f"{self.slug} {said['author']}")
        text = said["text"].strip()
        actions.reply(discussion, actor=self.people[said["author"]], markdown=text, submission=submission)

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)
