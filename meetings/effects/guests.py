"""What is forgotten of people from outside."""

from django.db.models import QuerySet

from meetings.models import AttendanceChange, Seat

_FORGOTTEN = {"email": "", "name": "", "apology": ""}


def forget_guests() -> None:
    """Forget who came from outside to what has long been over; that somebody came stays."""
    forget(Seat.objects.of_guests_to_forget())


def forget(guests: QuerySet[Seat]) -> None:
    """Forget who they are, why they could not come, and why a mark of theirs was put right."""
    AttendanceChange.objects.filter(seat__in=guests).exclude(reason="").update(reason="")
    guests.update(**_FORGOTTEN)


def close_link(seat: Seat) -> None:
    """Let the links that a guest was sent lead nowhere any more."""
    seat.link_number += 1
    seat.save(update_fields=["link_number"])
