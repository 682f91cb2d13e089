"""What somebody from outside finds by the link in their letters, and which seats are theirs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.queries import addresses_of
from core import waitlist
from core.seams import Resolved
from meetings.models import Meeting, Seat
from meetings.models.seat import SeatQuerySet
from notifications.models import Stranger


@dataclass(frozen=True)
class GuestPage:
    """One meeting, as the guest who has `seat` is shown it: nothing of its community, nor of who else comes."""

    seat: Seat
    host: str
    place_in_queue: int | None

    @property
    def meeting(self) -> Meeting:
        return self.seat.meeting

    @property
    def may_answer(self) -> bool:
        return self.meeting.takes_bookings and self.meeting.space.is_writable

    @property
    def shows_link(self) -> bool:
        return self.seat.is_booked and self.meeting.shows_link and self.meeting.is_open

    @property
    def awaits_link(self) -> bool:
        return self.seat.is_booked and bool(self.meeting.link) and not self.meeting.shows_link and self.meeting.is_open

    @property
    def may_say_maybe(self) -> bool:
        """Whether that gives nothing back which somebody else would have at once."""
        holds = (Seat.State.BOOKED, Seat.State.WAITING, Seat.State.OFFERED, Seat.State.MAYBE)
        return self.may_answer and self.seat.state not in holds

    @property
    def would_wait(self) -> bool:
        return self.meeting.is_full or waitlist.queue_of(self.meeting).exists()


def guest_page(seat: Seat) -> GuestPage:
    hosts = Seat.objects.hosting().filter(meeting=seat.meeting_id).exclude(person=None)
    host = hosts.select_related("person").order_by("-role", "pk").first()
    return GuestPage(seat, host.who if host else "", waitlist.position(seat))


def seats_of_guest(reader: Any) -> SeatQuerySet:
    """Those of guests that were written to an address of `reader`: a stranger's one, or a person's confirmed ones."""
    if isinstance(reader, Stranger):
        return Seat.objects.of_guests([reader.email.lower()])
    if not reader.is_authenticated:
        return Seat.objects.none()
    return Seat.objects.of_guests(addresses_of(reader)).filter(person=None)


def resolve_for_guest(seats: QuerySet[Seat], by: str) -> dict[int, Resolved]:
    """{`by` of a seat: its meeting as that guest is told of it, with their own link}, for letters that leave now."""
    found = seats.select_related("meeting__space__community").order_by("pk")
    return {getattr(seat, by): resolved_for_guest(seat) for seat in found}


def resolved_for_guest(seat: Seat) -> Resolved:
    return Resolved(
        title=seat.meeting.title,
        url=seat.guest_url,
        obj=seat,
        thread=f"meetings.meeting.{seat.meeting_id}",
        context={"meeting": seat.meeting, "guest": seat},
    )


def guests_asked(meeting: Meeting) -> int:
    """How many addresses are kept at a meeting."""
    return meeting.seats.exclude(email="").count()
