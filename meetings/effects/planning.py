"""How the rows of a planned meeting come to be, and are put right."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Space
from meetings.clock import When
from meetings.effects.agenda import begin_agenda
from meetings.effects.words import set_time
from meetings.errors import TooFewSeats
from meetings.models import Meeting, Seat, Series

# What calendars show, so that a change of it is a new edition of the event (RFC 5546, 2.1.4).
_IN_CALENDARS = ("title", "markdown", "place", "link")


def begin_meeting(
    space: Space,
    planner: User,
    *,
    submission: UUID,
    when: When,
    is_tentative: bool,
    said: dict[str, Any],
    series: Series | None = None,
) -> tuple[Meeting, bool]:
    """A meeting with its host and the agenda of its kind, and whether it is new: one `submission` is one meeting.

    `said` are finished columns, as `effects.finished` gives them. The community is locked. Raises NoSuchTime and
    WhichOfTwo.
    """
    fresh = Meeting(space=space, planned_by=planner, submission=submission, series=series, **said)
    fresh.state = Meeting.State.TENTATIVE if is_tentative else Meeting.State.CONFIRMED
    set_time(fresh, when)
    columns = {
        field.attname: getattr(fresh, field.attname) for field in Meeting._meta.concrete_fields if field.name != "id"
    }
    meeting, is_new = Meeting.objects.get_or_create(planned_by=planner, submission=submission, defaults=columns)
    if is_new:
        meeting.space = space
        Seat.objects.create(meeting=meeting, person=planner, role=Seat.Role.HOST, state=Seat.State.BOOKED)
        begin_agenda(meeting)
    return meeting, is_new


def put_right(meeting: Meeting, fields: dict[str, Any]) -> bool:
    """Save these columns of a meeting that is locked; returns whether calendars show something else now.

    Raises TooFewSeats as `actions.change_meeting` does.
    """
    before = {name: getattr(meeting, name) for name in _IN_CALENDARS}
    for field, value in fields.items():
        setattr(meeting, field, value)
    if meeting.admission == Meeting.Admission.ROSTER and meeting.capacity is not None:
        raise TooFewSeats(_("Who comes is on a list, so there is no number of seats."))
    if meeting.capacity is not None and meeting.capacity < meeting.taken:
        raise TooFewSeats(_("%(taken)d seats are taken; there cannot be fewer.") % {"taken": meeting.taken})
    is_news = any(getattr(meeting, name) != value for name, value in before.items())
    if is_news:
        meeting.begin_edition()
    meeting.version += 1
    meeting.save()
    return is_news
