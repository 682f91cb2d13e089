"""Who may leave a trace of having looked."""

from typing import Any


def may_keep_place(person: Any) -> bool:
    """Whether Copse remembers how far `person` has seen a stream."""
    return bool(person.is_authenticated)
