from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting, Seat
from tests.factories.meetings import SeatFactory
from tests.meetings.calendars import events, words

pytestmark = pytest.mark.django_db


def file_of(client, meeting):
    return client.get(reverse("meetings:calendar", args=[meeting.pk]))


def test_anybody_who_sees_it_may_put_it_into_their_calendar(client, meeting, participant):
    Meeting.objects.filter(pk=meeting.pk).update(title="Feedback\u2028that; stays")
    client.force_login(participant)

    response = file_of(client, meeting)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="meeting-{meeting.pk}.ics"'
    assert b"METHOD:PUBLISH\r\n" in response.content
    event = events(response.content)["Feedback that; stays"]
    assert event.dtstart.value == meeting.starts_at
    assert event.organizer.value == f"mailto:copse@{settings.SITE_HOST}"
    assert not hasattr(event, "attendee")
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert reverse("meetings:calendar", args=[meeting.pk]) in page


def test_whoever_does_not_see_it_gets_nothing(client, meeting, outsider, community):
    community.visibility = "listed"
    community.save(update_fields=["visibility"])
    client.force_login(outsider)

    assert file_of(client, meeting).status_code == 404


def test_the_link_is_for_those_with_a_seat(client, meeting, participant, others):
    Meeting.objects.filter(pk=meeting.pk).update(link="https://video.example/room", capacity=9)
    SeatFactory(meeting=Meeting.objects.get(pk=meeting.pk), person=participant)

    seen = []
    for person in (participant, others[0]):
        client.force_login(person)
        (event,) = events(file_of(client, meeting).content).values()
        seen.append(words(event)["LOCATION"])

    assert seen == ["https://video.example/room", "By video"]


def test_what_is_over_or_called_off_is_offered_to_no_calendar(client, meeting, participant):
    client.force_login(participant)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.CANCELLED)
    address = reverse("meetings:calendar", args=[meeting.pk])

    assert address not in client.get(meeting.get_absolute_url()).content.decode()
    past = timezone.now() - timedelta(days=2)
    Meeting.objects.filter(pk=meeting.pk).update(state="held", starts_at=past, ends_at=past + timedelta(hours=1))
    assert address not in client.get(meeting.get_absolute_url()).content.decode()
    assert Seat.objects.filter(person=participant).count() == 0


def test_a_guest_puts_it_into_their_calendar_with_their_own_link(client, meeting, guest):
    Meeting.objects.filter(pk=meeting.pk).update(link="https://video.example/room")
    seen = {}
    for state in (Seat.State.INVITED, Seat.State.BOOKED):
        Seat.objects.filter(pk=guest.pk).update(state=state)
        response = client.get(reverse("meetings:guest-calendar", args=[guest.token]))
        seen[state] = response.content.decode().replace("\r\n ", "")

    assert response["Content-Disposition"] == f'attachment; filename="meeting-{meeting.pk}.ics"'
    assert meeting.title in events(response.content)
    assert [("https://video.example/room" in said) for said in seen.values()] == [False, True]
    for said in seen.values():
        assert settings.SITE_URL + guest.guest_url in said
        assert meeting.community.name not in said
        assert meeting.markdown not in said
        assert meeting.get_absolute_url() not in said
    assert reverse("meetings:guest-calendar", args=[guest.token]) in client.get(guest.guest_url).text
    assert client.get(reverse("meetings:guest-calendar", args=[f"{guest.token}x"])).status_code == 404
