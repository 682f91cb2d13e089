"""How a meeting comes to be planned, and what of it is put right."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_both
from communities.models import Role, Space
from core.permissions import require
from meetings import effects
from meetings.clock import When
from meetings.effects.agenda import begin_agenda
from meetings.effects.words import set_time
from meetings.errors import MeetingOver, MeetingStale, TooFewSeats
from meetings.models import Meeting, Seat
from meetings.rules import may_plan, may_run
from notifications.effects import notify

PLANNERS = _("Facilitators, moderators and leaders plan meetings here.")
RUNNERS = _("Those who host this meeting, and the team, change it.")

# What calendars show, so that a change of it is a new edition of the event (RFC 5546, 2.1.4).
_IN_CALENDARS = ("title", "markdown", "place", "link")


@transaction.atomic
def plan_meeting(
    space: Space, *, actor: User, submission: UUID, when: When, is_tentative: bool = False, **said: Any
) -> Meeting:
    """Plan a meeting in `space`, with `actor` as its host. The same `submission` of one person is one meeting.

    `said` are the fields kind, title, markdown, audience, place, link, link_before (minutes), capacity, offer_hours,
    reflection. An introductory meeting begins with an agenda of its own (P31). Members hear of it by their digest.
    Raises NoSuchTime, WhichOfTwo and TextTooLong.
    """
    community, actor = lock_both(space.community, actor)
    space.refresh_from_db()
    space.community = community
    require(may_plan(actor, space), PLANNERS)
    fresh = Meeting(space=space, planned_by=actor, submission=submission, **effects.finished(said))
    fresh.state = Meeting.State.TENTATIVE if is_tentative else Meeting.State.CONFIRMED
    set_time(fresh, when)
    columns = {
        field.attname: getattr(fresh, field.attname) for field in Meeting._meta.concrete_fields if field.name != "id"
    }
    meeting, is_new = Meeting.objects.get_or_create(planned_by=actor, submission=submission, defaults=columns)
    if is_new:
        meeting.space = space
        Seat.objects.create(meeting=meeting, person=actor, role=Seat.Role.HOST, state=Seat.State.BOOKED)
        begin_agenda(meeting)
        entry = record("meeting.planned", actor=actor, target=meeting)
        members = space.people_holding(Role.GUEST).values_list("pk", flat=True)
        if meeting.audience == Meeting.Audience.SPACE:
            notify(entry, members, scope=("communities.community", meeting.community_id))
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, actor: User, version: int, **said: Any) -> Meeting:
    """Change any of the fields of `plan_meeting` but when it is. More seats go to those who wait.

    Raises MeetingStale when somebody else saved since `version` was read, TooFewSeats where more are taken than there
    would be, or a list says who comes; MeetingOver for one that was called off, and TextTooLong.
    """
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if meeting.is_cancelled:
        raise MeetingOver(_("It was called off, so nothing is changed any more."))
    if meeting.version != version:
        raise MeetingStale(_("This was changed meanwhile. What you wrote is still here; both are shown."))
    before = {name: getattr(meeting, name) for name in _IN_CALENDARS}
    for field, value in effects.finished(said).items():
        setattr(meeting, field, value)
    if meeting.admission == Meeting.Admission.ROSTER and meeting.capacity is not None:
        raise TooFewSeats(_("Who comes is on a list, so there is no number of seats."))
    if meeting.capacity is not None and meeting.capacity < meeting.taken:
        raise TooFewSeats(_("%(taken)d seats are taken; there cannot be fewer.") % {"taken": meeting.taken})
    meeting.sequence += any(getattr(meeting, name) != value for name, value in before.items())
    meeting.version += 1
    meeting.save()
    record("meeting.changed", actor=actor, target=meeting)
    effects.fill(meeting)
    return meeting
