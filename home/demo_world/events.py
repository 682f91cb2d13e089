"""What happened when: the demo world is lived in this order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from home.demo_world.clock import then


@dataclass(frozen=True)
class Event:
    at: datetime
    play: Callable[[], object]


def live(events: Iterable[Event]) -> None:
    """Let the events happen, the earliest first, each by the clock of its moment."""
    for event in sorted(events, key=lambda event: event.at):
        with then(event.at):
            event.play()
