"""What an action locks before it asks for leave: whoever waited decides by what has become of things meanwhile."""

from typing import Any, Protocol

from django.core.exceptions import ObjectDoesNotExist

from communities.models import Community, Space
from core.errors import Gone
from core.locks import Row, lock, lock_all


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
    """Lock the community that `part` is in, and read `part` again; returns the community, as it is now.

    Raises Gone when `part` was taken away meanwhile.
    """
    community = lock(part.community)
    read_again(part)
    part.community = community
    return community


def read_again(row: Any) -> None:
    """Read `row` as it is now, under a lock of what it is in. Raises Gone when it was taken away meanwhile."""
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist as missing:
        raise Gone from missing


def lock_in_space(thing: Row) -> Row:
    """Lock what lies in a space, such as a discussion; returns it as it is now, in its space as that was read before.

    Where it was put into another space meanwhile, who may do what is asked of where it is now. That the community has
    come to its end meanwhile is for `communities.effects.life.hold_open` to say.
    """
    before: Any = thing
    return in_its_space(lock(before), before.space)


def in_its_space(held: Row, space: Space) -> Row:
    """`held`, as it was locked, with `space` as that was read before where it is still there."""
    thing: Any = held
    if thing.space_id == space.pk:
        thing.space = space
    return held
