"""What meetings do when somebody leaves a community, or is forgotten."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from communities.effects.holding import lock_in_space
from communities.models import Membership
from meetings.effects.guests import forget
from meetings.effects.seats import give_back
from meetings.models import AttendanceChange, Meeting, Reminder, Seat, Watch
from meetings.queries.guests import seats_of_guest


def meetings_of(person: User) -> QuerySet[Meeting]:
    """Those whose seats change when `person` is forgotten: all at which they have one, also as a guest."""
    as_guest = seats_of_guest(person).values("meeting")
    return Meeting.objects.filter(Q(seats__person=person) | Q(pk__in=as_guest)).distinct()


def leave_meetings(membership: Membership) -> None:
    """Whoever belongs to a community no more gives back the seats of what is to come there, and watches nothing.

    Also where they still read along, as everybody does in an open space: seats are for those who take part.
    """
    there = {"person": membership.person_id, "meeting__space__community": membership.community_id}
    _give_back_all(Seat.objects.standing().filter(**there))
    Watch.objects.filter(**there).delete()


def forget_person(person: User) -> None:
    """Seats of what is to come go to whoever waits; that they came to what is over stays, under a former member's name.

    Why they could not come is forgotten everywhere, and why a mark of theirs was put right. Assumes that
    `erasure_begins` has locked their meetings.
    """
    _give_back_all(Seat.objects.standing().filter(person=person))
    Seat.objects.filter(person=person).exclude(apology="").update(apology="")
    _give_back_all(seats_of_guest(person).standing())
    forget(seats_of_guest(person))
    AttendanceChange.objects.filter(seat__person=person).exclude(reason="").update(reason="")
    Watch.objects.filter(person=person).delete()
    Reminder.objects.filter(seat__person=person).delete()


def _give_back_all(seats: QuerySet[Seat]) -> None:
    ahead = seats.filter(meeting__state__in=Meeting.AHEAD, meeting__ends_at__gt=timezone.now())
    for seat in ahead.select_related("meeting__space__community").order_by("meeting"):
        seat.meeting = lock_in_space(seat.meeting)
        seat.refresh_from_db(fields=["state", "role"])
        if seat.is_standing:
            give_back(seat, Seat.State.CANCELLED)
