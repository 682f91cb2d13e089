"""What a meeting came to, written down by those who ran it (P31)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.permissions import require
from meetings import effects
from meetings.actions.meetings import RUNNERS
from meetings.errors import MeetingOver, MeetingStale
from meetings.models import Meeting, Minutes, Seat
from meetings.rules import may_run
from notifications.effects import notify

_NOTHING = _("There is nothing in the minutes yet.")


@transaction.atomic
def write_minutes(meeting: Meeting, *, actor: User, version: int, recording: str | None = None, **said: str) -> Minutes:
    """Save the minutes: markdown, decisions, follows; and where the recording is found. Readers see what is published.

    `version` is that of the minutes that were read, 0 where there were none. Raises MeetingStale when somebody else
    saved since, MeetingOver before the meeting has begun or once it was called off, and where nothing would be left of
    what is published; TextTooLong.
    """
    meeting = _begun(meeting, actor)
    minutes = Minutes.objects.filter(meeting=meeting).first() or Minutes(meeting=meeting)
    minutes.meeting = meeting
    if minutes.version != version:
        raise MeetingStale(_("This was changed meanwhile. What you wrote is still here; both are shown."))
    for field, value in effects.finished(dict(said)).items():
        setattr(minutes, field, value)
    minutes.version, minutes.written_by, minutes.changed_at = version + 1, actor, timezone.now()
    if recording is not None:
        meeting.recording = recording
    if minutes.is_published:
        _require_something(minutes)
    minutes.save()
    meeting.save(update_fields=["recording"])
    record("minutes.written", actor=actor, target=minutes)
    return minutes


@transaction.atomic
def publish_minutes(meeting: Meeting, *, actor: User, version: int) -> bool:
    """Show the minutes to everybody who sees the meeting; those who had or asked for a seat are told, also who
    apologised. Whoever said that they do not come is not.

    Again changes nothing. Returns whether they were unpublished. Raises MeetingStale when they are no longer those that
    were read, and MeetingOver where there is nothing to publish.
    """
    meeting = _begun(meeting, actor)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        raise MeetingOver(_NOTHING)
    minutes.meeting = meeting
    if minutes.is_published:
        return False
    _require_something(minutes)
    if minutes.version != version:
        raise MeetingStale(_("The minutes were changed meanwhile. Read them once more."))
    minutes.published_at = timezone.now()
    minutes.save(update_fields=["published_at"])
    seats = meeting.seats.exclude(person=None).exclude(state=Seat.State.DECLINED).order_by("pk")
    notify(record("minutes.published", actor=actor, target=minutes), list(seats.values_list("person", flat=True)))
    return True


def _require_something(minutes: Minutes) -> None:
    if minutes.is_empty and not minutes.meeting.recording:
        raise MeetingOver(_NOTHING)


def _begun(meeting: Meeting, actor: User) -> Meeting:
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if meeting.is_cancelled:
        raise MeetingOver(_("It was called off, so there are no minutes."))
    if not meeting.has_started:
        raise MeetingOver(_("It has not begun yet."))
    return meeting
