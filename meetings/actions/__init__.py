from meetings.actions.agenda import set_agenda
from meetings.actions.attendance import add_walk_in, finish_meeting, import_marks, mark_seat
from meetings.actions.check_in import check_in
from meetings.actions.counting import set_counting
from meetings.actions.guests import (
    ask_guests,
    come_as_guest,
    come_as_oneself,
    decline_as_guest,
    say_maybe_as_guest,
)
from meetings.actions.keeping import keep_minutes
from meetings.actions.life import call_off, confirm_meeting, move_meeting
from meetings.actions.meetings import change_meeting, plan_meeting
from meetings.actions.minutes import publish_minutes, write_minutes
from meetings.actions.people import give_role, name_host, put_on_list, put_several_on_list, take_off_list
from meetings.actions.reminders import set_reminders
from meetings.actions.seats import (
    book_seat,
    book_series,
    book_slot,
    decline_seat,
    give_seat_back,
    say_maybe,
    take_offer,
    unwatch,
    watch,
)
from meetings.actions.series import add_dates, call_off_series, change_onwards, plan_series, set_programme

__all__ = [
    "add_dates",
    "add_walk_in",
    "ask_guests",
    "book_seat",
    "book_series",
    "book_slot",
    "call_off",
    "call_off_series",
    "change_meeting",
    "change_onwards",
    "check_in",
    "come_as_guest",
    "come_as_oneself",
    "confirm_meeting",
    "decline_as_guest",
    "decline_seat",
    "finish_meeting",
    "give_role",
    "give_seat_back",
    "import_marks",
    "keep_minutes",
    "mark_seat",
    "move_meeting",
    "name_host",
    "plan_meeting",
    "plan_series",
    "publish_minutes",
    "put_on_list",
    "put_several_on_list",
    "say_maybe",
    "say_maybe_as_guest",
    "set_agenda",
    "set_counting",
    "set_programme",
    "set_reminders",
    "take_off_list",
    "take_offer",
    "unwatch",
    "watch",
    "write_minutes",
]
