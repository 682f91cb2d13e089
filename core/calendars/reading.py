"""What somebody answers to an invitation, as their calendar writes it (RFC 5546, 3.2.3). Nothing else is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline, Contentlines

from core.calendars.writing import Answer

_LARGEST = 200_000  # bytes: an answer comes with the definition of a zone, and often with all that was sent
_ERRORS = (ValueError, KeyError, IndexError, TypeError, AttributeError)
_EVENT = ["VCALENDAR", "VEVENT"]


@dataclass(frozen=True)
class Reply:
    """That the one who was invited to an edition of an event comes, or does not, with what they say about it."""

    uid: str
    sequence: int
    answer: Answer
    comment: str = ""


@dataclass
class _Found:
    """The lines that count, wherever they stand among the others."""

    methods: list[str] = field(default_factory=list)
    events: int = 0
    said: dict[str, list[str]] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)


def read_reply(raw: bytes) -> Reply | None:
    """The one answer that `raw` is; None where it is none, several, or nothing that can be read. Raises nothing."""
    if len(raw) > _LARGEST:
        return None
    try:
        found = _found(Contentlines.from_ical(raw.decode("utf-8-sig", "replace")))
        (uid,), (answer,) = found.said["UID"], found.answers
        if found.methods != ["REPLY"] or found.events != 1 or "RECURRENCE-ID" in found.said:
            return None
        sequence = int(found.said.get("SEQUENCE", ["0"])[0])
        said = " ".join(" ".join(found.said.get("COMMENT", [])).split())
        given = Answer(answer.upper())
    except _ERRORS:
        return None
    return None if given is Answer.NEEDED else Reply(uid, sequence, given, said)


def _found(lines: Contentlines) -> _Found:
    found, within = _Found(), list[str]()
    for name, parameters, value in _parts(lines):
        if name == "BEGIN":
            within.append(value.upper())
            found.events += within == _EVENT
        elif name == "END":
            within.pop()
        elif within == _EVENT[:1] and name == "METHOD":
            found.methods.append(value.strip().upper())
        elif within == _EVENT and name == "ATTENDEE":
            found.answers.append(str(parameters.get("PARTSTAT", "")))
        elif within == _EVENT:
            found.said.setdefault(name, []).append(value)
    return found


def _parts(lines: Contentlines) -> Iterator[tuple[str, dict[str, str], str]]:
    for line in lines:
        if isinstance(line, Contentline) and line.strip():
            name, parameters, value = line.parts()
            yield name.upper(), parameters, value
