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
from meetings.errors import MeetingOver
from meetings.merging import Marks, merged
from meetings.models import Meeting
from meetings.rules import may_plan, may_run
from notifications.effects import notify

PLANNERS = _("Facilitators, moderators and leaders plan meetings here.")
RUNNERS = _("Those who host this meeting, and the team, change it.")


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
    meeting, is_new = effects.begin_meeting(
        space, actor, submission=submission, when=when, is_tentative=is_tentative, said=effects.finished(said)
    )
    if is_new:
        entry = record("meeting.planned", actor=actor, target=meeting)
        members = space.people_holding(Role.GUEST).values_list("pk", flat=True)
        if meeting.audience == Meeting.Audience.SPACE:
            notify(entry, members, scope=("communities.community", meeting.community_id))
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, actor: User, version: int, seen: Marks | None = None, **said: Any) -> Meeting:
    """Change any of the fields of `plan_meeting` but when it is. More seats go to those who wait.

    Those with a seat hear of what is new in their calendars, once for several changes that follow each other.

    `seen` are the marks of these fields as they were read with `version`: where somebody else saved since, what was
    changed here is saved, and the rest stays as it is. Raises MeetingStale where both changed the same; TooFewSeats
    where more are taken than there would be, or a list says who comes; MeetingOver for one that was called off, and
    TextTooLong.
    """
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if meeting.is_cancelled:
        raise MeetingOver(_("It was called off, so nothing is changed any more."))
    if meeting.version != version:
        said = merged(said, {name: getattr(meeting, name) for name in said}, seen or {})
    is_news = effects.put_right(meeting, effects.finished(said))
    entry = record("meeting.changed", actor=actor, target=meeting)
    if is_news:
        effects.tell_of_changes([(entry, meeting)])
    effects.fill(meeting)
    return meeting
