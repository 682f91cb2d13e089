"""Who comes, as those who run a meeting say it: hosts, presenters, guests."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.models import Role
from communities.rules import role_in
from core import waitlist
from core.permissions import require
from meetings import effects
from meetings.actions.meetings import RUNNERS
from meetings.effects.guests import close_link
from meetings.errors import MeetingOver, NotASeat
from meetings.models import AttendanceChange, Meeting, Seat, Watch
from meetings.rules import may_run
from notifications.effects import notify

ANOTHER_HOST = _("Name another host first: a meeting always has one.")


@transaction.atomic
def put_on_list(meeting: Meeting, *, actor: User, person: User, role: str = Seat.Role.ATTENDEE) -> Seat:
    """Give `person` a seat in `role`, and tell them. Twice is harmless; who comes as something else is that now.

    An attendee gets the seat that they are offered, or a free one that nobody waits for, or waits. Raises NotASeat for
    somebody who does not read the space of the meeting, and for its host; and MeetingOver.
    """
    return _put(_ahead(meeting, actor), actor, person, role)


@transaction.atomic
def put_several_on_list(
    meeting: Meeting, *, actor: User, people: Sequence[User], role: str = Seat.Role.ATTENDEE
) -> list[Seat]:
    """The same for each of `people`, in their order: all of them, or nobody where it raises."""
    meeting = _ahead(meeting, actor)
    return [_put(meeting, actor, person, role) for person in people]


@transaction.atomic
def name_host(meeting: Meeting, *, actor: User, person: User, role: str = Seat.Role.COHOST) -> Seat:
    """Let `person` host with the others: they run this meeting. A new host makes the one before a co-host."""
    return _put(_ahead(meeting, actor), actor, person, role)


@transaction.atomic
def give_role(seat: Seat, *, actor: User, role: str) -> Seat:
    """Let somebody who is on the list come as something else. Twice is harmless.

    Raises NotASeat for whoever is on it no more, and for the host; and MeetingOver.
    """
    meeting = _ahead(seat.meeting, actor)
    seat.refresh_from_db(fields=["state", "role"])
    seat.meeting = meeting
    if not seat.is_standing or seat.person is None:
        raise NotASeat(_("%(name)s is not on the list any more.") % {"name": seat.who})
    if seat.role == role:
        return seat
    if role in Seat.HOSTS:
        return name_host(meeting, actor=actor, person=seat.person, role=role)
    return _put(meeting, actor, seat.person, role)


@transaction.atomic
def take_off_list(seat: Seat, *, actor: User) -> bool:
    """Take somebody's seat, or their place in the queue; the next gets it, and they are told. Twice is harmless.

    Raises NotASeat for the host, and MeetingOver.
    """
    meeting = _ahead(seat.meeting, actor)
    seat.refresh_from_db()
    seat.meeting = meeting
    if not seat.is_standing:
        return False
    if seat.role == Seat.Role.HOST:
        raise NotASeat(ANOTHER_HOST)
    effects.give_back(seat, Seat.State.CANCELLED)
    if seat.is_guest:
        close_link(seat)
    effects.tell_seat(record("seat.taken_back", actor=actor, target=seat), seat)
    return True


def _ahead(meeting: Meeting, actor: User) -> Meeting:
    lock_around(meeting.space)  # whose members may be leaving
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if not meeting.is_ahead or meeting.has_ended:
        raise MeetingOver(_("It is over or was called off."))
    return meeting


def _put(meeting: Meeting, actor: User, person: User, role: str) -> Seat:
    """The same of a meeting that is locked, by an actor who may."""
    if (role_in(person, meeting.space) or 0) < Role.GUEST:
        raise NotASeat(_("%(name)s does not read the space of this meeting.") % {"name": person.name})
    seat = effects.seat_of(meeting, person)
    if seat.role == role and (seat.is_booked or seat.is_waiting):
        return seat
    if seat.is_host and seat.role == Seat.Role.HOST:
        raise NotASeat(ANOTHER_HOST)
    if role == Seat.Role.HOST:
        meeting.seats.filter(role=Seat.Role.HOST).update(role=Seat.Role.COHOST)
    mark = seat.attendance
    if seat.is_offered and not seat.has_lapsed and seat.role == role:
        waitlist.move(seat, Seat.State.BOOKED)
    else:
        _leave_role(seat, role)
        waitlist.enter(seat)
    if seat.is_booked:  # whoever came has come, as whatever they sit there
        effects.mark(seat, mark, way=AttendanceChange.Way.HOST, by=actor)
    seat.source, seat.apology, seat.changed_at = Seat.Source.TEAM, "", timezone.now()
    seat.save(update_fields=["source", "apology", "changed_at"])
    Watch.objects.filter(meeting=meeting, person=person).delete()
    notify(record("seat.given" if seat.is_booked else "seat.waiting", actor=actor, target=seat), [person])
    return seat


def _leave_role(seat: Seat, role: str) -> None:
    """Begin anew in another role: what they had in the one before goes to the next."""
    if seat.is_standing:
        effects.give_back(seat, Seat.State.CANCELLED)
    seat.role = role
    seat.save(update_fields=["role"])
