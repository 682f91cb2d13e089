"""Where one is signed in, and the way to end that."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.effects import drop_ended_sessions, erase_person
from accounts.templatetags.browsers import browser
from tests.factories.accounts import PASSWORD

LIST = reverse("usersessions_list")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Safari/604.1"


def signed_in(person, user_agent):
    client = Client(headers={"User-Agent": user_agent})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


def end_of(client):
    listed = UserSession.objects.get(session_key=client.session.session_key)
    return reverse("accounts:session-end", args=[listed.pk])


def test_the_list_says_where_one_is_signed_in(participant, outsider):
    here, _there, _other = signed_in(participant, FIREFOX), signed_in(participant, SAFARI), signed_in(outsider, "curl")

    page = here.get(LIST).content.decode()

    assert page.index("Safari on iPhone") < page.index("Firefox on Linux") < page.index(">here<")
    assert "Another program" not in page


def test_the_others_are_signed_out(participant, outsider):
    here, there, other = signed_in(participant, FIREFOX), signed_in(participant, SAFARI), signed_in(outsider, "curl")

    response = here.post(LIST, follow=True)

    assert "The others are signed out." in response.content.decode()
    assert "Sign the others out</button>" not in response.content.decode()
    assert [client.get(LIST).status_code for client in (here, there, other)] == [200, 302, 200]


def test_one_session_alone_is_ended(participant, django_capture_on_commit_callbacks):
    here, there, third = (signed_in(participant, agent) for agent in (FIREFOX, SAFARI, "curl"))
    address = end_of(there)

    for _click in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            response = here.post(address)

    assert response.url == LIST
    assert here.get(LIST).content.decode().count("Signed out there.") == 1
    assert [client.get(LIST).status_code for client in (here, there, third)] == [200, 302, 200]


def test_nobody_ends_the_session_of_somebody_else(participant, outsider, django_capture_on_commit_callbacks):
    theirs, other = signed_in(participant, FIREFOX), signed_in(outsider, SAFARI)

    with django_capture_on_commit_callbacks(execute=True):
        response = other.post(end_of(theirs))

    assert response.url == LIST
    assert "Signed out there." not in other.get(LIST).content.decode()
    assert [client.get(LIST).status_code for client in (theirs, other)] == [200, 200]


def test_where_one_is_there_is_no_button_and_nothing_ends(participant, django_capture_on_commit_callbacks):
    here, there = signed_in(participant, FIREFOX), signed_in(participant, SAFARI)

    with django_capture_on_commit_callbacks(execute=True):
        here.post(end_of(here))

    page = here.get(LIST).content.decode()
    assert (end_of(here) in page, end_of(there) in page) == (False, True)


def test_a_new_password_ends_the_others(participant):
    here, there = signed_in(participant, FIREFOX), signed_in(participant, SAFARI)

    new = {"oldpassword": PASSWORD, "password1": "three quiet hornbeams", "password2": "three quiet hornbeams"}
    here.post(reverse("account_change_password"), new)

    assert [client.get(LIST).status_code for client in (here, there)] == [200, 302]


def test_what_has_ended_is_forgotten(participant):
    here, there, gone = (signed_in(participant, FIREFOX) for _ in range(3))
    gone.post(reverse("account_logout"))
    Session.objects.filter(pk=there.session.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert UserSession.objects.count() == 3

    drop_ended_sessions()

    assert list(UserSession.objects.values_list("session_key", flat=True)) == [here.session.session_key]
    assert Session.objects.filter(expire_date__lt=timezone.now()).count() == 0


def test_erasing_ends_what_is_listed_without_reading_the_others(
    participant, outsider, django_capture_on_commit_callbacks, monkeypatch
):
    here, there, other = signed_in(participant, FIREFOX), signed_in(participant, SAFARI), signed_in(outsider, "curl")
    read = []
    decoded = Session.get_decoded
    monkeypatch.setattr(Session, "get_decoded", lambda row: read.append(row.pk) or decoded(row))

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(participant)

    assert read == []
    assert [client.get(LIST).status_code for client in (here, there, other)] == [302, 302, 200]
    assert list(Session.objects.values_list("pk", flat=True)) == [other.session.session_key]


def test_a_session_of_an_erased_person_that_is_not_listed_goes_within_the_hour(participant, outsider):
    clients = [signed_in(participant, FIREFOX), signed_in(outsider, "curl")]
    UserSession.objects.all().delete()
    erase_person(participant)

    drop_ended_sessions()

    assert list(Session.objects.values_list("pk", flat=True)) == [clients[1].session.session_key]


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", "Another program"),
        ("", "Another program"),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent, said):
    assert browser(user_agent) == said
