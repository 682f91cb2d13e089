"""What moderators of the demo world say of the lines of a discussion, by the actions that people use."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forums import actions
from forums.models import LineMark, Post
from home.demo_world import rhythm
from home.demo_world.events import Event
from home.demo_world.people import People

Begun = Callable[[str], Post]  # the post with a name in the data, with which a line begins


def events_of(facts: dict[str, Any], begun: Begun, people: People, last: datetime) -> Iterator[Event]:
    """A line that is set aside or closed as the data tells it, after the `last` that is said in it."""
    planned = people.now - timedelta(days=facts["days_ago"])
    yield Event(max(planned, last + rhythm.READING), partial(_mark, facts, begun, people))


def _mark(facts: dict[str, Any], begun: Begun, people: People) -> None:
    post, actor = begun(facts["ref"]), people[facts["by"]]
    if facts["kind"] == LineMark.Kind.CLOSED:
        actions.close_line(post, actor=actor, words=facts["words"], statement=facts["statement"])
    else:
        actions.set_aside(post, actor=actor, words=facts["words"])
