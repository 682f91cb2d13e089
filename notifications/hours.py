"""When mail may come, by each person's own clock: the hour of a digest, and the end of quiet hours.

Every moment in and out is aware. A day has each hour once: where a clock is put forward over it, it is the moment
at which it would have been; where a clock is put back, it is the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

A_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)


def moment(day: date, hour: int, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show `hour` on `day`."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def next_digest(after: datetime, zone: tzinfo, *, hour: int, weekday: int | None = None) -> datetime:
    """The first time after `after` that it is `hour` in `zone`; with `weekday` (0 is Monday) on that day alone."""
    day = after.astimezone(zone).date()
    while True:
        at = moment(day, hour, zone)
        if at > after and weekday in (None, day.weekday()):
            return at
        day += A_DAY


def end_of_quiet(now: datetime, zone: tzinfo, *, begins: int, ends: int) -> datetime | None:
    """When the quiet hours end in which `now` falls, or None where it falls in none; they may go over midnight."""
    there = now.astimezone(zone)
    is_quiet = begins <= there.hour < ends if begins < ends else not ends <= there.hour < begins
    if not is_quiet:
        return None
    return next(at for days in range(3) if (at := moment(there.date() + days * A_DAY, ends, zone)) > now)
