"""People say themselves that they are here."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from core.permissions import Refused
from meetings import actions, codes
from meetings.errors import MeetingOver, NotASeat, WrongCode
from meetings.models import Counting, Seat
from tests.factories import MeetingFactory, SeatFactory
from tests.meetings.lists import page_of
from tests.meetings.seats import begin, end

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_tries_before():
    cache.clear()


@pytest.fixture
def meeting(commons, facilitator):
    meeting = MeetingFactory(space=commons, title="Debriefing clinic", planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    begin(meeting)
    return meeting


@pytest.fixture
def seat(meeting, participant):
    return SeatFactory(meeting=meeting, person=participant)


def checked(meeting, person):
    return actions.check_in(meeting, actor=person, code=codes.code_of(meeting)).attendance


@pytest.mark.parametrize(("ago", "mark"), [(-14, "present"), (9, "present"), (11, "late"), (58, "late")])
def test_who_comes_more_than_ten_minutes_after_the_beginning_is_late(meeting, seat, ago, mark):
    begin(meeting, ago * MINUTE)

    assert checked(meeting, seat.person) == mark


def test_a_community_says_itself_from_when_on_somebody_is_late(meeting, seat, community):
    Counting.objects.create(community=community, late_after=3)

    assert checked(meeting, seat.person) == "late"


def test_twice_is_once(meeting, seat):
    checked(meeting, seat.person)
    begin(meeting, 30 * MINUTE)

    assert checked(meeting, seat.person) == "present"
    assert seat.marks.values_list("way", "by").get() == ("check_in", seat.person_id)


@pytest.mark.parametrize(
    ("said", "mark"), [("absent", "present"), ("excused", "excused"), ("left_early", "left_early")]
)
def test_what_the_host_has_said_stands_unless_that_they_were_absent(meeting, seat, said, mark):
    Seat.objects.filter(pk=seat.pk).update(attendance=said)

    assert checked(meeting, seat.person) == mark


@pytest.mark.parametrize("ago", [-16, 61])
def test_outside_of_its_time_nobody_checks_in(meeting, seat, ago):
    begin(meeting, ago * MINUTE)

    with pytest.raises(MeetingOver):
        checked(meeting, seat.person)


def test_once_it_is_finished_nobody_checks_in(meeting, seat, facilitator):
    actions.finish_meeting(meeting, actor=facilitator, default="absent")

    with pytest.raises(MeetingOver):
        checked(meeting, seat.person)


def test_who_has_no_seat_does_not(meeting, moderator):
    SeatFactory(meeting=meeting, person=moderator, state="waiting")

    with pytest.raises(NotASeat):
        checked(meeting, moderator)


def test_a_code_that_is_not_shown_marks_nobody(meeting, seat):
    with pytest.raises(WrongCode):
        actions.check_in(meeting, actor=seat.person, code="000000x")

    assert not seat.marks.exists()


def test_a_visitor_is_nobody(meeting):
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(Refused):
        actions.check_in(meeting, actor=AnonymousUser(), code=codes.code_of(meeting))


def test_a_visitor_signs_in_first_and_learns_nothing(client, meeting):
    response = client.get(page_of(meeting, "check-in") + "?code=123456")

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert client.get(reverse("meetings:check-in", args=[meeting.pk + 999])).status_code == 302


def test_the_picture_leads_to_a_page_that_marks_nobody_until_they_say_so(client, meeting, seat):
    client.force_login(seat.person)
    code = codes.code_of(meeting)

    page = client.get(page_of(meeting, "check-in"), {"code": code}).content.decode()
    assert f'value="{code}"' in page
    assert not seat.marks.exists()
    response = client.post(page_of(meeting, "check-in"), {"code": code})

    assert response.status_code == 302
    assert "You are marked as present." in client.get(response.url).content.decode()
    assert "You are marked as present." in client.get(page_of(meeting, "meeting")).content.decode()


def test_a_wrong_code_is_said_beside_the_field_and_many_are_stopped(client, meeting, seat):
    client.force_login(seat.person)

    tries = [client.post(page_of(meeting, "check-in"), {"code": "12"}) for _each in range(11)]

    assert {response.status_code for response in tries[:10]} == {422}
    assert "That is not the code" in tries[0].content.decode()
    assert tries[10].status_code == 429
    right = client.post(page_of(meeting, "check-in"), {"code": codes.code_of(meeting)})
    assert right.status_code == 429


def test_the_screen_shows_the_code_as_a_picture_and_as_digits(client, meeting, seat, facilitator):
    client.force_login(facilitator)
    checked(meeting, seat.person)

    page = client.get(page_of(meeting, "check-in-screen")).content.decode()

    code = codes.code_of(meeting)
    assert f"{code[:3]} {code[3:]}" in page
    assert '<svg viewBox="0 0' in page
    assert "1 of 2 are here." in page
    fragment = client.get(page_of(meeting, "check-in-screen"), HTTP_HX_REQUEST="true").content.decode()
    assert fragment.lstrip().startswith('<section class="screen" id="code"')


def test_the_screen_is_for_those_who_run_it_and_ends_with_the_meeting(client, meeting, seat, facilitator):
    client.force_login(seat.person)
    assert client.get(page_of(meeting, "check-in-screen")).status_code == 403
    client.force_login(facilitator)
    end(meeting)

    page = client.get(page_of(meeting, "check-in-screen"), HTTP_HX_REQUEST="true").content.decode()
    assert "No code now" in page
    assert "hx-trigger" not in page
