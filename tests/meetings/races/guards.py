"""What keeps more people from having a seat than there are seats, and how tests put it aside."""

from contextlib import contextmanager

from django.db import connection

from core import waitlist
from meetings.actions import seats
from meetings.models import Meeting, Seat
from tests.meetings.seats import again

CONSTRAINT = "meeting_not_overbooked"


def put_aside(put):
    """Neither the lock of the row, nor the condition of the count. `put` is setattr, or what takes it back in time."""
    put(waitlist, "_count", _unconditional)
    put(seats.effects, "lock_meeting", again)
    put(seats, "lock_around", lambda space: None)


def _unconditional(room, change):
    Meeting.objects.filter(pk=room.pk).update(taken=room.taken + change)
    room.taken += change


@contextmanager
def without_constraint():
    """Nor the constraint of the table; what came in meanwhile is gone after it."""
    constraint = next(each for each in Meeting._meta.constraints if each.name == CONSTRAINT)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Meeting, constraint)
    try:
        yield
    finally:
        Seat.objects.all().delete()
        Meeting.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Meeting, constraint)
