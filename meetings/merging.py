"""Several people change the same at once: what each of them changed stands, and of one thing neither is lost."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from meetings.errors import MeetingStale

Marks = Mapping[str, str]


def mark_of(value: Any) -> str:
    """A few signs that are others once the value is: text, a number, None, or a sequence of such."""
    return sha256(repr(value).encode()).hexdigest()[:16]


def marks_of(shown: Mapping[str, Any]) -> dict[str, str]:
    """The mark of each field, by its name."""
    return {name: mark_of(value) for name, value in shown.items()}


def changed_in(said: Mapping[str, Any], seen: Marks) -> list[str]:
    """The fields that say something else than what was `seen`; of which nobody knows that, all."""
    return [name for name, value in said.items() if mark_of(value) != seen.get(name)]


def changed_twice(said: Mapping[str, Any], now: Mapping[str, Any], seen: Marks) -> list[str]:
    """The fields that were changed here, and by somebody else, to something else."""
    theirs = changed_in(now, seen)
    return [name for name in changed_in(said, seen) if name in theirs and said[name] != now[name]]


def merged(said: Mapping[str, Any], now: Mapping[str, Any], seen: Marks) -> dict[str, Any]:
    """What of `said` is to be saved over what is saved `now`, where somebody saved since it was `seen`.

    Raises MeetingStale where both changed the same.
    """
    if changed_twice(said, now, seen):
        raise MeetingStale(_("This was changed meanwhile. What you wrote is still here; both are shown."))
    return {name: said[name] for name in changed_in(said, seen)}
