"""What a meeting says and when it is, with what is derived from it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.markdown import clean, render
from meetings.clock import When, moment_of
from meetings.models import Meeting

_RENDERED = {"markdown": "html", "decisions": "decisions_html", "follows": "follows_html"}


def finished(said: dict[str, Any]) -> dict[str, Any]:
    """The columns that hold what was said, with what is derived from it."""
    fields = dict(said)
    for source, shown in _RENDERED.items():
        if source in fields:
            fields[source] = clean(fields[source])
            fields[shown] = render(fields[source])
    return fields


def set_time(meeting: Meeting, when: When) -> None:
    """Let it be at `when`, and derive from it from when until when that is; saves nothing.

    Of what would have been due by now nobody is reminded: whoever has a seat hears of the new time.

    Raises NoSuchTime and WhichOfTwo, as `moment_of` does.
    """
    meeting.day, meeting.begins, meeting.minutes = when.day, when.begins, when.minutes
    meeting.time_zone = when.time_zone
    meeting.starts_at = moment_of(when.day, when.begins, meeting.zone, is_later=when.is_later)
    meeting.ends_at = meeting.starts_at + timedelta(minutes=when.minutes)
    meeting.is_later = meeting.starts_at.astimezone(meeting.zone).fold == 1
    meeting.reminded_at = timezone.now()
