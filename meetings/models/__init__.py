from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.models.minutes import Minutes
from meetings.models.seat import Seat
from meetings.models.watch import Watch

__all__ = ["AgendaItem", "Meeting", "Minutes", "Seat", "Watch"]
