"""Joining, asking to, and the page on which the team answers."""

import pytest
from django.urls import reverse

from communities.actions import ask_to_join, decline_requests, withdraw_request
from communities.models import Community, JoinRequest, Membership, Role
from communities.views.requests import DECIDED_PER_PAGE, WAITING_SHOWN
from tests.factories import CommunityFactory, UserFactory


def url(name, community):
    return reverse(f"communities:{name}", args=[community.slug])


@pytest.fixture
def asked(community, leader):
    Community.objects.update(admission="request")
    community.refresh_from_db()
    return community


@pytest.mark.usefixtures("leader")
def test_join(client, outsider, community):
    client.force_login(outsider)

    response = client.post(url("join", community), follow=True)

    assert response.redirect_chain == [("/c/campus/", 302)]
    assert "Welcome to Virtual campus" in response.content.decode()
    assert Membership.objects.live_of(outsider).get().community == community


def test_nothing_is_joined_by_get(client, outsider, community):
    client.force_login(outsider)

    page = client.get(url("join", community)).content.decode()

    assert "Join Virtual campus" in page
    assert "What brings you" not in page
    assert not Membership.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_led_to_sign_up_and_back_to_this_very_page(client, community, method):
    response = getattr(client, method)(url("join", community))

    assert response.status_code == 302
    assert response.url == f"{reverse('account_signup')}?next=/c/campus/join/"


def test_whoever_is_inside_is_led_there(client, participant, community):
    client.force_login(participant)

    assert client.get(url("join", community)).url == "/c/campus/"


def test_nobody_joins_or_asks_where_people_are_asked_in(client, outsider):
    community = CommunityFactory(admission="invitation")
    client.force_login(outsider)

    assert client.get(url("join", community)).url == community.get_absolute_url()
    assert client.post(url("join", community)).status_code == 403


def test_asking_goes_on_the_front_page_and_can_be_taken_back(client, outsider, asked):
    client.force_login(outsider)
    assert "Say in a sentence what brings you" in client.get(url("join", asked)).content.decode()

    page = client.post(url("join", asked), {"message": "I teach on wards."}, follow=True).content.decode()

    assert "The team answers by mail." in page
    assert "You asked to join on" in page
    assert "I teach on wards." in page
    assert client.get(url("join", asked)).url == "/c/campus/"

    page = client.post(url("withdraw", asked), follow=True).content.decode()
    assert "You have taken your request back." in page
    assert "Ask to join" in page
    assert JoinRequest.objects.get().state == "withdrawn"
    assert client.post(url("withdraw", asked)).status_code == 302


def test_a_message_has_an_end(client, outsider, asked):
    client.force_login(outsider)

    response = client.post(url("join", asked), {"message": "x" * 2001})

    assert response.status_code == 422
    assert not JoinRequest.objects.exists()


def test_whoever_never_asked_takes_nothing_back(client, outsider, asked):
    assert client.post(url("withdraw", asked)).status_code == 404
    client.force_login(outsider)
    assert client.post(url("withdraw", asked)).status_code == 404


def test_whoever_was_declined_reads_why_and_when_to_ask_again(client, outsider, asked, moderator):
    decline_requests(asked, [ask_to_join(asked, actor=outsider)], actor=moderator, reason="We are full.")
    client.force_login(outsider)

    page = client.get("/c/campus/").content.decode()
    assert "We are full." in page
    assert "You may ask again from" in page
    assert "short while ago" in client.post(url("join", asked), follow=True).content.decode()


def test_asking_shows_nothing_that_a_stranger_lacks(client, outsider, asked, moderator):
    Community.objects.update(visibility="listed")
    client.force_login(outsider)
    ask_to_join(asked, actor=outsider)

    page = client.get("/c/campus/").content.decode()

    assert "You asked to join on" in page
    assert "Mo Moderator" not in page
    assert client.get(url("members", asked)).status_code == 404


def pending(community, number=1):
    return [ask_to_join(community, actor=UserFactory(), message=f"Message {at}") for at in range(number)]


def test_the_team_sees_who_waits(client, asked, moderator):
    person = UserFactory(display_name="Ana Ruiz", profession="nursing", organisation="Hospital Sur")
    shy = UserFactory(organisation="Closed House", profile_audience="nobody")
    for each in (person, shy):
        ask_to_join(asked, actor=each, message="I teach on wards.")
    client.force_login(moderator)

    page = client.get(url("requests", asked)).content.decode()

    assert "Ana Ruiz" in page
    assert "Nursing, Hospital Sur" in page
    assert "I teach on wards." in page
    assert "Closed House" not in page


@pytest.mark.parametrize("person", ["outsider", "participant", "facilitator", "admin"])
def test_the_requests_are_for_whoever_answers_them(client, request, asked, person):
    (waiting,) = pending(asked)
    client.force_login(request.getfixturevalue(person))
    status = 403 if person in ("participant", "facilitator") else 404

    assert client.get(url("requests", asked)).status_code == status
    for verb in ("requests-approve", "requests-decline"):
        assert client.post(url(verb, asked), {"request": waiting.pk}).status_code == status
    assert JoinRequest.objects.get().state == "pending"


def test_several_are_approved_at_once_and_what_was_skipped_is_said(client, asked, moderator):
    first, second, gone = pending(asked, 3)
    withdraw_request(gone, actor=gone.person)
    client.force_login(moderator)

    response = client.post(
        url("requests-approve", asked), {"request": [first.pk, second.pk, gone.pk], "reason": "Hello"}, follow=True
    )

    assert response.redirect_chain == [("/c/campus/requests/", 302)]
    page = response.content.decode()
    assert f"{first.person.name} and {second.person.name} are members now." in page
    assert f"Nothing was done about {gone.person.name}" in page
    assert list(JoinRequest.objects.order_by("pk").values_list("state", "reason")) == [
        ("approved", "Hello"),
        ("approved", "Hello"),
        ("withdrawn", ""),
    ]


def test_declining_in_place(client, asked, moderator):
    first, second = pending(asked, 2)
    client.force_login(moderator)

    response = client.post(url("requests-decline", asked), {"request": first.pk}, headers={"hx-request": "true"})

    page = response.content.decode()
    assert page.lstrip().startswith('<div id="requests">')
    assert "<html" not in page
    assert f"{first.person.name} was declined and is told." in page
    assert response.context["waiting"] == [second]
    assert '<span id="waiting-requests" hx-swap-oob="true"> <span class="badge badge--new">1<' in page
    assert f"@{second.person.handle}" in page


def test_choosing_nobody_is_said_and_keeps_the_words(client, asked, moderator):
    pending(asked)
    client.force_login(moderator)

    response = client.post(url("requests-approve", asked), {"reason": "Come in"})

    assert response.status_code == 422
    assert "Choose at least one request." in response.content.decode()
    assert "Come in" in response.content.decode()
    assert JoinRequest.objects.get().state == "pending"


def test_where_nobody_leads_the_team_is_told_in_its_own_words(client, asked, moderator, leader):
    waiting = ask_to_join(asked, actor=UserFactory())
    Membership.objects.filter(person=leader).update(role=Role.MODERATOR)
    client.force_login(moderator)

    answer = client.post(url("requests-approve", asked), {"request": waiting.pk, "reason": "Welcome in."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody leads this community any more, so nobody comes in until somebody does." in page
    assert "Welcome in." in page
    waiting.refresh_from_db()
    assert waiting.state == JoinRequest.State.PENDING


def test_requests_elsewhere_are_not_answered_here(client, asked, moderator):
    (elsewhere,) = pending(CommunityFactory(admission="request", is_led=True))
    client.force_login(moderator)

    assert client.post(url("requests-approve", asked), {"request": elsewhere.pk}).status_code == 422
    assert JoinRequest.objects.get().state == "pending"


def test_the_tab_counts_for_whoever_answers(client, asked, moderator, participant):
    pending(asked, 2)

    def tabs(person):
        client.force_login(person)
        return client.get("/c/campus/").content.decode()

    assert '<span class="badge badge--new">2<' in tabs(moderator)
    assert url("requests", asked) not in tabs(participant)


@pytest.mark.parametrize("number", [1, WAITING_SHOWN + 1])
def test_queries_do_not_grow_with_the_requests(client, asked, moderator, number, django_assert_max_num_queries):
    pending(asked, number)
    decline_requests(asked, pending(asked, min(number, DECIDED_PER_PAGE + 1)), actor=moderator)
    client.force_login(moderator)
    client.get(url("requests", asked))

    with django_assert_max_num_queries(10):
        response = client.get(url("requests", asked))

    assert len(response.context["waiting"]) == min(number, WAITING_SHOWN)
    assert (response.context["page"].after is not None) is (number > DECIDED_PER_PAGE)
    assert ("More wait behind these" in response.content.decode()) is (number > WAITING_SHOWN)
