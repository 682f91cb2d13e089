"""The list of a video service is looked through, and only then written."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings import actions
from meetings.models import AttendanceChange, Seat
from meetings.queries.matching import folded
from tests.factories import MeetingFactory, MembershipFactory, SeatFactory
from tests.meetings.lists import page_of
from tests.statements import changes

HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
FOUR = datetime(2026, 3, 10, 16, tzinfo=UTC)


@pytest.fixture
def meeting(commons, facilitator):
    """That was, at four by London's clocks, for an hour."""
    meeting = MeetingFactory(space=commons, planned_by=facilitator, starts_at=FOUR, state="held")
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    return meeting


@pytest.fixture
def seats(meeting, community):
    names = ("Ana Pérez", "Ben Booked", "Ben Booked", "Cleo Counted", "Dia Delayed")
    people = [MembershipFactory(community=community, person__display_name=name).person for name in names]
    return [SeatFactory(meeting=meeting, person=person) for person in people]


@pytest.fixture
def client(client, facilitator):
    client.force_login(facilitator)
    return client


def line(name, email="", came="16:00", went="17:00", minutes=60):
    return f'"{name}",{email},2026-03-10 {came}:00,2026-03-10 {went}:00,{minutes}\n'


def hand_in(client, meeting, *lines, text=None):
    file = SimpleUploadedFile("participants.csv", (text or HEAD + "".join(lines)).encode())
    return client.post(page_of(meeting, "participants"), {"file": file, "time_zone": "Europe/London"})


def proposed(response):
    """{who: (seats, mark)} of the page on which it is looked through."""
    return {
        match.participant.name: ([seat.person.name for seat in match.candidates], str(match.mark))
        for match in response.context["form"].matches
    }


def answers(response, **said):
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | said


def marks(meeting):
    return dict(meeting.seats.exclude(role="host").values_list("person__display_name", "attendance"))


def test_people_are_found_by_address_and_by_name_whatever_its_order(client, meeting, seats):
    cleo = seats[3].person

    shown = hand_in(
        client,
        meeting,
        line("perez ANA"),
        line("iPad of C", cleo.email.upper()),
        line("Ben Booked"),
        line("Nobody"),
        line("Dia (Dia Delayed)"),
    )

    assert proposed(shown) == {
        "perez ANA": (["Ana Pérez"], "present"),
        "iPad of C": (["Cleo Counted"], "present"),
        "Ben Booked": (["Ben Booked", "Ben Booked"], "present"),
        "Nobody": ([], "present"),
        "Dia (Dia Delayed)": (["Dia Delayed"], "present"),
    }
    page = shown.content.decode()
    assert page.index("Several people may be meant") < page.index("Nobody with a seat") < page.index("Found")


@pytest.mark.parametrize(
    ("came", "went", "minutes", "mark"),
    [
        ("15:50", "17:10", 60, "present"),
        ("16:10", "16:50", 40, "present"),
        ("16:11", "17:00", 49, "late"),
        ("16:00", "16:49", 49, "left_early"),
        ("16:15", "16:40", 25, "left_early"),
        ("16:25", "16:45", 20, "late"),
        ("16:00", "17:00", 29, "left_early"),
    ],
)
def test_what_they_would_get_is_reckoned_from_when_they_were_there(client, meeting, seats, came, went, minutes, mark):
    shown = hand_in(client, meeting, line("Ana Pérez", "", came, went, minutes), line("Nobody"))

    assert proposed(shown)["Ana Pérez"][1] == mark


def test_where_it_ended_before_its_time_nobody_left_early(client, meeting, seats):
    shown = hand_in(client, meeting, line("Ana Pérez", went="16:35", minutes=35), line("Dia Delayed", went="16:40"))

    assert proposed(shown)["Ana Pérez"][1] == "present"


def test_two_devices_are_one_person(client, meeting, seats):
    ana = seats[0].person

    shown = hand_in(client, meeting, line("Ana Perez", went="16:20", minutes=20), line("Tablet", ana.email, "16:20"))

    assert len(shown.context["form"].matches) == 1
    assert shown.context["form"].matches[0].mark == "present"


def test_nothing_is_written_before_it_is_confirmed(client, meeting, seats):
    with CaptureQueriesContext(connection) as queries:
        shown = hand_in(client, meeting, line("Ana Pérez", came="16:20"), line("Nobody"))
    assert changes(queries, but=("django_session",)) == []

    said = answers(shown, **{"seat-1": str(seats[1].pk)})
    response = client.post(page_of(meeting, "participants-confirm"), said)

    assert response.url == page_of(meeting, "attendance")
    assert sorted(meeting.seats.exclude(attendance="unmarked").values_list("pk", "attendance")) == [
        (seats[0].pk, "late"),
        (seats[1].pk, "present"),
    ]
    assert set(AttendanceChange.objects.values_list("way", flat=True)) == {"import"}


def test_the_same_list_again_changes_nothing_and_marks_by_hand_stay(client, meeting, seats, facilitator):
    actions.mark_seat(seats[0], actor=facilitator, to="excused")

    for _each in range(2):
        shown = hand_in(client, meeting, line("Ana Pérez"), line("Dia Delayed"))
        client.post(page_of(meeting, "participants-confirm"), answers(shown))

    assert (marks(meeting)["Ana Pérez"], marks(meeting)["Dia Delayed"]) == ("excused", "present")
    assert AttendanceChange.objects.count() == 2


def test_one_person_is_not_marked_twice(client, meeting, seats):
    shown = hand_in(client, meeting, line("One"), line("Two"))
    both = {"seat-0": str(seats[0].pk), "seat-1": str(seats[0].pk)}

    response = client.post(page_of(meeting, "participants-confirm"), answers(shown, **both))

    assert response.status_code == 422
    assert "This person stands here twice." in response.content.decode()
    assert not AttendanceChange.objects.exists()


def test_once_it_is_finished_it_says_why(client, meeting, seats, facilitator):
    actions.finish_meeting(meeting, actor=facilitator, default="absent")
    shown = hand_in(client, meeting, line("Ana Pérez"))
    said = answers(shown, **{"mark-0": "present"})

    refused = client.post(page_of(meeting, "participants-confirm"), said)
    assert refused.status_code == 422
    client.post(page_of(meeting, "participants-confirm"), said | {"reason": "The list says so."})

    assert marks(meeting)["Ana Pérez"] == "present"


@pytest.mark.parametrize("packed", ["", "rubbish", "\x00"])
def test_what_was_not_handed_in_here_is_asked_for_again(client, meeting, packed):
    response = client.post(page_of(meeting, "participants-confirm"), {"packed": packed})

    assert response.url == page_of(meeting, "participants")


def test_a_list_of_another_meeting_is_not_this_one_s(client, meeting, seats):
    shown = hand_in(client, meeting, line("Ana Pérez"))
    other = MeetingFactory(space=meeting.space, starts_at=FOUR)

    response = client.post(page_of(other, "participants-confirm"), answers(shown))

    assert response.url == page_of(other, "participants")


@pytest.mark.parametrize("text", ["\x00\x01", "name;colour\nAna;green", "PK\x03\x04 a spreadsheet"])
def test_what_is_no_list_is_said_beside_the_field(client, meeting, text):
    response = hand_in(client, meeting, text=text)

    assert response.status_code == 422
    assert "Hand in the" in response.content.decode()


def test_names_are_compared_without_what_differs_by_habit():
    assert folded("PÉREZ-Núñez,  Ana") == folded("ana perez nunez")
