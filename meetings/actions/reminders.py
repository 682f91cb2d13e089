"""Of what those with a seat are reminded, and in whose words."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.permissions import require
from meetings import effects
from meetings.actions.meetings import RUNNERS
from meetings.errors import MeetingOver
from meetings.merging import Marks, merged
from meetings.models import Meeting
from meetings.rules import may_run


@transaction.atomic
def set_reminders(
    meeting: Meeting, *, actor: User, version: int, kinds: Collection[str], text: str, seen: Marks | None = None
) -> Meeting:
    """Let those with a seat be told of `kinds` (of `Meeting.Remind`), with `text` (plain) beside what Copse says.

    What is due already goes out as it was set; what would have been due is not made up for. `seen` are the marks of
    both as they were read with `version`. Raises MeetingStale where somebody else changed the same since, and
    MeetingOver for one that is over or was called off.
    """
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if not meeting.is_ahead or meeting.has_ended:
        raise MeetingOver(_("It is over or was called off."))
    now: dict[str, Any] = {"kinds": meeting.reminders, "text": meeting.reminder_text}
    said: dict[str, Any] = {"kinds": [kind for kind in Meeting.Remind.values if kind in kinds], "text": text}
    if meeting.version != version:
        said = now | merged(said, now, seen or {})
    effects.remind(meeting)
    meeting.reminders_off = [kind for kind in Meeting.Remind.values if kind not in said["kinds"]]
    meeting.reminder_text = said["text"]
    meeting.reminded_at = timezone.now()
    meeting.version += 1
    meeting.save(update_fields=["reminders_off", "reminder_text", "reminded_at", "version"])
    record("meeting.changed", actor=actor, target=meeting)
    return meeting
