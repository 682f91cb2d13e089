"""What became of a message."""

from dataclasses import dataclass

from accounts.models import User
from forums.inbound.letters import Letter
from forums.models import Discussion


@dataclass(frozen=True)
class Dealt:
    """`letter` tells its writer, where that has to be told."""

    outcome: str
    person: User | None = None
    discussion: Discussion | None = None
    reason: str = ""
    letter: Letter | None = None
