"""The lists of who took part that Zoom and Teams give out, as they are written: a table, among other things."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.markdown import clean
from meetings.errors import NoSuchList

MOST_PEOPLE = 300
MOST_LINES = 5000
LONGEST_NAME = 120
LONGEST_ADDRESS = 254

# {what it says: how the services head that column}, in small letters. The older names of each still come.
_HEADS = {
    "name": {"name (original name)", "user name (original name)", "full name", "name"},
    "email": {"user email", "email", "e-mail"},
    "account": {"participant id (upn)"},
    "joined": {"join time", "first join"},
    "left": {"leave time", "last leave"},
    "lasted": {"duration (minutes)", "total duration (minutes)", "in-meeting duration", "duration"},
    "waited": {"in waiting room"},
}
_SECTION = re.compile(r"\d+\. ")  # by which Teams parts its report
_PARTS = re.compile(r"(\d+)\s*(h|m|s)")
_MOMENT = re.compile(
    r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),?[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?"
)


@dataclass(frozen=True)
class Participant:
    """Somebody whom a video service saw, by all that they were there: they may have come and gone."""

    name: str
    email: str
    joined: datetime | None  # first, as the clock of the list shows it
    left: datetime | None  # last
    seconds: int  # in all

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


def read(text: str, *, day: date) -> list[Participant]:
    """Who stands in a list of Zoom or Teams, each once; `day` says in which order its dates are written.

    Whoever was let in from a waiting room was there since they waited; whoever never was is left out. Raises NoSuchList
    for anything else, and for more people than one meeting has.
    """
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))[:MOST_LINES]
    rows, places = _table(lines)
    seen: dict[tuple[str, str], list[Participant]] = {}
    let_in = set()
    for row in rows:
        said = {name: row[at].strip() for name, at in places.items() if at < len(row)}
        if person := _person(said, day):
            key = (person.email or "", "" if person.email else person.name.casefold())
            seen.setdefault(key, []).append(person)
            if said.get("waited", "").lower() != "yes":
                let_in.add(key)
    if not let_in:
        raise NoSuchList(_("Nobody stands in this list."))
    if len(seen) > MOST_PEOPLE:
        raise NoSuchList(_("At most %(number)d people at a time.") % {"number": MOST_PEOPLE})
    return [joined(each) for key, each in seen.items() if key in let_in]


def joined(stays: Sequence[Participant]) -> Participant:
    """One person of whom several lines speak: from when until when, and how long in all."""
    came = [each.joined for each in stays if each.joined]
    went = [each.left for each in stays if each.left]
    return Participant(
        name=stays[0].name,
        email=next((each.email for each in stays if each.email), ""),
        joined=min(came, default=None),
        left=max(went, default=None),
        seconds=sum(each.seconds for each in stays),
    )


def _table(lines: Sequence[str]) -> tuple[list[list[str]], dict[str, int]]:
    """The rows beneath the head of who took part, up to the next section, and where each thing stands in them."""
    for number, line in enumerate(lines):
        for separator in ("\t", ",", ";"):
            places = _places(_cells(line, separator))
            if "name" in places and places.keys() & {"joined", "lasted"}:
                return [_cells(row, separator) for row in _until_next(lines[number + 1 :])], places
    raise NoSuchList(
        _("This is no list of participants as Zoom or Teams write it. Hand in the file as it was downloaded.")
    )


def _until_next(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        if not line.strip(" \t,;") or _SECTION.match(line):
            return
        yield line


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:  # a cell without end
        return []


def _places(cells: Sequence[str]) -> dict[str, int]:
    heads = [" ".join(cell.split()).lower() for cell in cells]
    return {
        said: next(at for at, head in enumerate(heads) if head in names)
        for said, names in _HEADS.items()
        if names.intersection(heads)
    }


def _person(said: dict[str, str], day: date) -> Participant | None:
    name = " ".join(clean(said.get("name", "")).split())[:LONGEST_NAME]
    if not name:
        return None
    addresses = (clean(said.get(place, "")).strip().lower() for place in ("email", "account"))
    came, went = (_moment(said.get(place, ""), day) for place in ("joined", "left"))
    seconds = _seconds(said.get("lasted", ""))
    if not seconds and came and went:
        seconds = max(0, int((went - came).total_seconds()))
    return Participant(
        name=name,
        email=next((each for each in addresses if "@" in each and len(each) <= LONGEST_ADDRESS), ""),
        joined=came,
        left=went,
        seconds=seconds,
    )


def _seconds(text: str) -> int:
    """How long: minutes, as Zoom writes them, or "1h 27m 51s" of Teams; at most a day."""
    words = text.strip().lower()
    if words.isascii() and words.isdecimal():
        return min(int(words[:5]) * 60, 86_400)
    length = {"h": 3600, "m": 60, "s": 1}
    return min(sum(int(number[:5]) * length[unit] for number, unit in _PARTS.findall(words)), 86_400)


def _moment(text: str, day: date) -> datetime | None:
    """What a clock showed. Of a date that may be read in two ways the one that lies nearer to `day` is meant."""
    found = _MOMENT.match(" ".join(text.split()))
    if found is None:
        return None
    first, second, third, hour, minute = (int(part) for part in found.group(1, 2, 3, 4, 5))
    half = (found[7] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    orders = [(first, second, third)] if first > 31 else [(third, first, second), (third, second, first)]
    moments = [_made(order, (hour, minute, int(found[6] or 0))) for order in orders]
    near = [each for each in moments if each and abs((each.date() - day).days) <= 1]
    return min(near, key=lambda each: abs((each.date() - day).days), default=None)


def _made(order: tuple[int, int, int], clock: tuple[int, int, int]) -> datetime | None:
    year, month, day = order
    try:
        return datetime(year + 2000 if year < 100 else year, month, day, *clock)
    except ValueError:
        return None
