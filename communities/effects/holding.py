"""What an action locks before it asks for leave: whoever waited decides by what has become of things meanwhile."""

from typing import Any, Protocol

from communities.models import Community
from core.locks import lock, lock_all


class Part(Protocol):
    """A row of a community, such as a membership or a space."""

    community: Any

    def refresh_from_db(self) -> None: ...


def lock_both(community: Community, actor: Any) -> tuple[Community, Any]:
    """Lock the community, then whoever acts, and return both as they are now: the one may be over, the other erased.

    A visitor has no row, and stays what they are.
    """
    if not actor.is_authenticated:
        return lock(community), actor
    rows: list[Any] = [community, actor]
    held, person = lock_all(rows)
    return held, person


def lock_around(part: Part) -> Community:
    """Lock the community that `part` is in, and read `part` again; returns the community, as it is now."""
    community = lock(part.community)
    part.refresh_from_db()
    part.community = community
    return community
