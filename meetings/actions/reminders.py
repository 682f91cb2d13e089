"""Of what those with a seat are reminded, and in whose words."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.permissions import require
from meetings import effects
from meetings.actions.meetings import RUNNERS
from meetings.errors import MeetingOver, MeetingStale
from meetings.models import Meeting
from meetings.rules import may_run


@transaction.atomic
def set_reminders(meeting: Meeting, *, actor: User, version: int, kinds: Collection[str], text: str) -> Meeting:
    """Let those with a seat be told of `kinds` (of `Meeting.Remind`), with `text` (plain) beside what Copse says.

    What is due already goes out as it was set; what would have been due is not made up for. Raises MeetingStale when
    somebody else saved since `version` was read, and MeetingOver for one that is over or was called off.
    """
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if not meeting.is_ahead or meeting.has_ended:
        raise MeetingOver(_("It is over or was called off."))
    if meeting.version != version:
        raise MeetingStale(_("This was changed meanwhile. What you wrote is still here; both are shown."))
    effects.remind(meeting)
    meeting.reminders_off = [kind for kind in Meeting.Remind.values if kind not in kinds]
    meeting.reminder_text = text
    meeting.reminded_at = timezone.now()
    meeting.version += 1
    meeting.save(update_fields=["reminders_off", "reminder_text", "reminded_at", "version"])
    record("meeting.changed", actor=actor, target=meeting)
    return meeting
