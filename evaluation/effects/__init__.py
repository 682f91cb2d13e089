"""What follows of itself: opening, reminding, closing, and forgetting."""

from evaluation.effects.answers import forget_person, keep_answers
from evaluation.effects.life import begin, close_due, end, open_due, remind_due

__all__ = ["begin", "close_due", "end", "forget_person", "keep_answers", "open_due", "remind_due"]
