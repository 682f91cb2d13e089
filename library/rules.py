"""Who adds to a library, changes what is there, and takes it down."""

from typing import Any

from communities.models import Community, Role, Space
from communities.rules import LEAST_ROLE, may, role_in
from library.models import Item


def may_upload(person: Any) -> bool:
    """Whoever has an account; what it hangs on says more."""
    return bool(person.is_authenticated and person.is_active)


def may_contribute(person: Any, space: Space, *, role: Role | None = None) -> bool:
    """Whoever takes part in `space`, where the community has a library. Guests read."""
    return space.community.uses(Community.Tool.LIBRARY) and may(person, "contribute", space, role=role)


def is_own(person: Any, item: Item) -> bool:
    return bool(person.is_authenticated and item.contributed_by_id == person.pk)


def may_edit(person: Any, item: Item, *, role: Role | None = None) -> bool:
    """Whoever contributed it, as long as they take part there, and those who keep the library."""
    return may(person, "contribute" if is_own(person, item) else "keep_library", item.space, role=role)


def may_publish(person: Any, item: Item, *, role: Role | None = None) -> bool:
    """Whoever contributed it says when others see it."""
    return is_own(person, item) and may(person, "contribute", item.space, role=role)


def may_discard(person: Any, item: Item, *, role: Role | None = None) -> bool:
    """Their own draft."""
    return may_publish(person, item, role=role)


def may_take_down(person: Any, item: Item, *, role: Role | None = None) -> bool:
    """Whoever contributed it takes it back; those who keep the library take down anything."""
    return may_edit(person, item, role=role)


def may_put_back(person: Any, item: Item, *, role: Role | None = None) -> bool:
    """What its contributor took back they alone put back; anything else, those who keep the library."""
    if item.taken_down_by_id == item.contributed_by_id:
        return may_publish(person, item, role=role)
    return may(person, "keep_library", item.space, role=role)


def may_read_versions(person: Any, item: Item, *, role: Role | None = None) -> bool:
    """Earlier versions of its file: whoever may edit it, also where nothing is written any more."""
    held = role_in(person, item.space) if role is None else role
    least = "contribute" if is_own(person, item) else "keep_library"
    return held is not None and held >= LEAST_ROLE[least]
