"""From what a wall clock shows to the moment that it means: the one way from the one to the other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from meetings.errors import NoSuchTime, WhichOfTwo


@dataclass(frozen=True)
class When:
    """What a wall clock in `time_zone` shows when something begins, and how many minutes it lasts: those that pass.

    `is_later` says which is meant of an hour that comes twice, and is None where nobody was asked.
    """

    day: date
    begins: time
    minutes: int
    time_zone: str
    is_later: bool | None = None


def moments_of(day: date, shown: time, zone: ZoneInfo) -> list[datetime]:
    """The moments (UTC) at which clocks in `zone` show that, in their order: mostly one.

    None where clocks are put forward past it, two where they are put back.
    """
    first, second = (datetime.combine(day, shown, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return [] if first > second else sorted({first, second})


def moment_of(
    day: date, shown: time, zone: ZoneInfo, *, is_later: bool | None = None, after: datetime | None = None
) -> datetime:
    """The moment (UTC) at which clocks in `zone` show `shown` on `day`.

    Where clocks are put back an hour comes twice: `is_later` says whether its second time is meant, of those that come
    `after` a moment where one is given. Raises WhichOfTwo where that has to be asked, and NoSuchTime where clocks are
    put forward past it (RFC 5545, 3.3.5).
    """
    found = moments_of(day, shown, zone)
    words = {"time": f"{shown:%H:%M}", "zone": zone.key.replace("_", " ")}
    if not found:
        raise NoSuchTime(_("Clocks are put forward that day: %(time)s does not come in %(zone)s.") % words)
    if after is not None:
        found = [moment for moment in found if moment > after] or found[-1:]
    if len(found) > 1 and is_later is None:
        raise WhichOfTwo(_("Clocks are put back that day: %(time)s comes twice in %(zone)s. Which one?") % words)
    return found[-1 if is_later else 0]


def days_before(moment: datetime, zone: ZoneInfo, days: int) -> datetime:
    """The moment (UTC) at which clocks in `zone` show the same so many days earlier, however many hours that are.

    Where clocks are put forward past it, it is when it would have been; of an hour that comes twice it is the first.
    """
    there = moment.astimezone(zone)
    then = datetime.combine(there.date() - timedelta(days=days), there.time(), zone)
    return then.replace(fold=0).astimezone(UTC)
