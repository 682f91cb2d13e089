"""Where somebody plans meetings."""

from communities.models import Community, Space
from communities.queries import Standing
from communities.rules import LEAST_ROLE


def spaces_to_meet_in(standing: Standing) -> list[Space]:
    """The spaces in which whoever stands like this may plan meetings, in their order. One query."""
    community = standing.community
    if not (community.uses(Community.Tool.MEETINGS) and community.is_writable):
        return []
    held = Space.objects.held_by(standing.reader, LEAST_ROLE["run_meetings"])
    seen = Space.objects.visible_to(standing.reader).filter(pk__in=held.values("pk"), community=community)
    found = list(seen.filter(archived_at=None).order_by("position", "pk"))
    for space in found:
        space.community = community
    return found


def usual_space(spaces: list[Space]) -> Space:
    """Where a meeting is planned unless its planner says otherwise: where all members see it."""
    return next((space for space in spaces if space.access == Space.Access.MEMBERS), spaces[0])
