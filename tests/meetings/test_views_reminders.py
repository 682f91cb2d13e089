"""The page on which those who run a meeting see what is told, when and to whom, and change it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from meetings.actions import book_seat, call_off, set_reminders
from meetings.models import Meeting, Seat
from tests.factories import SeatFactory
from tests.meetings.reminding import come_to_reminder, since_long


@pytest.fixture
def meeting(meeting, time_machine):
    time_machine.move_to(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), tick=False)
    Meeting.objects.update(
        starts_at=datetime(2026, 3, 16, 10, 0, tzinfo=UTC), ends_at=datetime(2026, 3, 16, 11, 0, tzinfo=UTC)
    )
    meeting.refresh_from_db()
    since_long(meeting)
    return meeting


@pytest.fixture
def address(meeting):
    return reverse("meetings:reminders", args=[meeting.pk])


def posted(meeting, **said):
    return {"kinds": ["week", "day", "hour", "after"], "text": "", "version": meeting.version} | said


def test_the_page_says_what_goes_out_when_and_to_whom(client, facilitator, participant, others, meeting, address):
    book_seat(meeting, actor=participant)
    book_seat(meeting, actor=others[0])
    client.force_login(facilitator)

    response = client.get(address)

    page = response.context["page"]
    assert [(step.kind, step.is_next, step.told) for step in page.steps] == [
        *(("week", True, 0), ("day", True, 0), ("hour", True, 0), ("after", True, 0)),
    ]
    assert [seat.who for seat in page.people] == ["Fay Facilitator", "Pia Participant"]  # the other one waits
    assert 'datetime="2026-03-09T10:00:00Z"' in response.text.replace("+00:00", "Z")


def test_what_was_told_is_counted(client, facilitator, participant, meeting, address, time_machine):
    book_seat(meeting, actor=participant)
    come_to_reminder(time_machine, meeting, "week")
    client.force_login(facilitator)

    text = client.get(address).text

    assert "2 people were told," in text


def test_words_are_shown_as_they_will_be_read_before_they_are_saved(client, facilitator, meeting, address):
    client.force_login(facilitator)

    response = client.post(f"{address}?preview", posted(meeting, text="Bring <one> case.\nAnd a pen."))

    assert response.status_code == 200
    assert "Bring &lt;one&gt; case.<br>And a pen." in response.text
    assert "Preview: not saved yet" in response.text
    assert Meeting.objects.get().reminder_text == ""


def test_what_is_chosen_is_saved(client, facilitator, meeting, address):
    client.force_login(facilitator)

    response = client.post(address, posted(meeting, kinds=["day"], text="Bring one case."))

    assert (response.status_code, response.url) == (302, address)
    saved = Meeting.objects.get()
    assert (saved.reminders, saved.reminder_text) == (["day"], "Bring one case.")
    assert "Bring one case." in client.get(address).text


def test_what_somebody_else_saved_meanwhile_is_shown_beside_it(client, facilitator, leader, meeting, address):
    set_reminders(meeting, actor=leader, version=0, kinds=["week"], text="Theirs.")
    client.force_login(facilitator)

    response = client.post(address, posted(meeting, version=0, text="Mine."))

    assert response.status_code == 409
    assert "Theirs." in response.text
    assert "Mine." in response.text
    assert Meeting.objects.get().reminder_text == "Theirs."


def test_what_is_too_long_is_refused_and_kept(client, facilitator, meeting, address):
    client.force_login(facilitator)

    response = client.post(address, posted(meeting, text="x" * 1001))

    assert response.status_code == 422
    assert "x" * 1001 in response.text


def test_of_what_is_called_off_nothing_is_changed(client, facilitator, meeting, address):
    call_off(meeting, actor=facilitator)
    client.force_login(facilitator)

    assert "Change them" not in client.get(address).text
    assert client.post(address, posted(meeting, version=1)).status_code == 422


def test_it_is_theirs_who_run_the_meeting(client, participant, outsider, meeting, address):
    SeatFactory(meeting=meeting, person=participant, role=Seat.Role.PRESENTER)
    for person, status in ((participant, 403), (outsider, 403)):  # the commons are open to all
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.post(address, posted(meeting)).status_code == status

    Seat.objects.filter(person=participant).update(role=Seat.Role.COHOST)
    client.force_login(participant)
    assert client.get(address).status_code == 200


def test_the_page_of_the_meeting_leads_there(client, facilitator, meeting, address):
    client.force_login(facilitator)

    assert f'href="{address}"' in client.get(meeting.get_absolute_url()).text


@pytest.mark.parametrize("seats", [1, 30])
def test_the_page_asks_little(client, facilitator, meeting, address, django_assert_max_num_queries, seats):
    for _each in range(seats):
        SeatFactory(meeting=meeting, role=Seat.Role.PRESENTER)
    client.force_login(facilitator)
    client.get(address)

    with django_assert_max_num_queries(12):
        client.get(address)
