from meetings.effects.holding import lock_meeting
from meetings.effects.life import hold_due
from meetings.effects.people import forget_person, leave_meetings
from meetings.effects.seats import fill, fill_due, give_back, lapse, lapse_due, seat_of
from meetings.effects.words import finished

__all__ = [
    "fill",
    "fill_due",
    "finished",
    "forget_person",
    "give_back",
    "hold_due",
    "lapse",
    "lapse_due",
    "leave_meetings",
    "lock_meeting",
    "seat_of",
]
