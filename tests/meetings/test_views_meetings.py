"""The list of meetings, one of them, planning and changing."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from meetings.models import Meeting, Seat
from tests.factories import MeetingFactory, SeatFactory
from tests.meetings.lists import page_of, said

pytestmark = pytest.mark.django_db

LIST = reverse("meetings:meetings", args=["campus"])
PLAN = reverse("meetings:plan", args=["campus"])


def plan_of(space, **changed):
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    typed = {"space": space.pk, "kind": "clinic", "title": "Debriefing clinic", "day": day}
    typed |= {"begins": "16:00", "ends": "17:30", "time_zone": "Europe/Stockholm", "submission": uuid4()}
    return typed | changed


def test_the_list_says_what_is_to_come_and_what_was_held(client, commons, participant):
    MeetingFactory(space=commons, title="Later", starts_at=timezone.now() + timedelta(days=9))
    MeetingFactory(space=commons, title="Soon", starts_at=timezone.now() + timedelta(days=2))
    MeetingFactory(space=commons, title="Called off", state="cancelled")
    MeetingFactory(space=commons, title="Held", state="held", starts_at=timezone.now() - timedelta(days=2))
    client.force_login(participant)

    page = client.get(LIST)

    assert [meeting.title for meeting in page.context["ahead"]] == ["Soon", "Called off", "Later"]
    assert [meeting.title for meeting in page.context["past"].rows] == ["Held"]
    assert not page.context["may_plan"]


def test_older_ones_stand_on_further_pages(client, commons, participant, monkeypatch):
    monkeypatch.setattr("meetings.queries.lists.PAST_PER_PAGE", 2)
    for days in (1, 2, 3):
        MeetingFactory(space=commons, title=f"{days}", state="held", starts_at=timezone.now() - timedelta(days=days))
    client.force_login(participant)

    first = client.get(LIST).context["past"]
    second = client.get(LIST, {"after": first.after}).context["past"]

    assert [meeting.title for meeting in first.rows] == ["1", "2"]
    assert [meeting.title for meeting in second.rows] == ["3"]
    assert second.after == ""


@pytest.mark.parametrize("number", [1, 15])
def test_the_list_asks_little(client, commons, participant, django_assert_max_num_queries, number):
    for place in range(number):
        MeetingFactory(space=commons)
        MeetingFactory(space=commons, state="held", starts_at=timezone.now() - timedelta(days=place + 1))
    client.force_login(participant)

    with django_assert_max_num_queries(8):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 40])
def test_a_meeting_asks_little(client, commons, participant, django_assert_max_num_queries, number):
    meeting = MeetingFactory(space=commons, capacity=100)
    for _each in range(number):
        SeatFactory(meeting=meeting)
    client.force_login(participant)

    with django_assert_max_num_queries(12):
        client.get(page_of(meeting, "meeting"))


def test_names_are_for_those_who_belong(client, community, commons, participant):
    Community.objects.filter(pk=community.pk).update(visibility="public")
    meeting = MeetingFactory(space=commons)
    SeatFactory(meeting=meeting, person__display_name="Ana Attendee")
    SeatFactory(meeting=meeting, person__display_name="Hal Host", role=Seat.Role.HOST)

    visitor = client.get(page_of(meeting, "meeting")).content.decode()
    client.force_login(participant)
    member = client.get(page_of(meeting, "meeting")).content.decode()

    assert "Hal Host" in visitor
    assert "Ana Attendee" not in visitor
    assert "Ana Attendee" in member


@pytest.mark.parametrize(
    ("state", "minutes", "sees"),
    [("booked", 20, True), ("booked", 60, False), ("waiting", 20, False), ("maybe", 20, False), ("booked", -61, False)],
)
def test_the_link_is_for_those_with_a_seat_and_for_its_time(client, commons, participant, state, minutes, sees):
    begins = timezone.now() + timedelta(minutes=minutes)
    meeting = MeetingFactory(space=commons, link="https://meet.example.org/x", link_before=30, starts_at=begins)
    SeatFactory(meeting=meeting, person=participant, state=state)
    client.force_login(participant)

    page = client.get(page_of(meeting, "meeting")).content.decode()

    assert ("https://meet.example.org/x" in page) is sees


def test_what_else_one_has_then_is_said_to_oneself_alone(client, commons, participant, moderator):
    at = timezone.now() + timedelta(days=4)
    meeting, other = (MeetingFactory(space=commons, title=title, starts_at=at) for title in ("This", "The other"))
    SeatFactory(meeting=other, person=participant)

    for person, sees in ((participant, True), (moderator, False)):
        client.force_login(person)
        assert ("The other" in client.get(page_of(meeting, "meeting")).content.decode()) is sees


def test_a_meeting_is_planned_by_the_clock_that_was_chosen(client, commons, facilitator):
    client.force_login(facilitator)

    response = client.post(PLAN, plan_of(commons, day="2027-07-01", capacity="12", is_tentative="on"))

    meeting = Meeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert meeting.starts_at == datetime(2027, 7, 1, 14, tzinfo=UTC)
    assert (meeting.minutes, meeting.capacity, meeting.state, meeting.kind) == (90, 12, "tentative", "clinic")
    assert meeting.seats.get().person == facilitator


def test_a_double_click_plans_once(client, commons, facilitator):
    client.force_login(facilitator)
    typed = plan_of(commons)

    for _click in range(2):
        client.post(PLAN, typed)

    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"title": " "}, "title", "This field is required."),
        ({"ends": "15:00"}, "ends", "It ends before it begins"),
        ({"ends": "16:00"}, "ends", "It ends before it begins"),
        ({"day": "2020-01-01"}, "day", "still to come"),
        ({"day": "2027-03-28", "begins": "02:30", "ends": "03:30"}, "begins", "Clocks are put forward"),
        ({"day": "2027-10-31", "begins": "02:30", "ends": "03:30"}, "which", "comes twice"),
        ({"link": "javascript:alert(1)"}, "link", "Give an address of the web"),
        ({"capacity": "0"}, "capacity", "greater than or equal to 1"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "not one of the available choices"),
    ],
)
def test_bad_input_is_named_and_kept(client, commons, facilitator, changed, field, words):
    client.force_login(facilitator)

    response = client.post(PLAN, plan_of(commons, markdown="What I typed.", **changed))

    assert response.status_code == 422
    assert any(words in error for error in response.context["form"].errors[field])
    assert "What I typed." in response.content.decode()
    assert not Meeting.objects.exists()


def test_an_hour_that_comes_twice_is_asked_about_and_kept(client, commons, facilitator):
    client.force_login(facilitator)
    typed = plan_of(commons, day="2027-10-31", begins="02:30", ends="03:30", time_zone="Europe/Stockholm")
    assert "The second, afterwards" in client.post(PLAN, typed).content.decode()

    client.post(PLAN, typed | {"which": "second"})

    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert meeting.is_later


def test_what_lies_beside_it_is_named_once_it_is_planned(client, commons, facilitator):
    client.force_login(facilitator)
    client.post(PLAN, plan_of(commons, title="The first"))

    response = client.post(PLAN, plan_of(commons, title="The second"))

    assert "At the same time: “The first”." in said(response)


def test_who_may_not_plan_is_told_who_does(client, community, participant, outsider):
    Community.objects.filter(pk=community.pk).update(visibility="listed")
    for person, status in ((participant, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(PLAN).status_code == status


def test_where_the_tool_is_switched_off_nobody_plans(client, community, leader):
    Community.objects.filter(pk=community.pk).update(tools=["discussions"])
    client.force_login(leader)

    assert client.get(PLAN).status_code == 403


def test_a_link_may_ask_for_a_kind(client, community, facilitator):
    client.force_login(facilitator)

    for asked, kind in (("introductory", "introductory"), ("nonsense", "other")):
        assert client.get(PLAN, {"kind": asked}).context["form"].initial["kind"] == kind


def test_a_change_keeps_when_it_is_and_raises_the_sequence(client, meeting, facilitator):
    client.force_login(facilitator)
    typed = typed_of(client.get(page_of(meeting, "change")).context["form"])

    client.post(page_of(meeting, "change"), typed | {"title": "Another"})

    changed = Meeting.objects.get(pk=meeting.pk)
    assert (changed.title, changed.starts_at, changed.sequence) == ("Another", meeting.starts_at, 1)


def test_two_who_change_it_lose_nothing(client, meeting, facilitator):
    client.force_login(facilitator)
    typed = typed_of(client.get(page_of(meeting, "change")).context["form"])
    client.post(page_of(meeting, "change"), typed | {"title": "The first"})

    response = client.post(page_of(meeting, "change"), typed | {"title": "The second"})

    assert response.status_code == 409
    assert "The first" in response.content.decode()
    assert 'value="The second"' in response.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).title == "The first"


def typed_of(form):
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in shown.items()}


def test_what_was_called_off_has_no_way_in_and_nobody_who_comes(client, commons, participant, moderator):
    meeting = MeetingFactory(space=commons, link="https://meet.example.org/x", state="cancelled")
    for person in (participant, moderator):
        SeatFactory(meeting=meeting, person=person)
    client.force_login(participant)

    page = client.get(page_of(meeting, "meeting")).text

    assert "https://meet.example.org/x" not in page
    assert "Who comes" not in page


def test_while_it_is_on_nobody_had_a_seat(client, commons, participant):
    meeting = MeetingFactory(space=commons, starts_at=timezone.now() - timedelta(minutes=5))
    SeatFactory(meeting=meeting, person=participant)
    client.force_login(participant)

    page = client.get(page_of(meeting, "meeting")).text

    assert "You have a seat." in page
    assert "Who comes" in page


def test_a_move_to_where_it_is_says_that_it_stays(client, meeting, facilitator):
    client.force_login(facilitator)
    initial = client.get(page_of(meeting, "move")).context["form"].initial

    response = client.post(page_of(meeting, "move"), initial | {"version": meeting.version}, follow=True)

    assert "It stays as it was" in response.text


def test_who_moves_it_reads_that_marks_are_taken_back(client, meeting, facilitator, participant):
    SeatFactory(meeting=meeting, person=participant, attendance="present")
    client.force_login(facilitator)

    assert "1 person is marked already" in client.get(page_of(meeting, "move")).text
