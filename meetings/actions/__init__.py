from meetings.actions.agenda import set_agenda
from meetings.actions.keeping import keep_minutes
from meetings.actions.life import call_off, confirm_meeting, move_meeting
from meetings.actions.meetings import change_meeting, plan_meeting
from meetings.actions.minutes import publish_minutes, write_minutes
from meetings.actions.people import give_role, name_host, put_on_list, put_several_on_list, take_off_list
from meetings.actions.seats import book_seat, decline_seat, give_seat_back, say_maybe, take_offer, unwatch, watch

__all__ = [
    "book_seat",
    "call_off",
    "change_meeting",
    "confirm_meeting",
    "decline_seat",
    "give_role",
    "give_seat_back",
    "keep_minutes",
    "move_meeting",
    "name_host",
    "plan_meeting",
    "publish_minutes",
    "put_on_list",
    "put_several_on_list",
    "say_maybe",
    "set_agenda",
    "take_off_list",
    "take_offer",
    "unwatch",
    "watch",
    "write_minutes",
]
