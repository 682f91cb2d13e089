"""What becomes of a meeting by itself."""

from django.db import transaction

from activity.effects import record
from communities.effects.holding import lock_in_space
from core.errors import Busy
from meetings.effects.attendance import take_back
from meetings.effects.reminders import overtake
from meetings.models import Meeting, Seat


def hold_due() -> None:
    """Count confirmed meetings as held once their time is over; each by itself. Nobody is told."""
    for meeting in Meeting.objects.due_to_be_held().select_related("space__community").order_by("pk"):
        try:
            _hold(meeting)
        except Busy:  # somebody is at it; it stays due
            continue


@transaction.atomic
def _hold(meeting: Meeting) -> None:
    meeting = lock_in_space(meeting)
    held = Meeting.objects.due_to_be_held().filter(pk=meeting.pk)
    if held.update(state=Meeting.State.HELD):
        settle_queue(meeting)
        overtake(meeting)
        record("meeting.held", actor=None, target=meeting)


def end_ahead(meeting: Meeting, reason: str) -> None:
    """It does not take place: nobody waits any more, everybody's time is free. Locked, and seats told before."""
    meeting.state, meeting.cancelled_because = Meeting.State.CANCELLED, reason
    meeting.begin_edition()
    meeting.version += 1
    meeting.save(update_fields=["state", "cancelled_because", "sequence", "changed_at", "version"])
    overtake(meeting)
    take_back(meeting.seats.booked())
    settle_queue(meeting)
    free_their_time(meeting)


def settle_queue(meeting: Meeting) -> None:
    """Whoever waits for a seat, or was offered one, at a meeting that is over or called off, waits no more."""
    still = meeting.seats.filter(state__in=(Seat.State.WAITING, Seat.State.OFFERED))
    offered = still.filter(state=Seat.State.OFFERED, role=Seat.Role.ATTENDEE).count()
    still.update(state=Seat.State.LAPSED, waitlisted_at=None, offer_until=None)
    if offered:
        Meeting.objects.filter(pk=meeting.pk).update(taken=meeting.taken - offered)
        meeting.taken -= offered


def free_their_time(meeting: Meeting) -> None:
    """Whoever had booked it as a slot of their own may book another one at that time."""
    meeting.seats.filter(exclusive=True).update(exclusive=False, during=None)
