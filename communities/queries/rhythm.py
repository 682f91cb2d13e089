"""Where a community's rhythm is kept, week by week: what is missing, what is too much, when it rests (G24, H29).

Weeks begin on Monday by the community's own clock.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from communities.models import Break, Community, Membership, Rhythm
from communities.rules import LEAST_ROLE
from core import seams
from core.seams import Beat, Resolved

WEEK = timedelta(weeks=1)
BACK, AHEAD = 8, 12  # weeks; a rhythm of twelve weeks is the slowest that is looked back for
SOON = 2  # weeks, this one among them, in which something that is missing is worth a word
LOOKED_BACK = max(BACK, *Rhythm.Every.values)

# Of each kind of beat, the field of the rhythm that says how many weeks lie between two.
MEASURED = {"forums.discussion": ("discussion_weeks", Community.Tool.DISCUSSIONS)}


@dataclass(frozen=True)
class Week:
    """One week of a community as its team means it to be kept."""

    monday: date
    begins: list[Beat]
    ends: list[Beat]
    runs: list[Beat]  # all that is open for a while of it
    breaks: list[Break]
    missing: frozenset[str] = frozenset()  # kinds of beats that would be due by now
    most_at_once: int = 0  # of what members are asked to follow
    crowds: bool = False  # it is the first of some in which more is open than members are asked to bear

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class Concern:
    """What the team may want to know now: kinds of beats that are missing soon, and how many are open at once."""

    missing: frozenset[str]
    open_at_once: int  # where that is too many, else 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.open_at_once)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_begins(monday: date, community: Community) -> datetime:
    """The moment in which the week begins where the community is, whatever its clocks do meanwhile."""
    return datetime.combine(monday, time(), community.zone)


def window(community: Community, now: datetime) -> tuple[date, date]:
    """The Monday of the first week that is looked at, and of the first that is not any more."""
    this = monday_of(timezone.localdate(now, timezone=community.zone))
    return this - LOOKED_BACK * WEEK, this + AHEAD * WEEK


def beats_of(communities: Sequence[Community], now: datetime) -> dict[int, list[Beat]]:
    """What goes on in each of them within its window; one query for each app that has beats."""
    if not communities:
        return {}
    windows = [window(each, now) for each in communities]
    since = min(week_begins(first, each) for (first, _), each in zip(windows, communities, strict=True))
    until = max(week_begins(end, each) for (_, end), each in zip(windows, communities, strict=True))
    found: dict[int, list[Beat]] = {each.pk: [] for each in communities}
    for beats in seams.beats.ask(list(found), since, until).values():
        for beat in beats:
            found[beat.community].append(beat)
    return found


def titles_of(beats: Iterable[Beat], reader: Any) -> dict[tuple[str, int], Resolved]:
    """What those are called that `reader` may see, by kind and id; one query for each kind."""
    by_kind: dict[str, set[int]] = {}
    for beat in beats:
        by_kind.setdefault(beat.kind, set()).add(beat.pk)
    return {
        (kind, pk): found for kind, ids in by_kind.items() for pk, found in seams.resolve(kind, ids, reader).items()
    }


def rhythm_of(community: Community) -> Rhythm | None:
    """What the team has set; asks nothing where `beat` was selected."""
    return getattr(community, "beat", None)


def weeks_of(community: Community, beats: Iterable[Beat], breaks: Iterable[Break], now: datetime) -> list[Week]:
    """All weeks of the window, the earliest first, measured by the community's rhythm; no query beyond that.

    Nothing is missing in what is past, nor in a week of which a day belongs to a break.
    """
    first, end = window(community, now)
    this = monday_of(timezone.localdate(now, timezone=community.zone))
    mondays = [first + number * WEEK for number in range((end - first).days // 7)]
    breaks, beats = list(breaks), list(beats)
    weeks = [_week(community, monday, beats, breaks, now) for monday in mondays]
    rhythm = rhythm_of(community)
    return _measured(weeks, this, rhythm, community) if rhythm and community.is_writable else weeks


def _week(community: Community, monday: date, beats: list[Beat], breaks: list[Break], now: datetime) -> Week:
    begins, ends = week_begins(monday, community), week_begins(monday + WEEK, community)
    begun = [beat for beat in beats if begins <= beat.begins_at < ends]
    runs = [beat for beat in beats if beat.begins_at < ends and (beat.ends_at is None or beat.ends_at > begins)]
    from_now = max(begins, min(now, ends))
    moments = [from_now, *(beat.begins_at for beat in begun if beat.begins_at > from_now)]
    asking = [beat for beat in runs if beat.kind in MEASURED]  # a meeting is over before it could be too much
    return Week(
        monday=monday,
        begins=begun,
        ends=[beat for beat in beats if beat.ends_at is not None and begins <= beat.ends_at < ends],
        runs=runs,
        breaks=[each for each in breaks if each.begins_on < monday + WEEK and each.ends_on >= monday],
        most_at_once=max(sum(_is_open(beat, moment) for beat in asking) for moment in moments),
    )


def _is_open(beat: Beat, at: datetime) -> bool:
    return beat.begins_at <= at and (beat.ends_at is None or beat.ends_at > at)


def _measured(weeks: list[Week], this: date, rhythm: Rhythm, community: Community) -> list[Week]:
    """The same weeks, those from now on with what the rhythm says of them."""
    missing: dict[date, set[str]] = {}
    for kind, (field, tool) in MEASURED.items():
        every = getattr(rhythm, field)
        if every and community.uses(tool):
            for monday in due_weeks(weeks, kind, every, this):
                missing.setdefault(monday, set()).add(kind)
    measured: list[Week] = []
    was_crowded = False
    for week in weeks:
        is_crowded = week.monday >= this and rhythm.most_open is not None and week.most_at_once > rhythm.most_open
        kinds = frozenset(missing.get(week.monday, ()))
        measured.append(replace(week, missing=kinds, crowds=is_crowded and not was_crowded))
        was_crowded = is_crowded
    return measured


def due_weeks(weeks: Collection[Week], kind: str, every: int, this: date) -> list[date]:
    """The Mondays from `this` on of weeks in which one of `kind` would be due, one every so many, and none begins.

    Weeks of rest do not count. One that never was is due at once; one that begins a week late is not missing, unless
    each week has its own.
    """
    begun = {week.monday for week in weeks if any(beat.kind == kind for beat in week.begins)}
    due = []
    waited = every - 1
    for week in weeks:
        if week.monday in begun:
            waited = 0
        elif not week.breaks:
            waited += 1
            if week.monday < this:
                waited = min(waited, every - 1)
            elif waited >= every and (every == 1 or week.monday + WEEK not in begun):
                due.append(week.monday)
                waited = 0
    return due


def concern(weeks: Iterable[Week], community: Community, now: datetime) -> Concern:
    """What of the rhythm wants a word now, which is nothing while the community rests."""
    today = timezone.localdate(now, timezone=community.zone)
    this = monday_of(today)
    soon = [week for week in weeks if this <= week.monday < this + SOON * WEEK]
    if any(each.begins_on <= today <= each.ends_on for week in soon for each in week.breaks):
        return Concern(frozenset(), 0)
    kinds = frozenset(kind for week in soon for kind in week.missing)
    return Concern(kinds, max((week.most_at_once for week in soon if week.crowds), default=0))


def breaks_within(communities: Sequence[Community], now: datetime) -> QuerySet[Break]:
    """Breaks of theirs that fall into the window, give or take a day for their clocks."""
    today = timezone.localdate(now)
    first, end = monday_of(today) - (LOOKED_BACK + 1) * WEEK, monday_of(today) + (AHEAD + 1) * WEEK
    return Break.objects.filter(community__in=communities, ends_on__gte=first, begins_on__lt=end)


def resolve_rhythms(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For those who set them."""
    if not reader.is_authenticated:
        return {}
    setting = Membership.objects.live_of(reader).holding(LEAST_ROLE["set_rhythm"])
    found = Rhythm.objects.filter(pk__in=ids, community__in=setting.values("community")).select_related("community")
    return {
        rhythm.pk: Resolved(
            title=rhythm.community.name,
            url=reverse("home:rhythm", args=[rhythm.community.slug]),
            obj=rhythm,
            community_name=rhythm.community.name,
            list_id=rhythm.community.slug,
            thread=f"communities.rhythm.{rhythm.pk}",
        )
        for rhythm in found
    }
