"""What an action locks before it asks for leave."""

from communities.effects.holding import lock_in_space
from communities.effects.life import hold_open
from meetings.models import Meeting


def lock_meeting(meeting: Meeting) -> Meeting:
    """Lock it and return it as it is now, in its space as that was read before.

    Raises CommunityOver where the community has come to its end meanwhile.
    """
    held = lock_in_space(meeting)
    hold_open(held.community)
    return held
