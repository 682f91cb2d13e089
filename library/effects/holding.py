"""What an action locks before it asks for leave."""

from communities.effects.life import hold_open
from core.locks import lock
from library.models import Item


def lock_item(item: Item) -> Item:
    """Lock it and return it as it is now, in its space as that was read before.

    Raises CommunityOver where the community has come to its end meanwhile.
    """
    space, item = item.space, lock(item)
    if item.space_id == space.pk:
        item.space = space
    hold_open(item.community)
    return item
