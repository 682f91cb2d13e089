"""Dates that a rhythm proposes: every second Tuesday, nine to ten weeks apart, the second Tuesday of a month (G24)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice, takewhile

WEEK = timedelta(weeks=1)
LAST = 5  # in place of a number: the last one of a month


@dataclass(frozen=True)
class Weekly:
    """On one weekday (0 is Monday), `weeks` apart; up to `at_most` weeks apart where an earlier day is taken."""

    weekday: int
    weeks: int
    at_most: int = 0

    def days(self, first: date, busy: Collection[date]) -> Iterator[date]:
        day = first + timedelta(days=(self.weekday - first.weekday()) % 7)
        while True:
            yield day
            apart = [day + weeks * WEEK for weeks in range(self.weeks, max(self.weeks, self.at_most) + 1)]
            day = next((each for each in apart if each not in busy), apart[0])


@dataclass(frozen=True)
class Monthly:
    """The first to fourth of one weekday in each month, or with LAST the last."""

    weekday: int
    number: int

    def days(self, first: date, busy: Collection[date]) -> Iterator[date]:
        for months in count(first.month - 1):
            begin = date(first.year + months // 12, months % 12 + 1, 1)
            day = begin + timedelta(days=(self.weekday - begin.weekday()) % 7) + (min(self.number, 4) - 1) * WEEK
            if self.number == LAST and (day + WEEK).month == day.month:
                day += WEEK
            if day >= first:
                yield day


def proposed(
    rhythm: Weekly | Monthly, first: date, *, until: date, number: int, busy: Collection[date] = ()
) -> list[date]:
    """The days from `first` on that `rhythm` gives, none after `until` and at most `number`.

    `busy` are days that are better left free, where the rhythm has a choice.
    """
    return list(islice(takewhile(lambda day: day <= until, rhythm.days(first, busy)), number))
