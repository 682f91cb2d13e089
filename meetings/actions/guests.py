"""People from outside: asked by mail, and what they answer by the link in it (P25, H14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from core import waitlist
from core.errors import Gone
from core.permissions import require
from meetings import effects
from meetings.actions.meetings import RUNNERS
from meetings.effects.guests import forget
from meetings.errors import MeetingOver, TooManyGuests
from meetings.models import Meeting, Seat
from meetings.queries.guests import guests_asked
from meetings.rules import may_answer_by_link, may_ask_guests, may_come_as_oneself
from notifications.effects import write_to_each

NOT_AGAIN_WITHIN = timedelta(days=1)

LINK_OVER = _("This link is over. Whoever asked you can send another.")
_OVER = _("It has begun, is over or was called off: it takes no answers any more.")


@dataclass(frozen=True)
class Guest:
    """Somebody from outside as a host wrote them."""

    email: str
    name: str = ""


@transaction.atomic
def ask_guests(meeting: Meeting, *, actor: User, guests: Sequence[Guest]) -> list[Seat]:
    """Ask people from outside to a meeting, each by a letter with a link of their own; that takes no seat yet.

    Whoever is asked already, or answered today, is not asked again. Nothing is said, nor done otherwise, of an address
    that belongs to somebody here. Returns those who are written to. Raises MeetingOver, and TooManyGuests where more
    would be kept than a meeting may have.
    """
    lock_around(meeting.space)
    meeting = effects.lock_meeting(meeting)
    require(may_ask_guests(actor, meeting), RUNNERS)
    if not meeting.takes_bookings:
        raise MeetingOver(_OVER)
    asked = [seat for guest in guests if (seat := _ask(meeting, guest)) is not None]
    most = Seat.MOST_GUESTS
    if guests_asked(meeting) > most:
        raise TooManyGuests(_("At most %(most)d people from outside are asked to one meeting.") % {"most": most})
    write_to_each([(record("guest.invited", actor=actor, target=seat), seat.email) for seat in asked])
    return asked


def _ask(meeting: Meeting, guest: Guest) -> Seat | None:
    seat = Seat.objects.of_guests([guest.email.lower()]).filter(meeting=meeting).first()
    if seat is None:
        seat = Seat(meeting=meeting, email=guest.email, name=guest.name, source=Seat.Source.TEAM)
        seat.state = Seat.State.INVITED
        seat.save()
        return seat
    if seat.is_standing or seat.changed_at > timezone.now() - NOT_AGAIN_WITHIN:
        return None
    seat.meeting = meeting
    waitlist.move(seat, Seat.State.INVITED)
    seat.name, seat.apology, seat.role = guest.name or seat.name, "", Seat.Role.ATTENDEE
    seat.link_number, seat.changed_at = seat.link_number + 1, timezone.now()
    seat.save(update_fields=["name", "apology", "role", "link_number", "changed_at"])
    return seat


@transaction.atomic
def come_as_guest(token: str, *, actor: Any) -> Seat:
    """Give whoever holds the link a seat, the one that they are offered, or a place in the queue. Twice is harmless.

    `actor` is signed in or not: the link alone gives leave. Raises MeetingOver.
    """
    seat = _by_link(token, actor)
    if seat.is_booked or seat.is_waiting:
        return seat
    if seat.has_lapsed:
        effects.lapse(seat)
        effects.fill(seat.meeting)
    if seat.is_offered:
        waitlist.move(seat, Seat.State.BOOKED)
    else:
        waitlist.enter(seat)
    if seat.is_booked:
        _mail(seat, "seat.booked")
    return _answered(seat, "")


@transaction.atomic
def say_maybe_as_guest(token: str, *, actor: Any) -> Seat:
    """Note that they may come; that takes no seat, and gives back the one they have. Raises MeetingOver."""
    seat = _by_link(token, actor)
    if seat.state != Seat.State.MAYBE:
        effects.give_back(seat, Seat.State.MAYBE)
        _answered(seat, "")
    return seat


@transaction.atomic
def decline_as_guest(token: str, *, actor: Any, reason: str = "") -> Seat:
    """Note that they do not come, and perhaps why; a seat or an offer goes to the next. Raises MeetingOver."""
    seat = _by_link(token, actor)
    was_booked, had_one = seat.is_booked, seat.is_booked or seat.is_waiting
    state = Seat.State.CANCELLED if had_one or seat.state == Seat.State.CANCELLED else Seat.State.DECLINED
    if seat.state != state:
        effects.give_back(seat, state)
        if was_booked:
            _mail(seat, "seat.cancelled")
    elif reason in ("", seat.apology):
        return seat
    return _answered(seat, reason)


@transaction.atomic
def come_as_oneself(token: str, *, actor: User) -> Meeting:
    """Let somebody with an account, to whose address the link was sent, stand on the list in their own name.

    What they had as a guest is theirs; where they have something in their own name already, that counts alone.
    """
    seat = _by_link(token, actor)
    require(may_come_as_oneself(actor, seat))
    meeting = seat.meeting
    own = Seat.objects.filter(meeting=meeting, person=actor).first()
    if seat.state == Seat.State.INVITED or (own is not None and (own.is_standing or own.marks.exists())):
        if seat.is_standing:
            effects.give_back(seat, Seat.State.CANCELLED)
        if seat.marks.exists():  # what was said of who came stays
            forget(Seat.objects.filter(pk=seat.pk))
        else:
            seat.delete()
    else:
        if own is not None:
            own.delete()
        seat.person, seat.email, seat.name = actor, "", ""
        seat.save(update_fields=["person", "email", "name"])
    record("guest.joined", actor=actor, target=meeting)
    return meeting


def _by_link(token: str, actor: Any) -> Seat:
    """The seat that a link is good for, at its meeting, which is locked and to come. Raises Gone and MeetingOver."""
    found = Seat.objects.by_link(token).select_related("meeting__space__community").first()
    require(found is not None, LINK_OVER)
    assert found is not None
    lock_around(found.meeting.space)
    meeting = effects.lock_meeting(found.meeting)
    seat = Seat.objects.by_link(token).first()
    if seat is None:
        raise Gone
    seat.meeting = meeting
    require(may_answer_by_link(actor, seat), LINK_OVER)
    if not meeting.takes_bookings:
        raise MeetingOver(_OVER)
    return seat


def _mail(seat: Seat, verb: str) -> None:
    """Write to them what they did by their link, so that their calendar has it, or lets it go."""
    effects.tell_seat(record(verb, actor=None, target=seat, data={"own": True}), seat)


def _answered(seat: Seat, reason: str) -> Seat:
    seat.apology, seat.changed_at, seat.source = reason, timezone.now(), Seat.Source.SELF
    seat.save(update_fields=["apology", "changed_at", "source"])
    record("guest.answered", actor=None, target=seat)
    return seat
