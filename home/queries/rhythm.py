"""A community's calendar of beats: what began, runs and comes, week by week (G24, H29)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import ActionItem, Community, LearningTopic, Rhythm, Space
from communities.queries import Standing
from communities.queries.rhythm import (
    BACK,
    WEEK,
    Week,
    beats_of,
    breaks_within,
    monday_of,
    rhythm_of,
    titles_of,
    weeks_of,
)
from core.seams import Beat, Resolved
from forums.queries.beats import SHARED
from home.queries.fronts import plannable
from home.queries.places import readable_spaces

MOST_LINES = 200  # of the plan and of the agenda, each, in all weeks together


@dataclass(frozen=True)
class Wording:
    """What is said of one kind of beat as it comes and as it was."""

    opens: Any
    opened: Any
    closes: Any  # None: what begins is over soon, and its end is not worth a line
    closed: Any
    missing: Any  # where one would be due


# A new kind of beat gets its words here, and its answer to `seams.beats` in its own app.
WORDINGS = {
    "forums.discussion": Wording(
        _("opens"), _("opened"), _("closes"), _("closed"), _("By your rhythm a discussion would open this week.")
    ),
    "meetings.meeting": Wording(
        _("begins"), _("took place"), None, None, _("By your rhythm a meeting would take place this week.")
    ),
}


@dataclass(frozen=True)
class CalendarLine:
    """One thing of a week: the day, what happens, and to what."""

    day: date
    what: Any
    title: str
    url: str
    is_beat: bool  # else it is of the agenda or of the plan
    is_late: bool = False


@dataclass(frozen=True)
class WeekShown:
    """A week as one reader sees it."""

    week: Week
    lines: list[CalendarLine]
    running: list[Resolved]  # what is open and neither opens nor closes in it
    is_this: bool
    missing: list[Any] = field(default_factory=list)  # in words, for the team
    crowd: int = 0  # how many are open at once, where that is more than members are asked to bear; for the team

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.week.breaks or self.missing)


@dataclass(frozen=True)
class Calendar:
    standing: Standing
    rhythm: Rhythm | None
    ahead: list[WeekShown]
    past: list[WeekShown]  # the latest first
    plannable: list[Space]
    may_set: bool

    @property
    def missing_count(self) -> int:
        return sum(bool(shown.missing) for shown in self.ahead)

    @property
    def crowd(self) -> int:
        return max((shown.crowd for shown in self.ahead), default=0)


def calendar_of(standing: Standing) -> Calendar:
    """The last weeks and the coming ones, for a member; what is missing or too much, for the team. Six queries."""
    community, reader, now = standing.community, standing.reader, timezone.now()
    beats = beats_of([community], now)[community.pk]
    weeks = weeks_of(community, beats, breaks_within([community], now), now)
    titles = titles_of(beats, reader)
    others = _others(community, weeks[0].monday, weeks[-1].sunday)
    this = monday_of(timezone.localdate(now, timezone=community.zone))
    shown = [_shown(week, this, standing, titles, others) for week in weeks]
    spaces = readable_spaces(community, reader) if standing.is_in_team else []
    return Calendar(
        standing=standing,
        rhythm=rhythm_of(community),
        ahead=[each for each in shown if each.week.monday >= this],
        past=[each for each in reversed(shown) if this - BACK * WEEK <= each.week.monday < this],
        plannable=[space for space in plannable(spaces, reader, standing.role) if space.access in SHARED],
        may_set=standing.may("set_rhythm"),
    )


def _shown(
    week: Week, this: date, standing: Standing, titles: dict[tuple[str, int], Resolved], others: list[CalendarLine]
) -> WeekShown:
    zone, now = standing.community.zone, timezone.now()
    lines = [line for line in others if week.monday <= line.day <= week.sunday]
    for beat, at, has_begun in _turns(week):
        if known := titles.get((beat.kind, beat.pk)):
            what = _said(beat, has_begun, at <= now)
            lines.append(
                CalendarLine(timezone.localdate(at, timezone=zone), what, known.title, known.url, is_beat=True)
            )
    turning = {(beat.kind, beat.pk) for beat in (*week.begins, *week.ends)}
    running = [(beat.kind, beat.pk) for beat in week.runs if (beat.kind, beat.pk) not in turning]
    return WeekShown(
        week=week,
        lines=sorted(lines, key=lambda line: (line.day, not line.is_beat)),
        running=[titles[each] for each in running if each in titles],
        is_this=week.monday == this,
        missing=[WORDINGS[kind].missing for kind in sorted(week.missing)] if standing.is_in_team else [],
        crowd=week.most_at_once if week.crowds and standing.is_in_team else 0,
    )


def _turns(week: Week) -> Iterable[tuple[Beat, datetime, bool]]:
    """Each beat that begins or ends in the week, with the moment, and whether it begins."""
    yield from ((beat, beat.begins_at, True) for beat in week.begins)
    for beat in week.ends:
        if beat.ends_at is not None and WORDINGS[beat.kind].closes is not None:
            yield beat, beat.ends_at, False


def _said(beat: Beat, begins: bool, is_past: bool) -> Any:
    words = WORDINGS[beat.kind]
    if begins:
        return words.opened if is_past else words.opens
    return words.closed if is_past else words.closes


def _others(community: Community, first: date, last: date) -> list[CalendarLine]:
    """What of the learning agenda and of the action plan has its day in between; two queries."""
    days = (first, last)
    taken_up = (LearningTopic.State.SCHEDULED, LearningTopic.State.DONE)
    topics = community.topics.filter(state__in=taken_up, scheduled_on__range=days).order_by("scheduled_on", "pk")
    items = community.action_items.exclude(state=ActionItem.State.DROPPED).filter(due_on__range=days)
    topics_url = reverse("communities:topics", args=[community.slug])
    lines = [
        CalendarLine(topic.scheduled_on, _("to learn"), topic.title, f"{topics_url}#topic-{topic.pk}", is_beat=False)
        for topic in topics.only("community", "scheduled_on", "title")[:MOST_LINES]
        if topic.scheduled_on
    ]
    today = timezone.localdate(timezone=community.zone)
    for item in items.order_by("due_on", "pk").only("community", "due_on", "title", "state")[:MOST_LINES]:
        if day := item.due_on:
            url = reverse("communities:plan-item", args=[community.slug, item.pk])
            what = _("done") if item.state == ActionItem.State.DONE else _("of the plan, due")
            lines.append(
                CalendarLine(day, what, item.title, url, is_beat=False, is_late=not item.is_over and day < today)
            )
    return lines
