"""The one page of a guest, and the form by which they are asked."""

import pytest
from django.core import mail
from django.urls import reverse

from meetings.actions import ask_guests, call_off, take_off_list
from meetings.actions.guests import Guest
from meetings.forms.guests import GuestsForm
from meetings.models import Meeting, Seat
from notifications.effects import send_due_mail
from tests.factories import MeetingFactory, SeatFactory
from tests.meetings.lists import page_of, said
from tests.meetings.seats import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(meeting, facilitator):
    return ask_guests(meeting, actor=facilitator, guests=[Guest("gil@elsewhere.example", "Gil Guest")])[0]


def address(seat, verb=""):
    return f"{seat.guest_url}{verb}"


def people_in(text):
    form = GuestsForm({"guests": text})
    return [(one.name, one.email) for one in form.cleaned_data["guests"]] if form.is_valid() else form.errors["guests"]


@pytest.mark.parametrize(
    "line",
    [
        "Ana Ruiz ana@example.org",
        "Ana Ruiz, ana@example.org",
        "Ana Ruiz <ana@example.org>",
        '"Ana Ruiz" <ana@example.org>;',
        "Ana Ruiz\tana@example.org",
    ],
)
def test_a_name_and_an_address_are_read_as_people_write_them(line):
    assert people_in(line) == [("Ana Ruiz", "ana@example.org")]


def test_several_lines_are_several_people_each_once():
    found = people_in("Ana ana@example.org\n\nbo@exämple.org\nAnn ANA@example.org")

    assert found == [("Ana", "ana@example.org"), ("", "bo@xn--exmple-cua.org")]


@pytest.mark.parametrize("text", ["Ana Ruiz", "ana@", "Ana ana@example.org\nBo", "x" * 121 + " ana@example.org"])
def test_a_line_that_cannot_be_taken_is_named(text):
    assert "has no e-mail address at its end" in people_in(text)[0]


def test_so_many_are_asked_at_once():
    assert "At most 50 people" in people_in("\n".join(f"g{n}@example.org" for n in range(51)))[0]


def test_hosts_ask_on_the_page_of_who_comes(client, meeting, facilitator):
    client.force_login(facilitator)

    page = client.get(page_of(meeting))
    response = client.post(
        page_of(meeting, "guests-ask"), {"guests": "Gil Guest gil@elsewhere.example\nbo@example.org"}
    )
    after = client.get(page_of(meeting)).text

    assert "Ask people from outside" in page.text
    assert said(response) == ["2 letters are on their way."]
    assert "Gil Guest" in after
    assert "gil@elsewhere.example" in after
    assert "Were asked, and have not answered" in after


def test_what_cannot_be_taken_keeps_what_was_typed_and_asks_nobody(client, meeting, facilitator):
    client.force_login(facilitator)

    response = client.post(page_of(meeting, "guests-ask"), {"guests": "gil@elsewhere.example\nBo"})

    assert response.status_code == 422
    assert "“Bo” has no e-mail address at its end." in response.text
    assert "gil@elsewhere.example" in response.text
    assert not meeting.seats.filter(person=None).exists()


def test_members_do_not_ask_guests(client, meeting, participant):
    client.force_login(participant)

    assert client.post(page_of(meeting, "guests-ask"), {"guests": "gil@elsewhere.example"}).status_code == 403


def test_the_page_shows_that_meeting_and_nothing_of_its_community(client, meeting, guest, participant):
    SeatFactory(meeting=meeting, person=participant)
    other = MeetingFactory(space=meeting.space, title="Another one")

    response = client.get(address(guest))

    assert response.status_code == 200
    assert meeting.title in response.text
    assert "You have not answered yet." in response.text
    assert other.title not in response.text
    assert participant.name not in response.text
    assert meeting.space.name not in response.text
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"


def test_the_link_stands_there_once_they_have_a_seat(client, meeting, guest):
    Meeting.objects.update(link="https://meet.example.org/x")

    before = client.get(address(guest)).text
    client.post(address(guest, "come/"))
    after = client.get(address(guest)).text
    Meeting.objects.update(link_before=30)
    later = client.get(address(guest)).text

    assert "https://meet.example.org/x" not in before
    assert "https://meet.example.org/x" in after
    assert "https://meet.example.org/x" not in later
    assert "from 30 minutes before it begins" in later


def test_they_say_yes_maybe_and_no_without_an_account(client, meeting, guest):
    found = []
    for verb, data in (("come/", {}), ("maybe/", {}), ("decline/", {"reason": "On call."})):
        assert client.post(address(guest, verb), data)["Location"] == address(guest)
        found.append(Seat.objects.get(pk=guest.pk).state)

    assert found == ["booked", "maybe", "declined"]
    assert "You said that you do not come." in client.get(address(guest)).text


def test_the_time_is_shown_by_the_clock_that_they_choose_and_stays_so(client, guest):
    zone = "?zone=Asia%2FKolkata"
    page = client.get(address(guest) + zone)
    response = client.post(address(guest, "come/"), {"zone": "Asia/Kolkata"})

    assert "IST" in page.text
    assert response["Location"] == address(guest) + zone
    assert client.get(address(guest) + "?zone=Moon").status_code == 200


def test_a_reason_that_is_too_long_is_refused_and_kept(client, guest):
    response = client.post(address(guest, "decline/"), {"reason": "x" * 301})

    assert response.status_code == 422
    assert "x" * 301 in response.text


def test_once_it_has_begun_nothing_is_asked(client, meeting, guest):
    begin(meeting)

    page = client.get(address(guest)).text
    client.post(address(guest, "come/"))

    assert "Yes, I come" not in page
    assert Seat.objects.get(pk=guest.pk).state == "invited"


def test_a_link_that_is_over_or_was_made_up_is_not_there(client, guest, facilitator):
    take_off_list(Seat.objects.select_related("meeting__space__community").get(pk=guest.pk), actor=facilitator)

    assert [client.get(address(guest)).status_code, client.post(address(guest, "come/")).status_code] == [404, 404]
    assert client.get(reverse("meetings:guest", args=["x"])).status_code == 404


def test_the_same_link_leads_no_other_guest_s_seat(client, guest):
    forged = guest.token.replace(guest.token[0], "A", 1)

    assert client.get(reverse("meetings:guest", args=[forged])).status_code in (200, 404)
    assert client.get(reverse("meetings:guest", args=[guest.token[:-1]])).status_code == 404


def test_no_more_mail_is_one_click_from_the_page(client, guest):
    page = client.get(address(guest)).text
    path = page.split("/notifications/silence/")[1].split('"')[0]

    client.post(f"/notifications/silence/{path}")
    send_due_mail()

    assert mail.outbox == []


def test_who_takes_part_comes_as_themselves(client, meeting, facilitator, participant):
    from allauth.account.models import EmailAddress

    facts = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=participant, email=participant.email, defaults=facts)
    seat = ask_guests(meeting, actor=facilitator, guests=[Guest(participant.email)])[0]
    visitor = client.get(address(seat)).text
    client.force_login(participant)

    page = client.get(address(seat)).text
    response = client.post(address(seat, "myself/"))

    assert ("Come as myself" in visitor, "Come as myself" in page) == (False, True)
    assert response["Location"] == meeting.get_absolute_url()


def test_a_guest_is_taken_off_the_list_after_a_page_that_says_what_follows(client, meeting, guest, facilitator):
    client.force_login(facilitator)

    page = client.get(reverse("meetings:take-off", args=[meeting.pk, guest.pk])).text
    client.post(reverse("meetings:take-off", args=[meeting.pk, guest.pk]))

    assert "They are told, and their link is over." in page
    assert Seat.objects.get(pk=guest.pk).state == "cancelled"


def test_maybe_is_not_beside_a_seat_that_it_would_give_back(client, guest):
    before = client.get(address(guest)).text
    client.post(address(guest, "come/"))
    after = client.get(address(guest)).text

    assert address(guest, "maybe/") in before
    assert address(guest, "maybe/") not in after


def test_of_what_was_called_off_nothing_is_asked(client, meeting, guest, facilitator):
    client.post(address(guest, "come/"))
    call_off(meeting, actor=facilitator)

    page = client.get(address(guest)).text

    assert "Do you come?" not in page
    assert "You had a seat." in page


def test_while_it_is_on_they_have_a_seat(client, meeting, guest):
    client.post(address(guest, "come/"))
    begin(meeting)

    assert "You have a seat." in client.get(address(guest)).text
