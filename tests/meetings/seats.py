"""What tests ask of seats, and how they let time pass."""

from datetime import timedelta

from django.utils import timezone

from core import waitlist
from meetings.models import Meeting, Seat
from tests.factories import MembershipFactory


def members(community, number):
    return [MembershipFactory(community=community).person for _each in range(number)]


def again(row):
    """As another process has read it."""
    found = type(row)._base_manager
    return (found.select_related("space__community") if isinstance(row, Meeting) else found).get(pk=row.pk)


def states(meeting):
    """{name: state} of all who have a row, but for the host."""
    rows = Seat.objects.filter(meeting=meeting).exclude(role=Seat.Role.HOST)
    return dict(rows.values_list("person__display_name", "state"))


def state(meeting, person):
    return Seat.objects.values_list("state", flat=True).filter(meeting=meeting, person=person).first()


def taken(meeting):
    """The count of the room, which is what its rows say."""
    count = Meeting.objects.values_list("taken", flat=True).get(pk=meeting.pk)
    rows = Seat.objects.filter(meeting=meeting, role=Seat.Role.ATTENDEE, state__in=("booked", "offered"))
    assert count == rows.count()
    return count


def sound(meeting):
    """The count says what the rows say, and nobody waits beside a free seat."""
    now = again(meeting)
    assert taken(meeting) <= now.capacity
    assert now.is_full or not waitlist.queue_of(now).exists()
    return True


def begin(meeting, ago=timedelta(minutes=5)):
    """It has begun so long ago."""
    meeting.starts_at = timezone.now() - ago
    meeting.ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    meeting.save(update_fields=["starts_at", "ends_at"])


def end(meeting):
    begin(meeting, timedelta(minutes=meeting.minutes + 1))


def run_out(meeting):
    """Nobody took up in time what they are offered."""
    Seat.objects.filter(meeting=meeting, state="offered").update(offer_until=timezone.now() - timedelta(seconds=1))
