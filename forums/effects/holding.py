"""What an action locks before it asks for leave."""

from core.locks import lock
from forums.models import Discussion


def lock_discussion(discussion: Discussion) -> Discussion:
    """Lock it and return it as it is now, in its space as that was read before.

    That the community has come to its end meanwhile is for `communities.effects.life.hold_open` to say.
    """
    space, discussion = discussion.space, lock(discussion)
    discussion.space = space
    return discussion
