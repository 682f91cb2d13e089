"""What people in the demo world said to posts without words, kept of them, and took as an answer."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from forums import actions
from forums.models import Reaction
from home.demo_world import data
from home.demo_world.data import Said
from home.demo_world.discussions import Telling
from home.demo_world.events import Event

SOON = timedelta(hours=5)  # after somebody had said it
EACH = timedelta(minutes=47)


def new_reactions(tellings: Iterable[Telling]) -> Iterator[Event]:
    """Those to what is told now: a discussion that was there already keeps what it has."""
    told = data.read("reactions.toml")
    for telling in tellings:
        for by, facts in told.get(telling.story.name, {}).items():
            said = next(said for said in telling.story.said if said.by == by)
            if said.at:
                yield from _events(telling, said, facts)


def _events(telling: Telling, said: Said, facts: dict[str, Any]) -> Iterator[Event]:
    assert said.at
    deeds = [
        partial(_react, telling, said, kind, person) for kind in Reaction.Kind.values for person in facts.get(kind, [])
    ]
    deeds += [partial(_keep, telling, said, person) for person in facts.get("kept_by", [])]
    if "answer_of" in facts:
        deeds.append(partial(_accept, telling, said, facts["answer_of"]))
    for number, deed in enumerate(deeds):
        yield Event(min(said.at + SOON + number * EACH, telling.now), deed)


def _react(telling: Telling, said: Said, kind: str, person: str) -> None:
    actions.react(telling.post(said.place), kind=kind, actor=telling.people[person])


def _keep(telling: Telling, said: Said, person: str) -> None:
    actions.keep_bookmark(telling.post(said.place), actor=telling.people[person])


def _accept(telling: Telling, said: Said, person: str) -> None:
    actions.accept_answer(telling.post(said.place), actor=telling.people[person])
