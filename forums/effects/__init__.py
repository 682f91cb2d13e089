"""What follows of itself in a discussion."""

from forums.effects.discussions import forget_person

__all__ = ["forget_person"]
