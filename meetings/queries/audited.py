"""Which deeds around meetings the leaders of a community find in its audit, and how meetings are called there."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activity import audit
from meetings.models import Meeting, Seat

ORDER = {
    "meeting.cancelled": _("called a meeting off"),
    "seat.taken_back": _("took somebody’s seat back"),
}
# What people plan and do together, and what Copse does by itself.
LEFT_OUT = (
    *("meeting.planned", "meeting.changed", "meeting.confirmed", "meeting.moved", "meeting.held", "meeting.freed"),
    *("seat.booked", "seat.waiting", "seat.offered", "seat.lapsed", "seat.given"),
    *("seat.maybe", "seat.declined", "seat.cancelled"),
    *("minutes.written", "minutes.published", "minutes.kept"),
)


def _meetings(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Meeting.objects.visible_to(reader).filter(pk__in=ids), "title", "pk")


def _seats(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Seat.objects.visible_to(reader).filter(pk__in=ids), "meeting__title", "meeting")


def register() -> None:
    """Class the verbs of this app, and say how its things are called."""
    audit.watch("order", ORDER)
    audit.leave_out(*LEFT_OUT)
    audit.name("meetings.meeting", _meetings, "meetings:meeting")
    audit.name("meetings.seat", _seats, "meetings:meeting")
