"""The lists of Zoom and Teams, as they are written."""

from datetime import date

import pytest

from core.tables import text_of
from meetings.errors import NoSuchList
from meetings.video_lists import read

DAY = date(2026, 3, 10)

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,
852 1848 6288,Debriefing clinic,03/10/2026 03:55:02 PM,03/10/2026 05:02:00 PM,host@copse.example,67,3,

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent
Pat Participant,pat@copse.example,03/10/2026 03:58:10 PM,03/10/2026 04:20:00 PM,22,No,
"Pat Participant (Pat P.)",PAT@copse.example,03/10/2026 04:25:10 PM,03/10/2026 05:01:00 PM,36,No,
"Lima, Ana",,03/10/2026 04:15:10 PM,03/10/2026 05:01:00 PM,46,Yes,
"""
ZOOM_SHORT = "Name (original name),Email,Total duration (minutes),Guest\nPat,pat@copse.example,58,No\n"
TEAMS = """1. Summary
Meeting title\tDebriefing clinic
Attended participants\t2
Start time\t3/10/26, 4:00:11 PM
Meeting duration\t1h 1m 3s

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Pat Participant\t3/10/26, 4:02:11\u202fPM\t3/10/26, 5:01:02\u202fPM\t58m 51s\tpat@copse.example\t\tAttendee
Ana Lima (Unverified)\t3/10/26, 4:20:00 PM\t3/10/26, 5:01:14 PM\t41m 14s\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Pat Participant\t3/10/26, 4:02:11 PM\t3/10/26, 5:01:02 PM\t58m 51s\tpat@copse.example\tAttendee
"""
TEAMS_OLD = """Meeting Summary
Total Number of Participants\t1

Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)
Pat Participant\t10/03/2026, 16:02:11\t10/03/2026, 17:01:02\t58m 51s\t\tAttendee\tpat@copse.example
"""


def found(text):
    return [
        (each.name, each.email, f"{each.joined:%d %H:%M}" if each.joined else "", each.seconds)
        for each in read(text, day=DAY)
    ]


PAT = ("Pat Participant", "pat@copse.example")


def test_zoom_has_a_line_for_each_time_that_somebody_came():
    assert found(ZOOM) == [(*PAT, "10 15:58", 58 * 60), ("Lima, Ana", "", "10 16:15", 46 * 60)]


def test_whoever_waited_at_the_door_of_zoom_and_was_never_let_in_was_not_there():
    head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room\n"
    late_host = "Pat Participant,pat@copse.example,03/10/2026 03:58:00 PM,03/10/2026 04:12:00 PM,14,No,Yes\n"
    let_in = "Pat Participant,pat@copse.example,03/10/2026 04:12:00 PM,03/10/2026 05:01:00 PM,49,No,No\n"
    never = "Nel Never,,03/10/2026 04:05:00 PM,03/10/2026 04:20:00 PM,15,Yes,Yes\n"

    assert found(head + late_host + never + let_in) == [(*PAT, "10 15:58", 63 * 60)]
    with pytest.raises(NoSuchList, match="Nobody"):
        found(head + never)


def test_zoom_may_tell_no_times():
    assert found(ZOOM_SHORT) == [("Pat", "pat@copse.example", "", 58 * 60)]


def test_of_the_sections_of_teams_the_second_counts():
    assert found(TEAMS) == [(*PAT, "10 16:02", 3531), ("Ana Lima (Unverified)", "", "10 16:20", 2474)]


def test_the_older_list_of_teams_in_another_order_of_days():
    assert found(TEAMS_OLD) == [(*PAT, "10 16:02", 3531)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_it_comes_in_any_of_these_encodings(encoding):
    assert found(text_of(TEAMS.encode(encoding))) == found(TEAMS)


def test_a_day_that_is_not_near_tells_no_time():
    assert found(ZOOM.replace("03/10/2026", "07/22/2026"))[0] == (*PAT, "", 58 * 60)


@pytest.mark.parametrize(
    "text", ["", "email\nana@copse.example", "Name,Join Time\n", "\x00", '"' * 200_000, "Name\t" * 99]
)
def test_anything_else_is_refused(text):
    with pytest.raises(NoSuchList):
        read(text, day=DAY)


def test_too_many_are_refused():
    lines = "".join(f"Person {number},,30\n" for number in range(301))

    with pytest.raises(NoSuchList, match="At most 300"):
        read(f"Name (Original Name),User Email,Duration (Minutes)\n{lines}", day=DAY)


@pytest.mark.parametrize("cell", ["9" * 5000, "99/99/9999 99:99:99 PM", "1h" * 99, "=1+1", "03/10/2026 03:58:10 XM"])
def test_cells_that_make_no_sense_do_no_harm(cell):
    text = f"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\nPat,{cell},{cell},{cell},{cell}"

    assert [each.name for each in read(text, day=DAY)] == ["Pat"]
