"""When people write: on weekdays, by day and in the evening of their own zone; the same for the same data."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

WAKES, SLEEPS = 7, 22  # hours
SATURDAY = 5
ON_WEEKENDS = 0.15  # of what falls on a weekend is written on it
READING = timedelta(minutes=6)  # until one could have read what was said just before


def chance(*about: object) -> float:
    """A number from 0 to below 1 that looks like chance and is always the same for the same things."""
    return crc32("|".join(map(str, about)).encode()) / 2**32


def awake(moment: datetime, zone: ZoneInfo, latest: datetime, *about: object) -> datetime:
    """`moment` or the next one at which somebody in `zone` would write; the one before, if that is past `latest`."""
    local = moment.astimezone(zone)
    late = timedelta(hours=5 * chance("late", *about) ** 2)
    if local.hour >= SLEEPS:
        local = _at(local + timedelta(days=1), WAKES) + late
    elif local.hour < WAKES:
        local = _at(local, WAKES) + late
    if local.weekday() >= SATURDAY and chance("weekend", *about) >= ON_WEEKENDS:
        local = _at(local + timedelta(days=7 - local.weekday()), WAKES) + 2 * late
    return local.astimezone(UTC) if local <= latest else awake_before(min(moment, latest), zone, late)


def awake_before(moment: datetime, zone: ZoneInfo, early: timedelta = timedelta()) -> datetime:
    """`moment` or the last one before it at which somebody in `zone` would write, `early` before they go to sleep."""
    local = moment.astimezone(zone)
    if local.hour < WAKES:
        local = _at(local - timedelta(days=1), SLEEPS) - early
    elif local.hour >= SLEEPS:
        local = _at(local, SLEEPS) - early
    if local.weekday() >= SATURDAY:
        local = _at(local - timedelta(days=local.weekday() - SATURDAY + 1), SLEEPS) - early
    return local.astimezone(UTC)


def at_hour(moment: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """The weekday of `moment`, or the next one, at a full hour in `zone`: when something is announced for."""
    local = _at(moment.astimezone(zone), hour)
    while local.weekday() >= SATURDAY:
        local += timedelta(days=1)
    return local.astimezone(UTC)


def _at(local: datetime, hour: int) -> datetime:
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)


def in_turn(planned: Sequence[tuple[datetime, ZoneInfo]], latest: datetime, *about: object) -> list[datetime]:
    """When each of those who speak in this order would, planned for so and in their zones; all by `latest`."""
    moments: list[datetime] = []
    for place, (moment, zone) in enumerate(planned):
        floor = moments[-1] + READING if moments else moment
        moments.append(max(floor, awake(max(floor, moment), zone, latest, place, *about)))
    return before(latest, moments, *about)


def pause(*about: object) -> timedelta:
    """Until somebody answers: often within the hour, sometimes the next day."""
    return timedelta(hours=0.2 + 26 * chance("delay", *about) ** 2.5)


def spread(begin: datetime, end: datetime, fixed: Sequence[datetime | None], *about: object) -> list[datetime]:
    """A moment for each of `fixed`: its own, or one between its neighbours', with some unevenness.

    More is said at the beginning of each stretch than at its end.
    """
    moments: list[datetime] = []
    start, free = begin, 0
    for moment in [*fixed, end]:
        if moment is None:
            free += 1
            continue
        for place in range(1, free + 1):
            share = (place - 0.6 * chance("spread", len(moments), *about)) / (free + 0.3)
            moments.append(start + (moment - start) * share**1.2)
        moments.append(moment)
        start, free = moment, 0
    return moments[:-1]


def before(end: datetime, moments: list[datetime], *about: object) -> list[datetime]:
    """The ascending `moments`, with those too late moved before `end`, in their order."""
    kept = list(moments)
    for place in reversed(range(len(kept))):
        if kept[place] <= end:
            break
        kept[place] = end
        end -= timedelta(minutes=2 + 20 * chance("before", place, *about))
    return kept
