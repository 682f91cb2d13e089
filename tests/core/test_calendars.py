"""What is written is read again by two programs that know nothing of it, and says what was meant and no more."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from core.calendars.writing import Answer, Event, Method, Party, Status, calendar

MORNING = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
CHANGED = datetime(2026, 3, 1, 8, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
OBSERVANCE = re.compile(r"BEGIN:(?:STANDARD|DAYLIGHT)\r\nDTSTART:(\w+)\r\nTZOFFSETFROM:(.+)\r\nTZOFFSETTO:(.+)\r\n")
PROPERTIES = ["UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP"]
MORE = ["LOCATION", "DESCRIPTION", "URL", "ORGANIZER", "ATTENDEE"]
BROKEN = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\x00", ";", ",", "\\", "\\n", '"', "^n", ":"]
BROKEN += [
    "\r\nATTENDEE:mailto:eve@example.org",
    "\nEND:VEVENT\nBEGIN:VEVENT\n",
    "😀",
    "👩🏽‍⚕️",
    "שלום",
    "مرحبا",
    "\u202e",
    "é",
    "語" * 40,
]
WORDS = st.lists(st.one_of(st.sampled_from(BROKEN), st.text(max_size=30)), min_size=1, max_size=8).map("".join)


def event(**said):
    usual = {"uid": "5@copse.example", "sequence": 2, "starts_at": MORNING, "ends_at": MORNING + timedelta(hours=1)}
    return Event(**usual | {"zone": LONDON, "title": "Feedback", "changed_at": CHANGED} | said)


def of_one(raw):
    """The one event of a calendar, by each of the two readers."""
    (found,) = IcsCalendarStream.calendar_from_ics(raw.decode()).events
    (other,) = vobject.readOne(raw.decode()).vevent_list
    return found, other


def squeezed(text):
    """Its letters, whatever stands between them."""
    return [letter for letter in text if letter.isalnum()]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=WORDS, place=WORDS, about=WORDS, name=WORDS)
def test_whatever_is_typed_adds_no_property_and_loses_no_letter(title, place, about, name):
    raw = calendar(
        [
            event(
                title=title,
                place=place,
                about=about,
                url="https://copse.example/meetings/5/",
                organizer=Party(name, "reply+abc@reply.example"),
                attendee=Party(name, "pia@example.org", Answer.ACCEPTED, is_asked=True),
            )
        ],
        method=Method.REQUEST,
        name=title,
    )

    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 and not set(line) & set(b"\r\n") for line in lines)
    assert "".join(line.decode() for line in lines) == raw.decode().replace("\r\n", "")  # no letter is cut in two
    assert len(raw.decode().splitlines()) == len(lines) - 1  # nothing else that a program takes for an end
    found, other = of_one(raw)
    names = [each.name for each in other.getChildren()]
    left_out = [
        each for each, text in (("LOCATION", place), ("DESCRIPTION", about)) if each not in names and not squeezed(text)
    ]
    assert names == [each for each in [*PROPERTIES, *MORE] if each not in left_out]
    assert len(found.attendees) == 1
    assert not found.extras
    assert other.attendee.value == "mailto:pia@example.org"
    assert squeezed(found.summary) == squeezed(other.summary.value) == squeezed(title)
    if "DESCRIPTION" in names:
        assert squeezed(other.description.value) == squeezed(found.description) == squeezed(about)


def test_it_says_when_by_the_clock_of_its_zone():
    raw = calendar([event(zone=ZoneInfo("Asia/Kolkata"), sequence=7, status=Status.TENTATIVE, is_free=True)])

    assert b"DTSTART;TZID=Asia/Kolkata:20260310T150000\r\n" in raw
    assert b"METHOD" not in raw
    found, other = of_one(raw)
    for start in (found.dtstart, other.dtstart.value):
        assert start == MORNING
        assert start.utcoffset() == timedelta(hours=5, minutes=30)
    assert (found.uid, found.sequence, found.status, found.transparency) == (
        "5@copse.example",
        7,
        "TENTATIVE",
        "TRANSPARENT",
    )


@pytest.mark.parametrize(
    "zone", ["Europe/London", "America/New_York", "Australia/Sydney", "Africa/Casablanca", "Asia/Kolkata"]
)
def test_a_zone_is_told_as_its_clocks_go(zone):
    """Every three hours of two years, as somebody reckons them who has nothing but the definition."""
    zone, at = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    far = [
        event(starts_at=at + timedelta(days=200 * n), ends_at=at + timedelta(days=200 * n, hours=1), zone=zone)
        for n in range(4)
    ]
    told = [
        (datetime.strptime(start, "%Y%m%dT%H%M%S").replace(tzinfo=UTC) - _offset(before), _offset(after))
        for start, before, after in OBSERVANCE.findall(calendar(far).decode())
    ]

    while at.year < 2028:
        assert [offset for begins, offset in told if begins <= at][-1] == at.astimezone(zone).utcoffset(), at
        at += timedelta(hours=3)


def _offset(text):
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def test_the_second_time_of_an_hour_that_comes_twice_is_not_said_by_the_wall():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 01:30 by London's clocks, again

    raw = calendar([event(starts_at=second, ends_at=second + timedelta(hours=1))])

    assert b"DTSTART:20261025T013000Z\r\n" in raw
    assert b"VTIMEZONE" not in raw
    assert of_one(raw)[0].dtstart == second
    first = calendar([event(starts_at=second - timedelta(hours=1), ends_at=second + timedelta(hours=1))])
    assert b"DTSTART;TZID=Europe/London:20261025T013000\r\n" in first
    assert b"DTEND;TZID=Europe/London:20261025T023000\r\n" in first


def test_each_zone_is_told_once_and_the_same_events_give_the_same_bytes():
    events = [
        event(uid=f"{number}@copse.example", zone=ZoneInfo(zone))
        for number, zone in enumerate(["UTC", "Europe/London", "Asia/Kolkata", "Europe/London"])
    ]

    raw = calendar(events, name="Copse")

    assert raw.count(b"BEGIN:VTIMEZONE") == 2
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in raw
    assert raw == calendar(events, name="Copse")
    assert b"DTSTAMP:20260301T080000Z\r\n" in raw


def test_a_mail_is_stamped_when_it_is_made_and_says_how_its_reader_stands():
    guest = Party('Ana "R"; Ruiz', "o'neil+a;b@example.org", Answer.NEEDED, is_asked=True)

    raw = calendar([event(attendee=guest, status=Status.CANCELLED)], method=Method.CANCEL, stamped_at=MORNING)

    assert b"DTSTAMP:20260310T093000Z\r\n" in raw
    assert b"METHOD:CANCEL\r\n" in raw
    found, other = of_one(raw)
    assert other.attendee.params == {
        "CN": ["Ana ’R’; Ruiz"],
        "CUTYPE": ["INDIVIDUAL"],
        "ROLE": ["REQ-PARTICIPANT"],
        "PARTSTAT": ["NEEDS-ACTION"],
        "RSVP": ["TRUE"],
    }
    assert found.attendees[0].uri == "mailto:o'neil+a%3Bb@example.org"


def test_a_very_long_text_is_cut():
    found, _other = of_one(calendar([event(about="語" * 9000)]))

    assert len(found.description) == 4000
    assert found.description.endswith("…")
