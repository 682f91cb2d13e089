"""What follows of itself: files that are stored, hung on things, swept and forgotten."""

from library.effects.files import claim, drop, drop_loose, store, sweep
from library.effects.holding import lock_item
from library.effects.people import forget_person
from library.effects.words import finished, forget_words, say_instead, take_off

__all__ = [
    "claim",
    "drop",
    "drop_loose",
    "finished",
    "forget_person",
    "forget_words",
    "lock_item",
    "say_instead",
    "store",
    "sweep",
    "take_off",
]
