"""What happened when: the demo world is lived in this order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from home.demo_world import rhythm
from home.demo_world.clock import then
from home.demo_world.people import People

Turn = tuple[datetime, str, Callable[[], object]]  # when it is planned for, whose it is (their key), what happens


@dataclass(frozen=True)
class Event:
    at: datetime
    play: Callable[[], object]


def in_turn(planned: Iterable[Turn], people: People, *about: object) -> Iterator[Event]:
    """What people do one after the other, each by day in their own zone."""
    turns, zones = sorted(planned, key=lambda turn: turn[0]), people.zones()
    moments = rhythm.in_turn([(at, zones[key]) for at, key, _play in turns], people.now, *about)
    for moment, (_at, _key, play) in zip(moments, turns, strict=True):
        yield Event(moment, play)


def live(events: Iterable[Event]) -> None:
    """Let the events happen, the earliest first, each by the clock of its moment."""
    for event in sorted(events, key=lambda event: event.at):
        with then(event.at):
            event.play()
