"""The polls of the demo world, put, answered and ended by the actions that people use."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from forums import actions
from forums.models import Discussion, Poll
from home.demo_world.events import Event
from home.demo_world.people import People

Found = Callable[[], Discussion]  # the discussion as it is when the event comes


def events_of(facts: dict[str, Any], discussion: Found, people: People, opened: datetime) -> Iterator[Event]:
    """A poll of a discussion as the data tells it, with its days counted from when that was opened."""
    poll = _Poll(facts, discussion, people)
    put = opened + timedelta(days=facts["days_later"])
    yield Event(put, partial(poll.put, put))
    for hours, (voter, chosen) in enumerate(facts["votes"].items(), start=2):
        yield Event(put + timedelta(hours=hours), partial(poll.vote, voter, chosen))
    if "ended" in facts:
        yield Event(put + timedelta(days=facts["ended"]["days_later"]), poll.end)


class _Poll:
    def __init__(self, facts: dict[str, Any], discussion: Found, people: People) -> None:
        self.facts, self.discussion, self.people = facts, discussion, people

    def put(self, now: datetime) -> None:
        facts, discussion = self.facts, self.discussion()
        lasts = facts.get("lasts_days")
        actions.start_poll(
            discussion,
            actor=self.people[facts["by"]],
            markdown=facts["text"],
            options=facts["options"],
            kind=facts["kind"],
            purpose=facts["purpose"],
            is_anonymous=facts.get("without_names", False),
            closes_at=now + timedelta(days=lasts) if lasts else None,
            submission=self._submission(discussion),
        )

    def vote(self, voter: str, chosen: list[int]) -> None:
        poll = self._poll()
        options = list(poll.options.all())
        actions.vote(poll, actor=self.people[voter], chosen=[options[place] for place in chosen])

    def end(self) -> None:
        ended = self.facts["ended"]
        actions.end_poll(self._poll(), actor=self.people[ended["by"]], outcome=ended["outcome"])

    def _poll(self) -> Poll:
        discussion = self.discussion()
        polls = Poll.objects.select_related("post__discussion__space__community")
        return polls.get(post__discussion=discussion, post__submission=self._submission(discussion))

    def _submission(self, discussion: Discussion) -> UUID:
        return uuid5(discussion.submission, self.facts["text"])
