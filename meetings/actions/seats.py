"""What a person does about their own seat: book, wait, apologise (P25)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from core import waitlist
from core.permissions import require
from meetings import effects
from meetings.errors import MeetingOver, NotASeat
from meetings.models import Meeting, Seat, Series, Watch
from meetings.rules import may_answer, may_book, may_book_series
from notifications.effects import confirm

_SAID_NO = (Seat.State.DECLINED, Seat.State.CANCELLED)
TAKE_PART = _("Whoever takes part in this space books a seat.")


@transaction.atomic
def book_seat(meeting: Meeting, *, actor: User) -> Seat:
    """Give `actor` a seat, or a place in the queue when none is free or others wait.

    Asking twice returns what they have already, so a double click is harmless; an offer is taken up. Whoever had given
    back what they came as comes as an attendee. Raises MeetingOver when it is too late.
    """
    return _book(_open(meeting, actor), actor)


@transaction.atomic
def book_slot(meeting: Meeting, *, actor: User) -> Seat:
    """Give `actor` a free seat as a slot of their own, beside which they book no other one. Twice is harmless.

    Nobody waits for a slot: raises NoRoom where none is free or others wait; SeatClash where they have another slot at
    that time; and MeetingOver.
    """
    seat = _book(_open(meeting, actor), actor)
    if not seat.is_booked:
        raise waitlist.NoRoom(_("This slot is taken."))
    effects.hold_slot(seat)
    return seat


@transaction.atomic
def book_series(series: Series, *, actor: User) -> list[Seat]:
    """The same for each date that is still to come and that `actor` sees, in the order of the rows: all or none.

    Where they said that they do not come, that stays. Returns what they have now, those that stayed too.
    """
    lock_around(series.space)  # whose members may be leaving
    meetings = effects.lock_series(series)
    require(may_book_series(actor, series), TAKE_PART)
    seen = set(Meeting.objects.visible_to(actor).filter(series=series).values_list("pk", flat=True))
    seats = []
    for meeting in meetings:
        if meeting.pk in seen and meeting.takes_bookings and may_book(actor, meeting):
            own = _own(meeting, actor)
            seats.append(own if own and own.state in _SAID_NO else _book(meeting, actor))
    return sorted(seats, key=lambda seat: (seat.meeting.starts_at, seat.meeting_id))


def _book(meeting: Meeting, actor: User) -> Seat:
    """The same at a meeting that is locked, by an actor who may."""
    seat = effects.seat_of(meeting, actor)
    if seat.is_booked or seat.is_waiting:
        return seat
    if seat.has_lapsed:
        effects.lapse(seat)
        effects.fill(meeting)
    if seat.is_offered:
        waitlist.move(seat, Seat.State.BOOKED)
    else:
        seat.role = seat.role if seat.is_standing else Seat.Role.ATTENDEE
        seat.source = Seat.Source.SELF
        waitlist.enter(seat)
    _settle(seat, f"seat.{seat.state}", actor)
    Watch.objects.filter(meeting=meeting, person=actor).delete()
    return seat


@transaction.atomic
def say_maybe(meeting: Meeting, *, actor: User) -> Seat:
    """Note that `actor` may come; that takes no seat, and gives back the one they have. Raises MeetingOver."""
    return _without_seat(meeting, actor, Seat.State.MAYBE)


@transaction.atomic
def decline_seat(meeting: Meeting, *, actor: User, reason: str = "") -> Seat:
    """Note that `actor` does not come, and why where they say so; a seat or an offer goes to the next.

    Also for whoever may book nothing new here, where they have something. Raises MeetingOver.
    """
    return _without_seat(meeting, actor, Seat.State.DECLINED, reason)


@transaction.atomic
def give_seat_back(meeting: Meeting, *, actor: User, reason: str = "") -> Seat:
    """Apologise in advance: the seat goes to whoever is next, the place in the queue is left. Twice is harmless.

    Also for whoever may book nothing new here. Raises NotASeat for somebody who never had anything to give back, and
    MeetingOver.
    """
    meeting = effects.lock_meeting(meeting)
    seat = _own(meeting, actor)
    if seat is None:
        raise NotASeat(_("You have no seat at this meeting."))
    _require_ahead(meeting)
    if seat.is_standing:
        _leave(seat, Seat.State.CANCELLED, actor, reason)
    return seat


@transaction.atomic
def take_offer(meeting: Meeting, *, actor: User) -> Seat:
    """Take up the seat that `actor` is offered, also where they may book nothing new. Again changes nothing.

    Raises NotASeat once the offer has lapsed, and MeetingOver.
    """
    meeting = effects.lock_meeting(meeting)
    seat = _own(meeting, actor)
    require(seat is not None or may_book(actor, meeting), TAKE_PART)
    _require_ahead(meeting)
    if seat is not None and seat.is_booked:
        return seat
    if seat is None or not seat.is_offered or seat.has_lapsed:
        raise NotASeat(_("This offer has lapsed. You can ask for a seat again."))
    waitlist.move(seat, Seat.State.BOOKED)
    _settle(seat, "seat.booked", actor)
    return seat


@transaction.atomic
def watch(meeting: Meeting, *, actor: User) -> None:
    """Tell `actor` once when a seat is free that nobody waits for. Twice is harmless. Raises MeetingOver."""
    meeting = _open(meeting, actor)
    Watch.objects.get_or_create(meeting=meeting, person=actor)


@transaction.atomic
def unwatch(meeting: Meeting, *, actor: User) -> None:
    """Stop watching. Whoever watches may always stop."""
    require(actor.is_authenticated)
    Watch.objects.filter(meeting=meeting, person=actor).delete()


def _open(meeting: Meeting, actor: User) -> Meeting:
    """It, locked, where `actor` may book and it has not begun. Raises MeetingOver."""
    lock_around(meeting.space)  # whose members may be leaving
    meeting = effects.lock_meeting(meeting)
    require(may_book(actor, meeting), TAKE_PART)
    _require_ahead(meeting)
    return meeting


def _own(meeting: Meeting, actor: User) -> Seat | None:
    """What `actor` has at a meeting that is locked."""
    require(actor.is_authenticated)
    seat = Seat.objects.filter(meeting=meeting, person=actor).first()
    if seat is not None:
        require(may_answer(actor, seat))
        seat.meeting = meeting
    return seat


def _require_ahead(meeting: Meeting) -> None:
    if not meeting.takes_bookings:
        raise MeetingOver(
            _("It has begun, is over or was called off: seats are neither booked nor given back any more.")
        )


def _without_seat(meeting: Meeting, actor: User, state: str, reason: str = "") -> Seat:
    lock_around(meeting.space)  # whose members may be leaving
    meeting = effects.lock_meeting(meeting)
    own = _own(meeting, actor)
    require((own is not None and own.is_standing) or may_book(actor, meeting), TAKE_PART)
    _require_ahead(meeting)
    seat = own or effects.seat_of(meeting, actor)
    is_said = own is not None and own.state == state and reason in ("", own.apology)
    if not is_said:
        _leave(seat, state, actor, reason)
    return seat


def _leave(seat: Seat, state: str, actor: User, reason: str) -> None:
    if seat.role == Seat.Role.HOST and seat.is_booked:
        raise NotASeat(_("You host this meeting. Name another host first, or call it off."))
    seat.apology = reason
    seat.save(update_fields=["apology"])
    was_booked = seat.is_booked
    effects.give_back(seat, state)
    entry = record(f"seat.{state}", actor=actor, target=seat)
    if was_booked and state == Seat.State.CANCELLED:
        confirm(entry)  # so that their calendar lets it go


def _settle(seat: Seat, verb: str, actor: User) -> None:
    seat.apology, seat.changed_at = "", timezone.now()
    seat.save(update_fields=["role", "source", "apology", "changed_at"])
    entry = record(verb, actor=actor, target=seat)
    if seat.is_booked:
        confirm(entry)  # with what their calendar takes
