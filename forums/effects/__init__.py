"""What follows of itself in a discussion."""

from forums.effects.closings import begin_closing, cite, close_due, draft_due
from forums.effects.discussions import forget_person, open_due, renew_pages

__all__ = ["begin_closing", "cite", "close_due", "draft_due", "forget_person", "open_due", "renew_pages"]
