from meetings.effects.attendance import mark, mark_all, take_back
from meetings.effects.guests import forget_guests
from meetings.effects.holding import lock_meeting, lock_series
from meetings.effects.life import hold_due
from meetings.effects.people import forget_person, leave_meetings
from meetings.effects.planning import begin_meeting, put_right
from meetings.effects.reminders import overtake, remind, remind_due, thank_due
from meetings.effects.seats import fill, fill_due, give_back, hold_slot, lapse, lapse_due, seat_of
from meetings.effects.telling import (
    let_go_of_calendars,
    tell_of_changes,
    tell_seat,
    tell_seats,
    tell_those_with_seats,
)
from meetings.effects.words import finished

__all__ = [
    "begin_meeting",
    "fill",
    "fill_due",
    "finished",
    "forget_guests",
    "forget_person",
    "give_back",
    "hold_due",
    "hold_slot",
    "lapse",
    "lapse_due",
    "leave_meetings",
    "let_go_of_calendars",
    "lock_meeting",
    "lock_series",
    "mark",
    "mark_all",
    "overtake",
    "put_right",
    "remind",
    "remind_due",
    "seat_of",
    "take_back",
    "tell_of_changes",
    "tell_seat",
    "tell_seats",
    "tell_those_with_seats",
    "thank_due",
]
