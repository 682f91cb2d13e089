from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Membership
from forums.actions import end_feed_key, make_feed_key
from meetings.actions import call_off, change_meeting, confirm_meeting, give_seat_back, move_meeting
from meetings.clock import When
from meetings.models import Meeting, Seat
from tests.factories import CommunityFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.meetings.calendars import events, words

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_wednesday(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def key(participant):
    return make_feed_key(actor=participant)


@pytest.fixture
def own(client, key):
    """Ask for all that the participant has, as a calendar does."""
    return lambda **headers: client.get(reverse("home:calendar", args=[key]), headers=headers)


@pytest.fixture
def meeting(commons, facilitator, participant):
    meeting = MeetingFactory(
        space=commons,
        title="Feedback; that, stays",
        starts_at=datetime(2026, 4, 1, 9, tzinfo=UTC),
        link="https://video.example/room",
        link_before=30,
        planned_by=facilitator,
    )
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    SeatFactory(meeting=meeting, person=participant)
    return meeting


def test_it_has_what_one_comes_to_and_marks_what_is_open(own, commons, participant, meeting):
    tentative = MeetingFactory(space=commons, title="A date", state=Meeting.State.TENTATIVE)
    SeatFactory(meeting=tentative, person=participant)
    for title, state in (("Perhaps", "maybe"), ("Waits", "waiting"), ("Offered", "offered"), ("Not", "declined")):
        SeatFactory(meeting=MeetingFactory(space=commons, title=title), person=participant, state=state)
    MeetingFactory(space=commons, title="Of others")

    found = events(own().content)

    assert set(found) == {"Feedback; that, stays", "To be confirmed: A date", "Maybe: Perhaps"}
    assert {name: event.status.value for name, event in found.items()} == {
        "Feedback; that, stays": "CONFIRMED",
        "To be confirmed: A date": "TENTATIVE",
        "Maybe: Perhaps": "TENTATIVE",
    }
    event = found["Feedback; that, stays"]
    assert event.uid.value == f"{meeting.uid}@{settings.SITE_HOST}"
    assert event.dtstart.value == meeting.starts_at
    assert words(event)["URL"].endswith(f"/meetings/{meeting.pk}/")
    assert not {"ORGANIZER", "ATTENDEE"} & set(words(event))


def test_the_link_is_there_when_it_is_shown_and_to_whoever_has_a_seat(own, client, meeting, participant, time_machine):
    assert "video.example" not in own().content.decode()
    before = own()["ETag"]

    time_machine.move_to(meeting.starts_at - timedelta(minutes=29), tick=False)

    event = events(own().content)["Feedback; that, stays"]
    assert words(event)["LOCATION"] == "https://video.example/room"
    assert "Join by video: https://video.example/room" in words(event)["DESCRIPTION"]
    assert own()["ETag"] != before
    Seat.objects.filter(meeting=meeting, person=participant).update(state="maybe")
    assert "video.example" not in own().content.decode()


def test_a_calendar_that_has_it_already_is_told_so(own, meeting, facilitator):
    first = own()

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in first["Cache-Control"]
    again = own(if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    change_meeting(meeting, actor=facilitator, version=0, place="Room 4")
    assert own(if_none_match=first["ETag"]).status_code == 200


def test_a_move_across_a_change_of_clocks_arrives(own, meeting, facilitator):
    before = events(own().content)["Feedback; that, stays"]
    when = When(day=datetime(2026, 3, 28).date(), begins=meeting.begins, minutes=60, time_zone="Europe/London")

    move_meeting(meeting, actor=facilitator, version=0, when=when)

    raw = own().content
    after = events(raw)["Feedback; that, stays"]
    # 10:00 by London's clocks both times: an hour earlier in summer.
    assert (before.dtstart.value, after.dtstart.value) == (
        datetime(2026, 4, 1, 9, tzinfo=UTC),
        datetime(2026, 3, 28, 10, tzinfo=UTC),
    )
    assert b"DTSTART;TZID=Europe/London:20260328T100000" in raw
    assert (before.uid.value, before.sequence.value) == (after.uid.value, "0")
    assert after.sequence.value == "1"


def test_what_was_called_off_says_so_for_a_month(own, meeting, facilitator, time_machine):
    call_off(meeting, actor=facilitator, reason="The speaker is ill.")

    event = events(own().content)["Called off: Feedback; that, stays"]
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    assert "The speaker is ill." in words(event)["DESCRIPTION"]
    time_machine.shift(timedelta(days=29))
    assert events(own().content)
    time_machine.shift(timedelta(days=2))
    assert events(own().content) == {}


def test_a_seat_given_back_is_gone(own, meeting, participant):
    give_seat_back(meeting, actor=participant)

    assert events(own().content) == {}


def test_each_time_it_is_asked_what_they_may_see(own, client, key, meeting, participant, community):
    hidden = MembershipFactory(person=participant, community=CommunityFactory(visibility="hidden")).community
    far = MeetingFactory(space=hidden.spaces.get(slug="members"), title="Hidden")
    SeatFactory(meeting=far, person=participant)
    assert set(events(own().content)) == {"Feedback; that, stays", "Hidden"}

    Membership.objects.filter(person=participant, community=hidden).delete()
    Community.objects.filter(pk=community.pk).update(visibility="hidden")

    assert set(events(own().content)) == {"Feedback; that, stays"}
    assert client.get(reverse("home:community-calendar", args=[key, hidden.slug])).status_code == 404


def test_a_key_that_was_ended_or_made_anew_opens_nothing(own, client, key, participant, community):
    of_community = reverse("home:community-calendar", args=[key, community.slug])
    assert client.get(of_community).status_code == own().status_code == 200

    newer = make_feed_key(actor=participant)

    assert client.get(of_community).status_code == own().status_code == 404
    assert client.get(reverse("home:calendar", args=[newer])).status_code == 200
    end_feed_key(actor=participant)
    assert client.get(reverse("home:calendar", args=[newer])).status_code == 404


def test_whoever_may_sign_in_no_more_reads_nothing(own, participant):
    participant.is_active = False
    participant.save(update_fields=["is_active"])

    assert own().status_code == 404


def test_a_community_has_all_that_they_may_see_of_it(client, key, community, commons, participant, meeting):
    MeetingFactory(space=commons, title="Open to all")
    MeetingFactory(space=commons, title="For a few", audience="seats")
    MeetingFactory(space=community.spaces.get(slug="team"), title="Of the team")

    raw = client.get(reverse("home:community-calendar", args=[key, community.slug])).content

    found = events(raw)
    assert set(found) == {"Feedback; that, stays", "Open to all"}
    assert found["Open to all"].transp.value == "TRANSPARENT"
    assert f"X-WR-CALNAME:{community.name}" in raw.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_however_many_they_are_the_questions_are_as_few(
    own, client, key, commons, participant, number, django_assert_max_num_queries
):
    for _each in range(number):
        SeatFactory(meeting=MeetingFactory(space=commons), person=participant)

    with django_assert_max_num_queries(2):
        assert len(events(own().content)) == number
    with django_assert_max_num_queries(3):
        client.get(reverse("home:community-calendar", args=[key, commons.community.slug]))


def test_a_date_that_is_confirmed_is_so_in_the_calendar(own, commons, facilitator, participant, time_machine):
    meeting = MeetingFactory(space=commons, title="A date", state=Meeting.State.TENTATIVE)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    SeatFactory(meeting=meeting, person=participant)
    time_machine.shift(60)

    confirm_meeting(meeting, actor=facilitator)

    event = events(own().content)["A date"]
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "1")
    assert event.dtstamp.value == timezone.now()
