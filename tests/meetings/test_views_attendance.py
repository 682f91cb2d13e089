"""The page on which those who run a meeting mark who came."""

import pytest

from meetings import actions
from meetings.models import Seat
from tests.factories import MeetingFactory, SeatFactory
from tests.meetings.lists import address, page_of, said
from tests.meetings.seats import begin

MOST_QUERIES = 12
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def meeting(commons, facilitator):
    meeting = MeetingFactory(space=commons, title="Debriefing clinic", capacity=30, planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    begin(meeting)
    return meeting


@pytest.fixture
def seat(meeting, participant):
    return SeatFactory(meeting=meeting, person=participant)


@pytest.fixture
def client(client, facilitator):
    client.force_login(facilitator)
    return client


def mark_of(seat):
    return Seat.objects.values_list("attendance", flat=True).get(pk=seat.pk)


def test_everybody_with_a_seat_stands_there_hosts_first(client, meeting, seat):
    SeatFactory(meeting=meeting, person__display_name="Ana Early", attendance="late")
    SeatFactory(meeting=meeting, state="cancelled", apology="On call.")
    SeatFactory(meeting=meeting, state="waiting", person__display_name="Wim Waiting")

    page = client.get(page_of(meeting, "attendance")).content.decode()

    assert page.index("Fay Facilitator") < page.index("Ana Early") < page.index(seat.who)
    assert "<b>1</b> late" in page
    assert "On call." in page
    assert page.index("Somebody came without a seat") < page.index("Wim Waiting")


def test_it_asks_as_much_for_many(client, meeting, django_assert_max_num_queries):
    SeatFactory.create_batch(25, meeting=meeting)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(page_of(meeting, "attendance"))


def test_one_tap_is_one_mark(client, meeting, seat):
    response = client.post(address(seat, "attendance-mark"), {"to": "present"})

    assert response.url == f"{page_of(meeting, 'attendance')}#seat-{seat.pk}"
    assert mark_of(seat) == "present"


def test_with_htmx_the_row_and_the_counts_come_anew(client, seat):
    response = client.post(address(seat, "attendance-mark"), {"to": "left_early"}, **HTMX)

    page = response.content.decode()
    assert f'id="seat-{seat.pk}"' in page
    assert 'hx-swap-oob="true"' in page
    assert "<b>1</b> left early" in page
    assert "<html" not in page


def test_what_is_no_mark_is_refused(client, seat):
    response = client.post(address(seat, "attendance-mark"), {"to": "asleep"})

    assert said(response) == ["Choose one of the marks."]
    assert mark_of(seat) == "unmarked"


def test_members_do_not_see_it(client, meeting, seat, participant):
    client.force_login(participant)

    for name in ("attendance", "attendance-finish", "attendance-history", "attendance-table"):
        assert client.get(page_of(meeting, name)).status_code == 403
    assert client.post(address(seat, "attendance-mark"), {"to": "present"}).status_code == 403


def test_finishing_says_what_it_does_and_does_it(client, meeting, seat):
    page = client.get(page_of(meeting, "attendance-finish")).content.decode()
    assert "Not marked yet:" in page
    assert seat.who in page

    response = client.post(page_of(meeting, "attendance-finish"), {"default": "absent"})

    assert response.url == page_of(meeting, "attendance")
    assert mark_of(seat) == "absent"
    assert client.get(page_of(meeting, "attendance-finish")).status_code == 302


def test_a_correction_needs_its_words(client, meeting, seat, facilitator):
    actions.finish_meeting(meeting, actor=facilitator, default="absent")
    page = client.get(page_of(meeting, "attendance")).content.decode()
    assert "Why you correct it" in page

    refused = client.post(address(seat, "attendance-mark"), {"to": "present"})
    assert "Say in a few words" in said(refused)[0]
    client.post(address(seat, "attendance-mark"), {"to": "present", "reason": "He sat at the back."})

    assert mark_of(seat) == "present"
    history = client.get(page_of(meeting, "attendance-history")).content.decode()
    assert "present (before: absent)" in history
    assert "“He sat at the back.”" in history


def test_somebody_who_came_without_a_seat_is_added(client, meeting, moderator):
    response = client.post(page_of(meeting, "attendance-walk-in"), {"comer": f"@{moderator.handle}"})

    assert response.status_code == 302
    assert meeting.seats.get(person=moderator).attendance == "present"


def test_a_walk_in_that_cannot_be_is_said_beside_the_field(client, meeting):
    response = client.post(page_of(meeting, "attendance-walk-in"), {"comer": "Nobody Here"})

    assert response.status_code == 422
    assert "is called that" in response.content.decode()


def test_the_table_says_who_came(client, meeting, seat):
    Seat.objects.filter(pk=seat.pk).update(attendance="late")

    lines = b"".join(client.get(page_of(meeting, "attendance-table"))).decode().splitlines()

    assert f"{seat.who},attendee,late" in lines


def test_whoever_runs_it_finds_the_way_there(client, meeting):
    assert page_of(meeting, "attendance") in client.get(page_of(meeting, "meeting")).content.decode()
