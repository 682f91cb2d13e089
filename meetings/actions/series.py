"""Meetings that belong together: planned at once, put right together, called off together (H24)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_both
from communities.models import Role, Space
from core.permissions import require
from meetings import effects
from meetings.actions.meetings import PLANNERS
from meetings.clock import When
from meetings.effects.life import end_ahead
from meetings.errors import MeetingOver, MeetingStale, TooManyDates
from meetings.merging import Marks, merged
from meetings.models import Meeting, Seat, Series
from meetings.queries.dates import Programme
from meetings.rules import may_plan, may_run_series
from notifications.effects import notify

TEAM = _("Facilitators, moderators and leaders run a series.")

# What a later date takes over from the one before it.
SHARED = (
    *("kind", "audience", "title", "markdown", "html", "place", "link", "link_before"),
    *("capacity", "offer_hours", "reflection", "reminders_off", "reminder_text"),
)


@transaction.atomic
def plan_series(
    space: Space,
    *,
    actor: User,
    submission: UUID,
    whens: Sequence[When],
    is_tentative: bool = False,
    begins_on: date | None = None,
    ends_on: date | None = None,
    **said: Any,
) -> Series:
    """Plan a meeting at each of `whens`, with `actor` as their host. The same `submission` of one person is one series.

    `said` are the fields of `plan_meeting`, shared by all. Members hear of it once, by their digest. Raises what
    `plan_meeting` does, and TooManyDates.
    """
    community, actor = lock_both(space.community, actor)
    space.refresh_from_db()
    space.community = community
    require(may_plan(actor, space), PLANNERS)
    _require_so_many(len(whens))
    facts = {"space": space, "title": said["title"], "begins_on": begins_on, "ends_on": ends_on}
    series, is_new = Series.objects.get_or_create(planned_by=actor, submission=submission, defaults=facts)
    if is_new:
        series.space = space
        _add(series, actor, submission, whens, is_tentative, effects.finished(said))
        entry = record("series.scheduled", actor=actor, target=series, data={"dates": len(whens)})
        if said.get("audience", Meeting.Audience.SPACE) == Meeting.Audience.SPACE:
            _tell_members(entry, series)
    return series


@transaction.atomic
def add_dates(
    series: Series, *, actor: User, submission: UUID, whens: Sequence[When], is_tentative: bool = False
) -> list[Meeting]:
    """Add dates to a series, each with what the last of it says. The same `submission` adds them once.

    Raises TooManyDates, NoSuchTime and WhichOfTwo.
    """
    community, actor = lock_both(series.space.community, actor)
    series.space.refresh_from_db()
    series.space.community = community
    require(may_plan(actor, series.space), PLANNERS)
    dates = Meeting.objects.filter(series=series)
    last = dates.order_by("-starts_at", "-pk")
    model = last.exclude(state=Meeting.State.CANCELLED).first() or last[0]
    if dates.filter(planned_by=actor, submission=_own(submission, 0)).exists():
        return []
    _require_so_many(dates.count() + len(whens))
    said = {field: getattr(model, field) for field in SHARED}
    added = _add(series, actor, submission, whens, is_tentative, said)
    entry = record("series.extended", actor=actor, target=series, data={"dates": len(added)})
    if model.audience == Meeting.Audience.SPACE:
        _tell_members(entry, series)
    return added


@transaction.atomic
def set_programme(
    series: Series,
    *,
    actor: User,
    begins_on: date | None,
    ends_on: date | None,
    before: Programme,
) -> bool:
    """Say from when until when the programme lasts; no date moves. Returns whether that is new.

    `before` is what was read. Raises MeetingStale where somebody else has said otherwise meanwhile.
    """
    community, actor = lock_both(series.space.community, actor)
    series.space.refresh_from_db()
    series.space.community = community
    require(may_run_series(actor, series), TEAM)
    series.refresh_from_db(fields=["begins_on", "ends_on"])
    now = (series.begins_on, series.ends_on)
    if now == (begins_on, ends_on):
        return False
    if now != before:
        raise MeetingStale(_("Somebody else has changed this meanwhile."))
    series.begins_on, series.ends_on = begins_on, ends_on
    series.save(update_fields=["begins_on", "ends_on"])
    record("series.changed", actor=actor, target=series)
    return True


@transaction.atomic
def change_onwards(
    meeting: Meeting, *, actor: User, version: int, seen: Marks | None = None, **said: Any
) -> list[Meeting]:
    """Change a date and all that come after it, as `change_meeting` does one; each is a new edition of its own.

    A later date takes over what is changed here only where it still says what this one said before, so that what
    somebody gave it of its own stays. Returns those that kept something of their own. Raises as `change_meeting`.
    """
    series = meeting.series
    assert series is not None
    series.space = meeting.space
    held = effects.lock_series(series, with_pk=meeting.pk)
    require(may_run_series(actor, series), TEAM)
    this = next(each for each in held if each.pk == meeting.pk)
    if this.is_cancelled:
        raise MeetingOver(_("It was called off, so nothing is changed any more."))
    if this.version != version:
        said = merged(said, {name: getattr(this, name) for name in said}, seen or {})
    fields = effects.finished(said)
    before = {name: getattr(this, name) for name in fields}
    changed = {name: value for name, value in fields.items() if value != before[name]}
    done, kept = [(this, effects.put_right(this, fields))], []
    for other in held:
        if (other.starts_at, other.pk) > (this.starts_at, this.pk):
            taken_over = _taken_over(other, changed, before)
            if any(getattr(other, name) != value for name, value in changed.items() if name not in taken_over):
                kept.append(other)
            if taken_over:
                done.append((other, effects.put_right(other, taken_over)))
    Series.objects.filter(pk=series.pk, title=before.get("title", "")).update(title=this.title)
    changes = [(record("meeting.changed", actor=actor, target=each), each, is_news) for each, is_news in done]
    effects.tell_of_changes((entry, each) for entry, each, is_news in changes if is_news)
    for each, _is_news in done:
        effects.fill(each)
    return kept


@transaction.atomic
def call_off_series(series: Series, *, actor: User, reason: str = "") -> int:
    """Call off all that is still ahead; everybody with a seat at any of it, or in a queue, is told once.

    Returns how many dates that were; 0 where nothing is ahead any more.
    """
    held = effects.lock_series(series)
    require(may_run_series(actor, series), TEAM)
    if not held:
        return 0
    entry = record("series.called_off", actor=actor, target=series, data={"dates": len(held)})
    effects.tell_seats(entry, Seat.objects.standing().filter(meeting__in=held))
    effects.let_go_of_calendars(held, actor)  # and say no more of what was changed before
    for meeting in held:
        end_ahead(meeting, reason)
    return len(held)


def _require_so_many(number: int) -> None:
    if not 1 <= number <= Series.MOST:
        raise TooManyDates(_("A series has from one to %(most)d dates.") % {"most": Series.MOST})


def _own(submission: UUID, place: int) -> UUID:
    """What makes one date of what was sent at once the same when it is sent again."""
    return uuid5(submission, str(place))


def _add(
    series: Series, actor: User, submission: UUID, whens: Sequence[When], is_tentative: bool, said: dict[str, Any]
) -> list[Meeting]:
    dates = [
        effects.begin_meeting(
            series.space,
            actor,
            submission=_own(submission, place),
            when=when,
            is_tentative=is_tentative,
            said=said,
            series=series,
        )
        for place, when in enumerate(whens)
    ]
    return [meeting for meeting, _is_new in dates]


def _taken_over(other: Meeting, changed: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """What of `changed` a later date takes over: where it said the same, and where as many seats are not taken."""
    found = {name: value for name, value in changed.items() if getattr(other, name) == before[name]}
    if found.get("capacity") is not None and found["capacity"] < other.taken:
        del found["capacity"]
    return found


def _tell_members(entry: Any, series: Series) -> None:
    members = series.space.people_holding(Role.GUEST).values_list("pk", flat=True)
    notify(entry, members, scope=("communities.community", series.community_id))
