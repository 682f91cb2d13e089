"""How much somebody may do whose account is new (P4): all the numbers, in one place, and the way to count.

What is counted are rows in the database. An account counts as new for NEW_FOR, unless STANDING_POSTS of theirs stand
somewhere by then. Nobody else is asked for anything, and no query more is made for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import TooMuchAtOnce

NEW_FOR = timedelta(days=14)
STANDING_POSTS = 10  # from so many on, a new account is as good as an old one
MENTIONS_IN_A_POST = 5
LINKS_IN_A_POST = 3


@dataclass(frozen=True)
class Limit:
    """So many in such a time; `said` names it with %(number)d and says with %(when)s when one can go on."""

    number: int
    within: timedelta
    said: str | Promise


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POSTS = Limit(
    12,
    HOUR,
    _(
        "Your account is new, so Copse takes %(number)d posts an hour from you for now. You can send this one "
        "%(when)s; what you wrote is still here."
    ),
)
DISCUSSIONS = Limit(
    3,
    DAY,
    _(
        "Your account is new, so Copse takes %(number)d discussions a day from you for now. You can plan this one "
        "%(when)s; what you wrote is still here."
    ),
)
QUESTIONS = Limit(
    5,
    DAY,
    _(
        "Your account is new, so Copse puts questions to %(number)d people a day for you for now. You can ask more of "
        "them %(when)s."
    ),
)
ITEMS = Limit(
    5,
    DAY,
    _(
        "Your account is new, so a library takes %(number)d things a day from you for now. You can add this one "
        "%(when)s; what you wrote is still here."
    ),
)
REQUESTS = Limit(
    10,
    DAY,
    _(
        "Your account is new, so Copse passes %(number)d requests a day on for you for now. You can ask here %(when)s; "
        "what you wrote is still here."
    ),
)
COMMUNITIES = Limit(
    2,
    DAY,
    _(
        "Your account is new, so you can start %(number)d communities a day for now. You can start this one %(when)s; "
        "what you wrote is still here."
    ),
)
INVITATIONS = Limit(  # one by one and by lists
    50,
    DAY,
    _(
        "Your account is new, so Copse sends %(number)d invitations a day for you for now, lists included. You can "
        "send more %(when)s."
    ),
)


def is_new(person: Any) -> bool:
    """Whether the account of `person` is younger than NEW_FOR; no query."""
    return bool(timezone.now() - person.date_joined < NEW_FOR)


def require_within(limit: Limit, moments: QuerySet | Sequence[datetime], *, also: int = 1) -> None:
    """Raise TooMuchAtOnce where `also` more would be too many beside what happened at `moments` (UTC, newest first).

    Assumes that whoever does it at the same moment waits.
    """
    lately = _lately(limit, moments)
    if len(lately) + also > limit.number:
        # One place is free again as the oldest of them leaves the time that is looked at.
        free_at = lately[min(len(lately), len(lately) + also - limit.number) - 1] if lately else timezone.now()
        raise TooMuchAtOnce(limit.said % {"number": limit.number, "when": _when(free_at + limit.within)})


def left_within(limit: Limit, moments: QuerySet | Sequence[datetime]) -> int:
    """How many more `limit` lets through now, beside what happened at `moments` (UTC, newest first)."""
    return limit.number - len(_lately(limit, moments))


def _lately(limit: Limit, moments: QuerySet | Sequence[datetime]) -> list[datetime]:
    since = timezone.now() - limit.within
    return sorted(moment for moment in moments[: limit.number] if moment > since)


def _when(moment: datetime) -> str:
    here = timezone.localtime(moment + timedelta(seconds=59))  # a minute that is begun is not over
    if here.date() == timezone.localdate():
        return str(_("from %(time)s on") % {"time": time_format(here, "H:i")})
    return str(_("from %(day)s, %(time)s on") % {"day": date_format(here, "j F"), "time": time_format(here, "H:i")})
