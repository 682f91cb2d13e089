"""What lies beside the plan of a discussion in the demo world: items of the library, and questions that wait."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid5

from forums import actions
from forums.models import Discussion, Prompt
from home.demo_world import rhythm
from home.demo_world.events import Event
from home.demo_world.people import People
from library.models import Item

Found = Callable[[], Discussion]  # the discussion as it is when the event comes

LATELY = timedelta(days=3, hours=8)  # ago all of it was laid out


def events_of(facts: dict[str, Any], discussion: Found, people: People, now: datetime) -> Iterator[Event]:
    """What the data of a discussion says of it; a question that was put by now has its day."""
    beside = _Beside(discussion, people, now)
    for number, row in enumerate(facts.get("material", [])):
        yield Event(now - LATELY + timedelta(minutes=number), partial(beside.lay_out, row))
    for number, row in enumerate(facts.get("prompts", [])):
        yield Event(now - LATELY + timedelta(hours=1, minutes=number), partial(beside.queue, row))
        if "put_days_ago" in row:
            yield Event(now - timedelta(days=row["put_days_ago"]), partial(beside.put, row))


class _Beside:
    def __init__(self, discussion: Found, people: People, now: datetime) -> None:
        self.discussion, self.people, self.now = discussion, people, now

    def lay_out(self, row: dict[str, Any]) -> None:
        discussion = self.discussion()
        item = Item.objects.published().get(space__community=discussion.space.community, title=row["item"])
        actions.lay_out(discussion, actor=self.people[row["by"]], item_id=item.pk, why=row["why"])

    def queue(self, row: dict[str, Any]) -> None:
        discussion = self.discussion()
        release_at = None
        if "in_days" in row:
            day = self.now + timedelta(days=row["in_days"])
            release_at = rhythm.at_hour(day, 9, discussion.space.community.zone)
        actions.queue_prompt(
            discussion,
            actor=self.people[row["by"]],
            markdown=row["text"],
            submission=uuid5(discussion.submission, row["text"]),
            release_at=release_at,
        )

    def put(self, row: dict[str, Any]) -> None:
        discussion = self.discussion()
        prompts = Prompt.objects.select_related("discussion__space__community")
        prompt = prompts.get(discussion=discussion, submission=uuid5(discussion.submission, row["text"]))
        actions.put_prompt(prompt, actor=self.people[row["by"]])
