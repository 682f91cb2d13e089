"""Where somebody adds to a library."""

from communities.models import Community, Space
from communities.queries import Standing
from communities.rules import LEAST_ROLE


def spaces_to_add_in(standing: Standing) -> list[Space]:
    """The spaces in which whoever stands like this may contribute, that which most members read first. One query."""
    community = standing.community
    if not (community.uses(Community.Tool.LIBRARY) and community.is_writable):
        return []
    held = Space.objects.held_by(standing.reader, LEAST_ROLE["contribute"])
    seen = Space.objects.visible_to(standing.reader).filter(pk__in=held.values("pk"), community=community)
    found = list(seen.filter(archived_at=None).order_by("position", "pk"))
    for space in found:
        space.community = community
    return found


def adds_somewhere(standing: Standing) -> bool:
    """Whether they are shown the way to add something; no query."""
    is_open = standing.community.uses(Community.Tool.LIBRARY) and standing.community.is_writable
    return is_open and standing.role is not None and standing.role >= LEAST_ROLE["contribute"]


def usual_space(spaces: list[Space]) -> Space:
    """Where something goes unless its contributor says otherwise: where all members read it."""
    return next((space for space in spaces if space.access == Space.Access.MEMBERS), spaces[0])
