"""What follows when a seat becomes free: it goes to whoever is next, in the same transaction."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_in_space
from communities.models import Role, Space
from core import waitlist
from core.errors import Busy
from core.locks import lock
from meetings.effects.attendance import take_back
from meetings.effects.telling import tell_seat
from meetings.errors import SeatClash
from meetings.models import Meeting, Seat, Watch
from notifications.effects import notify


def seat_of(meeting: Meeting, person: User) -> Seat:
    """The row of `person` at `meeting`, which is locked: theirs, or a new one that holds nothing yet."""
    seat, _is_new = Seat.objects.get_or_create(meeting=meeting, person=person)
    seat.meeting = meeting
    return seat


def give_back(seat: Seat, state: str) -> None:
    """Bring a seat into a state in which it takes no place, and give what is free to the next. Meeting locked."""
    was_taken = seat.takes(seat.state)
    take_back([seat])
    waitlist.move(seat, state)
    Seat.objects.filter(pk=seat.pk).update(changed_at=timezone.now(), exclusive=False, during=None)
    if was_taken:
        fill(seat.meeting)


def hold_slot(seat: Seat) -> None:
    """Let a seat that is booked be a slot of its person's own, for as long as its meeting lasts. Meeting locked.

    Whoever books two at once is locked, so that the second finds the first. Raises SeatClash where they have another
    slot at that time.
    """
    person, meeting = seat.person, seat.meeting
    assert person is not None
    lock(person)
    during = (meeting.starts_at, meeting.ends_at)
    own = Seat.objects.booked().filter(person=person, exclusive=True).exclude(pk=seat.pk)
    if own.filter(during__overlap=during).exists():
        raise SeatClash(_("You have booked something else at that time. Give that back first."))
    Seat.objects.filter(pk=seat.pk).update(exclusive=True, during=during)
    seat.exclusive, seat.during = True, during


def fill(meeting: Meeting) -> None:
    """Give the free seats of a meeting to those who wait, in their order, and tell them. Meeting locked.

    Where seats stay free, those who watch it hear of it once. Nothing is given once it has begun, or where nothing is
    written any more.
    """
    if not (meeting.takes_bookings and meeting.space.is_writable):
        return
    _let_go(meeting)
    for seat in waitlist.promote(meeting, offer_until=offered_until(meeting)):
        Seat.objects.filter(pk=seat.pk).update(changed_at=timezone.now())
        entry = record(f"seat.{seat.state}", actor=None, target=seat)
        tell_seat(entry, seat)
    if not meeting.is_full:
        _tell_watchers(meeting)


def _let_go(meeting: Meeting) -> None:
    """Whoever waits but does not read its space any more, because a grant has ended, waits no more."""
    readers = meeting.space.people_holding(Role.GUEST).order_by().values("pk")
    for seat in waitlist.queue_of(meeting).exclude(person=None).exclude(person__in=readers):
        seat.meeting = meeting
        waitlist.move(seat, Seat.State.CANCELLED)


def offered_until(meeting: Meeting) -> datetime | None:
    """Until when a seat that is free now is offered, at most until the meeting begins; None: it is given at once."""
    if meeting.offer_hours is None:
        return None
    return min(timezone.now() + timedelta(hours=meeting.offer_hours), meeting.starts_at)


def _tell_watchers(meeting: Meeting) -> None:
    watching = list(Watch.objects.filter(meeting=meeting).order_by("pk").values_list("person", flat=True))
    if watching:
        Watch.objects.filter(meeting=meeting, person__in=watching).delete()
        notify(record("meeting.freed", actor=None, target=meeting), watching)


def fill_due() -> None:
    """Give what stayed free while nothing could be given, as in a space that was archived; each meeting by itself."""
    waits = Seat.objects.filter(meeting=OuterRef("pk"), state=Seat.State.WAITING)
    has_room = Q(capacity=None) | Q(capacity__gt=F("taken"))
    due = Meeting.objects.planned().filter(has_room, Exists(waits), starts_at__gt=timezone.now())
    for meeting in due.filter(space__in=Space.objects.writable()).select_related("space__community").order_by("pk"):
        try:
            _fill_alone(meeting)
        except Busy:  # somebody is at it; it stays due
            continue


@transaction.atomic
def _fill_alone(meeting: Meeting) -> None:
    fill(lock_in_space(meeting))


def lapse_due() -> None:
    """Take back offers that nobody took up in time, and pass them on; each meeting by itself."""
    due = waitlist.lapsed(Seat.objects.all()).order_by("meeting").values_list("meeting", flat=True).distinct()
    for pk in list(due):
        try:
            _lapse(pk)
        except Busy:  # somebody is at it; it stays due
            continue


@transaction.atomic
def _lapse(pk: int) -> None:
    found = Meeting.objects.select_related("space__community").filter(pk=pk).first()
    if found is None:
        return
    meeting = lock_in_space(found)
    for seat in waitlist.lapsed(meeting.seats.all()).order_by("offer_until", "pk"):
        seat.meeting = meeting
        lapse(seat)
    fill(meeting)


def lapse(seat: Seat) -> None:
    """Take back an offer that nobody took up, and tell them; what is free then is for `fill`. Meeting locked."""
    waitlist.move(seat, Seat.State.LAPSED)
    Seat.objects.filter(pk=seat.pk).update(changed_at=timezone.now())
    tell_seat(record("seat.lapsed", actor=None, target=seat), seat)
