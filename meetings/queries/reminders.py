"""When those with a seat are told of a meeting, and who they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from meetings.clock import days_before
from meetings.models import Meeting, Minutes, Reminder, Seat

NAMED = 60  # so many of those who are told are named
APART = timedelta(hours=1)  # the minutes and the thanks

_Remind = Meeting.Remind


def moments(meeting: Meeting) -> dict[str, datetime]:
    """{kind: when it is due (UTC)} of what is told before it begins, in the order of time, be it wanted or not.

    A week and a day before are the same time of day by the meeting's clock, an hour is sixty minutes.
    """
    return {
        _Remind.WEEK: days_before(meeting.starts_at, meeting.zone, 7),
        _Remind.DAY: days_before(meeting.starts_at, meeting.zone, 1),
        _Remind.HOUR: meeting.starts_at - timedelta(hours=1),
    }


def due_reminder(meeting: Meeting, now: datetime) -> tuple[str, datetime] | None:
    """(kind, since when) of what those with a seat are to be told now; None: nothing.

    It is the last one whose moment has come: one that another has overtaken is told no more.
    """
    if not meeting.is_ahead or meeting.starts_at <= now:
        return None
    wanted = [(kind, at) for kind, at in moments(meeting).items() if kind in meeting.reminders]
    passed = [(kind, at) for kind, at in wanted if meeting.reminded_at < at <= now]
    return passed[-1] if passed else None


def thanks_at(meeting: Meeting) -> datetime:
    """When those who came are thanked: a while after its end, and not along with the minutes. One query."""
    after = meeting.ends_at + Meeting.THANKED_AFTER
    published = Minutes.objects.filter(meeting=meeting).values_list("published_at", flat=True).first()
    return max(after, published + APART) if published else after


def seats_to_tell(meeting: Meeting, kind: str, due_at: datetime) -> QuerySet[Seat]:
    """The seats whose people are to be told and were not yet.

    Whoever got their seat after the moment has just heard of the meeting; hosts are not thanked for coming, nor are
    guests from outside, who read no minutes.
    """
    told = Reminder.objects.filter(seat=OuterRef("pk"), begins_at=meeting.starts_at, kind=kind)
    seats = meeting.seats.booked().reached().exclude(Exists(told))
    if kind == _Remind.AFTER:
        return seats.exclude(role__in=Seat.HOSTS).exclude(person=None).order_by("pk")
    return seats.filter(changed_at__lte=due_at).order_by("pk")


@dataclass(frozen=True)
class Step:
    """One of what is told: when, and to how many it was."""

    kind: str
    label: Any
    at: datetime
    is_wanted: bool
    told: int
    is_past: bool

    @property
    def is_next(self) -> bool:
        return self.is_wanted and not self.is_past


@dataclass(frozen=True)
class RemindersPage:
    steps: list[Step]
    people: list[Seat]  # the first of those who have a seat now
    number: int  # of all of them

    @property
    def more(self) -> int:
        return self.number - len(self.people)


def reminders_page(meeting: Meeting) -> RemindersPage:
    """What those with a seat are told of `meeting` and when, and who they are. Three queries."""
    now = timezone.now()
    rows = Reminder.objects.filter(seat__meeting=meeting, begins_at=meeting.starts_at).order_by()
    told = {kind: (number, at) for kind, number, at in rows.values_list("kind").annotate(Count("pk"), Max("told_at"))}
    due = {**moments(meeting), _Remind.AFTER: meeting.ends_at + Meeting.THANKED_AFTER}
    steps = []
    for kind, at in due.items():
        number, last = told.get(kind, (0, at))
        steps.append(
            Step(
                kind=kind,
                label=_Remind(kind).label,
                at=last,
                is_wanted=kind in meeting.reminders and not meeting.is_cancelled,
                told=number,
                is_past=at <= max(now, meeting.reminded_at),
            )
        )
    seats = meeting.seats.booked().reached()
    people = list(seats.select_related("person").order_by("person__display_name", "name", "pk")[:NAMED])
    return RemindersPage(steps, people, seats.count() if len(people) == NAMED else len(people))
