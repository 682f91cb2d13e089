"""What a page says of one thing that waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

SOON = timedelta(days=3)
MOST_OF_A_KIND = 4  # so that one kind of thing crowds out no other


@dataclass(frozen=True)
class Deed:
    """What is done with one press."""

    verb: str
    url: str  # to which it is sent


@dataclass(frozen=True)
class Need:
    """One thing that waits: what it is about, why, and what to do.

    Where there are `words`, or a moment or a day, `why` is a sentence into which they are put when it is shown, each by
    its name, the moment or the day as `day`: the language says where they stand.
    """

    title: str
    why: str
    where: str
    verb: str
    url: str
    at: datetime | None = None  # said as the reader's day
    on: date | None = None  # by the community's calendar
    words: Mapping[str, Any] = field(default_factory=dict)
    is_urgent: bool = False
    instead: Deed | None = None
