"""Somebody’s rows in what a community meets for."""

from uuid import uuid4

from django.utils import timezone

from meetings.models import AgendaItem, AttendanceChange, Meeting, Minutes, Reminder, Seat, Series, Watch
from tests.factories.meetings import MeetingFactory, SeatFactory


def rows_of_meetings(person, words, community):
    space = community.spaces.get(slug="commons")
    meeting = MeetingFactory(space=space, planned_by=person, state=Meeting.State.CANCELLED, **words.of(Meeting))
    guest, said = _parted(words.of(Seat), "email", "name")
    SeatFactory(meeting=meeting, person=None, **guest)
    outside, item = _parted(words.of(AgendaItem), "presenter_name")
    meeting.agenda.create(position=2, **outside, **item)
    minutes = Minutes.objects.create(
        meeting=meeting, written_by=person, published_at=timezone.now(), **words.of(Minutes)
    )
    seat = SeatFactory(meeting=meeting, person=person, **said)
    due = {"begins_at": meeting.starts_at, "due_at": timezone.now()}
    return [
        meeting,
        seat,
        seat.marks.create(before="unmarked", after="late", way="host", by=person, **words.of(AttendanceChange)),
        Reminder.objects.create(seat=seat, kind=Meeting.Remind.WEEK, **due),
        meeting.agenda.create(position=1, presenter=person, **item),
        minutes,
        Series.objects.create(space=space, planned_by=person, submission=uuid4(), **words.of(Series)),
        Watch.objects.create(meeting=meeting, person=person),
    ]


def _parted(words, *names):
    """What is said of somebody who has no account, and the rest."""
    return {name: words[name] for name in names}, {name: word for name, word in words.items() if name not in names}
