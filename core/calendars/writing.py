"""The one writer of calendars: plain values in, bytes out (RFC 5545). It knows no meeting and no reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote
from zoneinfo import ZoneInfo

import icalendar

from core.calendars.zones import definition

MIME = "text/calendar"
_NAME = "-//Copse//Copse//EN"
_MOST_TEXT = 4_000  # characters of a description
_ASK_AGAIN = timedelta(hours=1)
# What some program somewhere takes for the end of a line, though RFC 5545 knows CRLF alone.
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


class Method(StrEnum):
    """What is to be done with a calendar that comes by mail (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Status(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Answer(StrEnum):
    """Whether somebody comes (PARTSTAT)."""

    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"
    NEEDED = "NEEDS-ACTION"


@dataclass(frozen=True)
class Party:
    """Who invites, or is invited. `is_asked` says that an answer by mail reaches somebody."""

    name: str
    email: str
    answer: Answer | None = None
    is_asked: bool = False


@dataclass(frozen=True)
class Event:
    """One edition of something at a time. `starts_at` and `ends_at` are moments, `zone` whose clock shows them."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    title: str
    changed_at: datetime
    status: Status = Status.CONFIRMED
    place: str = ""
    about: str = ""
    url: str = ""
    organizer: Party | None = None
    attendee: Party | None = None
    is_free: bool = False  # whoever has it in their calendar may plan something else then


def calendar(
    events: Iterable[Event], *, method: Method | None = None, name: str = "", stamped_at: datetime | None = None
) -> bytes:
    """A calendar of these, with the time zones that they need.

    `stamped_at` is when it was made; without it each event is stamped with its last change, as RFC 5545, 3.8.7.2 has
    it of what has no method, so that the same events give the same bytes. `name` is what a program calls a feed.
    """
    listed = list(events)
    made = icalendar.Calendar()
    made.add("prodid", _NAME)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if method:
        made.add("method", method.value)
    if name:
        made.add("name", _line(name))
        made.add("x-wr-calname", _line(name))
        made.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", icalendar.vDuration(_ASK_AGAIN).to_ical().decode())
    for zone in _zones(listed):
        made.add_component(zone)
    for event in listed:
        made.add_component(_component(event, stamped_at or event.changed_at))
    return made.to_ical(sorted=False)


def _component(event: Event, stamped_at: datetime) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", stamped_at.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("dtstart", _moment(event, event.starts_at))
    made.add("dtend", _moment(event, event.ends_at))
    made.add("summary", _line(event.title))
    made.add("status", event.status.value)
    made.add("transp", "TRANSPARENT" if event.is_free else "OPAQUE")
    if event.place:
        made.add("location", _line(event.place))
    if event.about:
        made.add("description", _text(event.about))
    if event.url:
        made.add("url", event.url)
    if event.organizer:
        made.add("organizer", _address(event.organizer))
    if event.attendee:
        made.add("attendee", _address(event.attendee))
    return made


def _moment(event: Event, at: datetime) -> datetime:
    return at.astimezone(UTC if _in_utc(event) else event.zone)


def _in_utc(event: Event) -> bool:
    """Whether no clock on the wall says it: one of an hour that comes twice means the first time (RFC 5545, 3.3.5)."""
    is_later = any(at.astimezone(event.zone).fold for at in (event.starts_at, event.ends_at))
    return is_later or event.zone.key in ("UTC", "Etc/UTC")


def _zones(events: list[Event]) -> Iterable[icalendar.Timezone]:
    """A definition of each zone, as long as its events need it."""
    years: dict[str, list[int]] = {}
    for event in events:
        if not _in_utc(event):
            spans = years.setdefault(event.zone.key, [])
            spans += [event.starts_at.year, event.ends_at.year]
    return [definition(key, min(found), max(found)) for key, found in sorted(years.items())]


def _address(party: Party) -> icalendar.vCalAddress:
    made = icalendar.vCalAddress("mailto:" + quote(party.email, safe="@!$'*+-._~="))
    # A quotation mark ends a parameter, and not every program knows the carets of RFC 6868.
    made.params["CN"] = _line(party.name).replace('"', "’").replace("^", " ") or party.email
    if party.answer:
        made.params["CUTYPE"] = "INDIVIDUAL"
        made.params["ROLE"] = "REQ-PARTICIPANT"
        made.params["PARTSTAT"] = party.answer.value
        made.params["RSVP"] = "TRUE" if party.is_asked else "FALSE"
    return made


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    """It with plain ends of lines and without what no reader sees, cut where it is very long."""
    said = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).strip()
    return said if len(said) <= _MOST_TEXT else said[: _MOST_TEXT - 1] + "…"
