"""Who in a list of a video service is who at a meeting, and what they would be marked as. Nothing is written."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from meetings.models import Counting, Meeting, Seat
from meetings.queries.counting import counting_of
from meetings.video_lists import Participant, joined

_Mark = Seat.Attendance
_NOTHING = timedelta(0)
_ASIDE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Match:
    participant: Participant
    candidates: list[Seat]  # one: that is them; several: one of these; none: nobody with a seat
    mark: str  # what they would get
    is_mixed: bool = False  # several entries of the list are this one person

    @property
    def seat(self) -> Seat | None:
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True)
class Terms:
    """From when on somebody came late, and until when they left early; None where the list tells no times."""

    starts: datetime
    ends: datetime
    minutes: int
    counting: Counting

    def mark(self, person: Participant, zone: ZoneInfo) -> str:
        """Present; late or left early, whichever they missed more by; left early also for less than half of it."""
        came = person.joined.replace(tzinfo=zone) - self.starts if person.joined else _NOTHING
        went = self.ends - person.left.replace(tzinfo=zone) if person.left else _NOTHING
        is_late = came > timedelta(minutes=self.counting.late_after)
        is_early = went > timedelta(minutes=self.counting.left_before)
        if is_late and not (is_early and went > came):
            return _Mark.LATE
        is_short = bool(person.seconds) and person.seconds * 2 < self.minutes * 60
        return _Mark.LEFT_EARLY if is_early or is_short else _Mark.PRESENT


def matches(meeting: Meeting, people: Sequence[Participant], zone: ZoneInfo) -> list[Match]:
    """Each of `people` with the seats that may be theirs: by address, else by name. One query, and one for the terms.

    Whoever stands there twice, on two devices or under two names, is one. `zone` is that of the clock of the list.
    """
    seats = list(meeting.seats.booked().select_related("person").order_by("pk"))
    by_address, by_name = defaultdict(list), defaultdict(list)
    for seat in seats:
        seat.meeting = meeting
        by_address[(seat.person.email if seat.person else seat.email).lower()].append(seat)
        by_name[folded(seat.who)].append(seat)
    terms = _terms(meeting, people, zone)
    found: dict[tuple[int, ...], list[tuple[Participant, list[Seat]]]] = {}
    for number, person in enumerate(people):
        candidates = by_address.get(person.email, []) if person.email else []
        candidates = candidates or next((by_name[name] for name in _names(person.name) if name in by_name), [])
        key = (candidates[0].pk,) if len(candidates) == 1 else (-1, number)
        found.setdefault(key, []).append((person, candidates))
    return [_match(entries, terms, zone) for entries in found.values()]


def folded(name: str) -> str:
    """A name without accents, capitals and order: "Pérez, Ana" is "ana perez"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(sorted(re.findall(r"\w+", plain.casefold())))


def _names(name: str) -> list[str]:
    """As which somebody may be known: what stands before "(original name)", and within it."""
    aside = _ASIDE.findall(name)
    return [folded(each) for each in (name, _ASIDE.sub(" ", name), *aside) if folded(each)]


def _terms(meeting: Meeting, people: Sequence[Participant], zone: ZoneInfo) -> Terms:
    """Where the last one left before the end, it ended then."""
    last = max((each.left.replace(tzinfo=zone) for each in people if each.left), default=meeting.ends_at)
    ends = min(meeting.ends_at, last)
    lasted = max(1, int((ends - meeting.starts_at).total_seconds() // 60))
    return Terms(meeting.starts_at, ends, min(meeting.minutes, lasted), counting_of(meeting.community))


def _match(entries: list[tuple[Participant, list[Seat]]], terms: Terms, zone: ZoneInfo) -> Match:
    person = joined([each for each, _candidates in entries])
    return Match(person, entries[0][1], terms.mark(person, zone), is_mixed=len(entries) > 1)
