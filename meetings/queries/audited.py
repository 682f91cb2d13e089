"""Which deeds around meetings the leaders of a community find in its audit, and how meetings are called there."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activity import audit
from meetings.models import Meeting, Seat, Series

ORDER = {
    "meeting.cancelled": _("called a meeting off"),
    "seat.taken_back": _("took somebody’s seat back"),
    "series.called_off": _("called off what was ahead of a series"),
}
DOORS = {"guest.invited": _("asked somebody from outside to a meeting")}
SETTINGS = {"counting.set": _("%(who)s set how attendance is counted")}
# What people plan and do together, and what Copse does by itself.
LEFT_OUT = (
    *("meeting.planned", "meeting.changed", "meeting.confirmed", "meeting.moved", "meeting.held", "meeting.freed"),
    *("meeting.finished", "date.cancelled"),
    *("seat.booked", "seat.waiting", "seat.offered", "seat.lapsed", "seat.given"),
    *("series.scheduled", "series.extended", "series.changed", "guest.answered", "guest.joined"),
    *("seat.maybe", "seat.declined", "seat.cancelled", "seat.reminded", "seat.thanked", "seat.missed"),
    *("minutes.written", "minutes.published", "minutes.kept"),
)


def _meetings(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Meeting.objects.visible_to(reader).filter(pk__in=ids), "title", "pk")


def _seats(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Seat.objects.visible_to(reader).filter(pk__in=ids), "meeting__title", "meeting")


def _series(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Series.objects.visible_to(reader).filter(pk__in=ids), "title", "pk")


def register() -> None:
    """Class the verbs of this app, and say how its things are called."""
    audit.watch("order", ORDER)
    audit.watch("doors", DOORS)
    audit.watch("settings", SETTINGS)
    audit.leave_out(*LEFT_OUT)
    audit.name("meetings.meeting", _meetings, "meetings:meeting")
    audit.name("meetings.seat", _seats, "meetings:meeting")
    audit.name("meetings.series", _series, "meetings:series")
