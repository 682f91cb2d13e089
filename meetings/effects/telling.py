"""Telling whoever has a seat: people as they want to be told, guests from outside by mail to their address."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from meetings.models import Meeting, Seat
from notifications.effects import mail_alone, notify, withdraw, write_to_each

# Whoever puts something right often does so again at once: it is told when it has stood for so long.
SETTLES = timedelta(minutes=2)


def tell_seats(entry: Entry, seats: QuerySet[Seat], *, after: timedelta | None = None) -> None:
    """Tell each of those who have `seats` of `entry`, once, but not its actor; by mail when `after` has passed."""
    notify(entry, _people(seats), after=after)
    _write_to_guests(entry, seats, after)


def tell_seat(entry: Entry, seat: Seat) -> None:
    """The same of one of them; a guest whose address is forgotten is told no more."""
    if seat.person_id:
        notify(entry, [seat.person_id])
    elif seat.email:
        write_to_each([(entry, seat.email)])


def tell_those_with_seats(entry: Entry, meeting: Meeting) -> None:
    """Tell those who come, may come, wait or were asked what becomes of a meeting.

    That it was changed before is told no more: this says how it is now.
    """
    _say_no_more_of_changes(meeting)
    tell_seats(entry, meeting.seats.standing())


def tell_of_changes(changes: Iterable[tuple[Entry, Meeting]]) -> None:
    """Tell those with seats that calendars show something else now, once it has stood for a while.

    Who has seats at several reads of it once, and has a mail for each, since a calendar takes one at a time.
    """
    told: set[int] = set()
    for entry, meeting in changes:
        if not meeting.is_ahead or meeting.has_ended:
            continue
        _say_no_more_of_changes(meeting)
        seats = meeting.seats.standing()
        people = {*_people(seats)} - {entry.actor_id}
        notify(entry, people - told, after=SETTLES)
        mail_alone(entry, people & told, after=SETTLES)
        _write_to_guests(entry, seats, SETTLES)
        told |= people


def let_go_of_calendars(meetings: Iterable[Meeting], actor: User) -> None:
    """Mail those who come or may come that it is called off, of which they have read, so that calendars let it go."""
    for meeting in meetings:
        _say_no_more_of_changes(meeting)
        holding = meeting.seats.filter(state__in=(Seat.State.BOOKED, Seat.State.MAYBE))
        mail_alone(record("date.cancelled", actor=actor, target=meeting), {*_people(holding)} - {actor.pk})


def _say_no_more_of_changes(meeting: Meeting) -> None:
    withdraw(meeting._meta.label_lower, meeting.pk, "meeting.changed")


def _people(seats: QuerySet[Seat]) -> list[int]:
    return list(seats.exclude(person=None).order_by("pk").values_list("person", flat=True))


def _write_to_guests(entry: Entry, seats: QuerySet[Seat], after: timedelta | None) -> None:
    guests = seats.exclude(email="").order_by("pk").values_list("email", flat=True)
    write_to_each([(entry, address) for address in dict.fromkeys(guests)], after=after)
