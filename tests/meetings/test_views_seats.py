"""What somebody does about their own seat, and when a meeting is, in pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from meetings.actions import call_off
from meetings.models import Meeting, Seat, Watch
from tests.factories import MeetingFactory, SeatFactory
from tests.meetings.lists import page_of, said
from tests.meetings.seats import begin, state

pytestmark = pytest.mark.django_db

HTMX = {"headers": {"HX-Request": "true"}}


def do(client, meeting, verb, person, **kwargs):
    client.force_login(person)
    return client.post(page_of(meeting, f"seat-{verb}"), **kwargs)


def test_a_seat_is_booked_and_the_next_waits(client, meeting, participant, moderator):
    do(client, meeting, "book", participant)
    response = do(client, meeting, "book", moderator)

    assert [state(meeting, participant), state(meeting, moderator)] == ["booked", "waiting"]
    assert "You are in the queue" in said(response)[0]


def test_the_panel_alone_comes_to_htmx(client, meeting, participant):
    page = do(client, meeting, "book", participant, **HTMX).content.decode()

    assert 'id="seat-panel"' in page
    assert "You have a seat." in page
    assert "<h1" not in page


def test_whoever_waited_until_it_was_called_off_reads_that_and_not_of_an_offer(
    client, meeting, participant, facilitator
):
    SeatFactory(meeting=meeting, person=participant, state="waiting")
    call_off(meeting, actor=facilitator)
    client.force_login(participant)

    page = client.get(page_of(meeting, "meeting")).text

    assert "You had no seat when it was called off." in page
    assert "offered to you" not in page


@pytest.mark.parametrize("verb", ["maybe", "decline"])
def test_answers_that_take_no_seat_are_noted(client, meeting, participant, verb):
    do(client, meeting, verb, participant)

    assert state(meeting, participant) == {"maybe": "maybe", "decline": "declined"}[verb]
    assert Meeting.objects.get(pk=meeting.pk).taken == 0


def test_an_offer_is_taken_or_left(client, meeting, participant, moderator):
    SeatFactory(meeting=meeting, person=participant, state="offered")
    SeatFactory(meeting=meeting, person=moderator, state="waiting")
    client.force_login(participant)
    assert "Take the seat" in client.get(page_of(meeting, "meeting")).content.decode()

    do(client, meeting, "decline", participant)

    assert state(meeting, participant) == "declined"
    assert state(meeting, moderator) == "booked"
    assert "lapsed" in said(do(client, meeting, "take", participant))[-1]


def test_whoever_apologises_says_why_and_the_next_has_the_seat(client, meeting, participant, moderator):
    SeatFactory(meeting=meeting, person=participant)
    SeatFactory(meeting=meeting, person=moderator, state="waiting")
    client.force_login(participant)
    assert "Somebody waits for it" in client.get(page_of(meeting, "seat-give-back")).content.decode()

    response = client.post(page_of(meeting, "seat-give-back"), {"reason": "On call."})

    assert response.url == meeting.get_absolute_url()
    assert state(meeting, moderator) == "booked"
    assert Seat.objects.get(meeting=meeting, person=participant).apology == "On call."


def test_whoever_gives_back_what_only_seats_see_is_led_home(client, commons, participant):
    meeting = MeetingFactory(space=commons, audience="seats")
    SeatFactory(meeting=meeting, person=participant)
    client.force_login(participant)

    assert client.post(page_of(meeting, "seat-give-back")).url == reverse("home:home")


def test_the_host_goes_only_when_another_hosts(client, meeting, facilitator):
    client.force_login(facilitator)
    assert "I cannot come" not in client.get(page_of(meeting, "meeting")).content.decode()

    client.post(page_of(meeting, "seat-give-back"))

    assert state(meeting, facilitator) == "booked"


def test_a_cohost_may_give_their_seat_back(client, meeting, participant):
    SeatFactory(meeting=meeting, person=participant, role=Seat.Role.COHOST)
    client.force_login(participant)

    assert "I cannot come" in client.get(page_of(meeting, "meeting")).content.decode()


def test_a_full_meeting_is_watched_and_left_again(client, meeting, participant):
    SeatFactory(meeting=meeting)

    do(client, meeting, "watch", participant)
    assert Watch.objects.get().person == participant
    assert "Watch it no longer" in client.get(page_of(meeting, "meeting")).content.decode()

    do(client, meeting, "unwatch", participant)
    assert not Watch.objects.exists()


def test_once_it_has_begun_seats_change_no_more(client, meeting, participant):
    begin(meeting)

    assert "It has begun" in said(do(client, meeting, "book", participant))[0]
    assert state(meeting, participant) is None


def test_outsiders_find_nothing_to_book(client, community, meeting, outsider):
    Community.objects.filter(pk=community.pk).update(visibility="listed")
    assert do(client, meeting, "book", outsider).status_code == 404
    client.logout()
    assert client.post(page_of(meeting, "seat-book")).status_code == 404


def test_a_meeting_is_confirmed_once(client, meeting, facilitator, participant):
    Meeting.objects.filter(pk=meeting.pk).update(state="tentative")
    client.force_login(facilitator)

    said_first, said_then = (said(client.post(page_of(meeting, "confirm"))) for _click in range(2))

    assert said_first[:1] == ["It is confirmed, and those with a seat are told."]
    assert said_then[1:] == []
    assert Meeting.objects.get(pk=meeting.pk).state == "confirmed"
    client.force_login(participant)
    assert client.post(page_of(meeting, "confirm")).status_code == 403


def test_a_meeting_is_moved_from_what_its_form_shows(client, meeting, facilitator):
    client.force_login(facilitator)
    initial = client.get(page_of(meeting, "move")).context["form"].initial
    typed = initial | {"day": meeting.day + timedelta(days=1), "version": meeting.version}

    client.post(page_of(meeting, "move"), typed)

    moved = Meeting.objects.get(pk=meeting.pk)
    assert moved.day == meeting.day + timedelta(days=1)
    assert (moved.begins, moved.moved_from, moved.sequence) == (meeting.begins, meeting.starts_at, 1)
    assert client.post(page_of(meeting, "move"), typed).status_code == 302  # a double click: it is there already
    stale = client.post(page_of(meeting, "move"), typed | {"day": meeting.day + timedelta(days=2)})
    assert stale.status_code == 409
    assert "It is planned for now:" in stale.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).sequence == 1


def test_calling_off_says_whom_it_tells_and_why(client, meeting, facilitator, participant):
    SeatFactory(meeting=meeting, person=participant)
    client.force_login(facilitator)
    assert "1 person with a seat" in client.get(page_of(meeting, "call-off")).content.decode()

    client.post(page_of(meeting, "call-off"), {"reason": "The room is flooded."})

    page = client.get(page_of(meeting, "meeting")).content.decode()
    assert "The room is flooded." in page
    assert client.get(page_of(meeting, "call-off")).status_code == 302
    assert client.get(page_of(meeting, "move")).status_code in (200, 302)


def test_what_is_over_is_not_moved(client, meeting, facilitator):
    client.force_login(facilitator)
    initial = client.get(page_of(meeting, "move")).context["form"].initial
    Meeting.objects.filter(pk=meeting.pk).update(state="held", ends_at=timezone.now() + timedelta(days=8))

    response = client.post(page_of(meeting, "move"), initial | {"day": meeting.day + timedelta(days=1)})

    assert response.status_code == 422
    assert "Its time is over." in response.content.decode()
