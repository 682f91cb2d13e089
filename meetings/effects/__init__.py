from meetings.effects.holding import lock_meeting
from meetings.effects.life import hold_due
from meetings.effects.people import forget_person, leave_meetings
from meetings.effects.seats import fill, give_back, lapse_due, seat_of
from meetings.effects.words import finished

__all__ = [
    "fill",
    "finished",
    "forget_person",
    "give_back",
    "hold_due",
    "lapse_due",
    "leave_meetings",
    "lock_meeting",
    "seat_of",
]
