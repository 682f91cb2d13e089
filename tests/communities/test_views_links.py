"""Making links, and coming in by one."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.models import Charter, Community, InvitationLink, Membership, Role
from tests.factories import CommunityFactory, InvitationLinkFactory
from tests.masking import masked
from tests.statements import changes

FORM = {"label": "Spring meeting", "role": "10", "use_limit": "30", "days": "14"}


def url(name, *more):
    return reverse(f"communities:{name}", args=["campus", *more])


@pytest.fixture
def grove(db):
    return CommunityFactory(
        name="Hidden grove", slug="grove-x7", visibility="hidden", admission="invitation", summary="To grow in peace."
    )


@pytest.fixture
def link(grove):
    return InvitationLinkFactory(community=grove)


def test_make_one_and_find_its_address_in_the_list(client, facilitator, settings):
    client.force_login(facilitator)
    assert "No links yet" in client.get(url("links")).content.decode()

    response = client.post(url("link-new"), {**FORM, "submission": uuid4()}, follow=True)

    made = InvitationLink.objects.get()
    assert (made.use_limit, made.role, made.made_by) == (30, Role.PARTICIPANT, facilitator)
    page = response.content.decode()
    assert f"{settings.SITE_URL}{made.get_absolute_url()}" in page
    assert "0 of 30 came in" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"use_limit": "0"},
        {"use_limit": "1001"},
        {"role": "40"},
        {"role": "5"},
        {"days": "0"},
        {"role": "20", "use_limit": "21"},
    ],
)
def test_what_cannot_be_made_is_said_beside_its_field(client, facilitator, wrong):
    client.force_login(facilitator)

    response = client.post(url("link-new"), {**FORM, "submission": uuid4(), **wrong})

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not InvitationLink.objects.exists()


def test_take_one_back(client, community, moderator, leader):
    link = InvitationLinkFactory(community=community, made_by=leader)
    client.force_login(moderator)

    page = client.post(url("link-revoke", link.pk), follow=True).content.decode()

    assert "is taken back. Those who came in by it stay." in page
    assert link.get_absolute_url() not in page
    assert client.get(link.get_absolute_url()).status_code == 302  # a member is led in
    assert Client().get(link.get_absolute_url()).status_code == 404


def test_of_another_community_it_is_not_there(client, leader, link):
    client.force_login(leader)

    assert client.post(url("link-revoke", link.pk)).status_code == 404


@pytest.mark.parametrize("number", [3, 40])
def test_queries_do_not_grow_with_the_links(client, community, leader, number, django_assert_max_num_queries):
    InvitationLinkFactory.create_batch(number, community=community, made_by=leader)
    client.force_login(leader)

    with django_assert_max_num_queries(8):
        client.get(url("links"))


def test_it_shows_what_a_live_invitation_shows(client, link, grove):
    Charter.objects.filter(community=grove).update(
        problem="Nobody has time.", objective="An hour a week.", commitment="Two hours a month."
    )
    grove.results.create(position=1, text="A calendar that holds.")

    page = client.get(link.get_absolute_url()).content.decode()

    said = ["Hidden grove", "To grow in peace.", link.made_by.name, "a participant", "Sign up to join"]
    said += ["Nobody has time.", "An hour a week.", "Two hours a month.", "A calendar that holds."]
    assert [words for words in said if words not in page] == []
    assert "Spring meeting" not in page
    assert client.get("/c/grove-x7/").status_code == 404


def test_looking_writes_nothing(client, link, outsider):
    client.force_login(outsider)

    with CaptureQueriesContext(connection) as queries:
        client.get(link.get_absolute_url())

    assert changes(queries, but=("django_session",)) == []
    assert client.get(f"{link.get_absolute_url()}accept/").status_code == 405


def test_what_is_over_looks_like_what_never_was(client, grove, link):
    address = link.get_absolute_url()
    pages = []
    for over in (
        {"uses": 10},
        {"uses": 0, "revoked_at": timezone.now()},
        {"revoked_at": None, "expires_at": timezone.now()},
    ):
        InvitationLink.objects.update(**over)
        pages.append((client.get(address), address))
    InvitationLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    Community.objects.update(phase="concluded")
    pages.append((client.get(address), address))
    broken = reverse("communities:link", args=["rubbish"])
    pages.append((client.get(broken), broken))

    assert {response.status_code for response, _address in pages} == {404}
    assert len({masked(response, address) for response, address in pages}) == 1
    assert client.post(f"{broken}accept/").status_code == 404


def test_come_in(client, outsider, link):
    client.force_login(outsider)

    response = client.post(f"{link.get_absolute_url()}accept/", follow=True)

    assert response.redirect_chain == [("/c/grove-x7/", 302)]
    assert "Welcome to Hidden grove" in response.content.decode()
    again = client.post(f"{link.get_absolute_url()}accept/")
    assert (again.status_code, InvitationLink.objects.get().uses) == (302, 1)


def test_the_last_place_is_taken_meanwhile(client, outsider, link):
    client.force_login(outsider)
    client.get(link.get_absolute_url())
    InvitationLink.objects.update(uses=10)

    assert client.post(f"{link.get_absolute_url()}accept/").status_code == 404
    assert not Membership.objects.filter(person=outsider).exists()


def test_who_was_removed_is_refused(client, outsider, link, grove):
    Membership.objects.create(community=grove, person=outsider, state="removed", ended_at=timezone.now())
    client.force_login(outsider)

    assert client.post(f"{link.get_absolute_url()}accept/").status_code == 403


def test_what_the_community_asks_is_answered_on_the_way(client, outsider, link, grove):
    question = grove.registration_questions.create(position=1, text="Where do you teach?", is_required=True)
    client.force_login(outsider)
    assert "Where do you teach?" in client.get(link.get_absolute_url()).content.decode()

    refused = client.post(f"{link.get_absolute_url()}accept/", {f"answer_{question.pk}": " "})
    response = client.post(f"{link.get_absolute_url()}accept/", {f"answer_{question.pk}": "In Lyon"})

    assert (refused.status_code, response.url) == (422, "/c/grove-x7/")
    assert question.answers.get(person=outsider).text == "In Lyon"


def test_by_way_of_sign_up_in_another_browser(client, grove, link):
    """The mailed confirmation is opened elsewhere, and leads back to the link all the same."""
    response = client.post(f"{link.get_absolute_url()}accept/")
    asked = parse_qs(urlsplit(response.url).query)
    form = {"email": "ana@copse.example", "next": asked["next"][0], "display_name": "Ana Lima"}
    client.post(
        reverse("account_signup"), {**form, "password1": "a-long-pass-phrase", "time_zone": "UTC", "agreement": "on"}
    )
    confirm = re.search(r"https?://[^/\s]+(/account/confirm-email/\S+)", mail.outbox[-1].body)[1]
    phone = Client()

    response = phone.post(confirm, follow=True)

    landed = response.redirect_chain[-1][0] if response.redirect_chain else ""
    assert link.get_absolute_url() in landed or link.get_absolute_url() in parse_qs(urlsplit(landed).query).get(
        "next", []
    )
