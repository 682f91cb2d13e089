from meetings.models.agenda import AgendaItem
from meetings.models.attendance import AttendanceChange, Counting
from meetings.models.meeting import Meeting
from meetings.models.minutes import Minutes
from meetings.models.reminder import Reminder
from meetings.models.seat import Seat
from meetings.models.series import Series
from meetings.models.watch import Watch

__all__ = [
    "AgendaItem",
    "AttendanceChange",
    "Counting",
    "Meeting",
    "Minutes",
    "Reminder",
    "Seat",
    "Series",
    "Watch",
]
