import pytest
from django.urls import reverse

from communities.models import Community, Membership
from tests.factories import CommunityFactory

URL = reverse("communities:new")
FORM = {
    "name": "Feedback in simulation teaching",
    "summary": "Simulation staff who want their feedback to be heard.",
    "visibility": "listed",
    "admission": "request",
    "language": "en",
    "time_zone": "Europe/Stockholm",
    "submission": "5c0a3f0e-6a55-4c43-8f0c-2f8d3a1c7a10",
}
WHILE_TYPING = {"HX-Request": "true"}


def test_visitors_sign_in_first(client, db):
    response = client.get(URL)

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={URL}"


def test_the_way_to_begin_is_chosen_first_and_the_name_is_kept(client, outsider):
    client.force_login(outsider)

    page = client.get(URL, {"name": "Bedside ultrasound"}).content.decode()

    assert "<form" not in page.split("<main")[1]
    for kind in ("interest", "organisation"):
        assert f"?name=Bedside+ultrasound&amp;kind={kind}" in page


@pytest.mark.parametrize(
    ("kind", "visibility", "admission"),
    [("interest", "public", "open"), ("organisation", "hidden", "invitation")],
)
def test_a_preset_fills_the_form(client, outsider, kind, visibility, admission):
    client.force_login(outsider)

    form = client.get(URL, {"kind": kind, "name": "Bedside ultrasound"}).context["form"]

    assert (form["visibility"].value(), form["admission"].value()) == (visibility, admission)
    assert form["name"].value() == "Bedside ultrasound"


def test_the_form_begins_with_the_person_s_own_zone(client, outsider):
    outsider.time_zone = "Africa/Lagos"
    outsider.save()
    client.force_login(outsider)

    form = client.get(URL, {"kind": "interest"}).context["form"]

    assert form["time_zone"].value() == "Africa/Lagos"


def test_a_community_starts_with_its_founder_as_leader(client, outsider):
    client.force_login(outsider)

    response = client.post(URL, FORM, follow=True)

    community = Community.objects.get()
    assert response.redirect_chain == [(f"/c/{community.slug}/start/problem/", 302)]
    assert (community.name, community.admission, community.time_zone) == (FORM["name"], "request", "Europe/Stockholm")
    assert Membership.objects.get().person == outsider


def test_a_private_one_is_hidden_and_has_an_address_that_nobody_guesses(client, outsider):
    client.force_login(outsider)

    client.post(f"{URL}?kind=organisation", FORM | {"visibility": "hidden", "admission": "invitation"})

    community = Community.objects.get()
    assert (community.visibility, community.admission) == ("hidden", "invitation")
    assert community.slug.startswith("feedback-in-simulation-teaching-")


def test_a_double_click_starts_one(client, outsider):
    client.force_login(outsider)

    addresses = {client.post(URL, FORM).url for _ in range(2)}

    assert len(addresses) == 1
    assert Community.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u202e\x00"),
        ("name", "x" * 121),
        ("name", "!?…"),
        ("summary", "x" * 301),
        ("visibility", "secret"),
        ("admission", "anyhow"),
        ("language", "klingon"),
        ("time_zone", "Middle/Earth"),
        ("submission", "twice"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_the_rest_is_kept(client, outsider, field, value):
    client.force_login(outsider)

    response = client.post(URL, FORM | {field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    kept = "summary" if field == "name" else "name"
    assert FORM[kept] in response.content.decode()
    assert not Community.objects.exists()


@pytest.mark.parametrize("admission", ["open", "request"])
def test_nobody_joins_or_asks_where_nobody_finds_it(client, outsider, admission):
    client.force_login(outsider)

    response = client.post(URL, FORM | {"visibility": "hidden", "admission": admission})

    said = ["Nobody finds a hidden community: people come in by invitation."]
    assert response.context["form"].errors == {"admission": said}
    assert not Community.objects.exists()


def test_signs_that_could_do_harm_are_left_out(client, outsider):
    client.force_login(outsider)

    client.post(URL, FORM | {"name": "Feed\u202eback"})

    assert Community.objects.get().name == "Feedback"


def test_a_name_that_could_be_better_is_asked_about_once_and_may_be_kept(client, outsider):
    client.force_login(outsider)
    named = FORM | {"name": "Coordination of simulation teaching"}

    asked = client.post(URL, named)

    assert asked.status_code == 200
    assert asked.context["form"].errors == {}
    page = asked.content.decode()
    assert "Keep this name" in page
    assert f'name="kept_name" value="{named["name"]}"' in page
    assert not Community.objects.exists()

    client.post(URL, named | {"kept_name": "Something else"})
    assert not Community.objects.exists()

    client.post(URL, named | {"kept_name": named["name"]})
    assert Community.objects.get().name == named["name"]


def test_while_a_name_is_typed_it_is_advised_on(client, outsider):
    CommunityFactory(name="Feedback in simulation", slug="feedback")
    CommunityFactory(name="Feedback in simulation, hidden", slug="secret", visibility="hidden")
    client.force_login(outsider)

    page = client.get(URL, {"name": "Monitoring simulation feedback"}, headers=WHILE_TYPING).content.decode()

    assert "“Monitor” means" in page
    assert "/c/feedback/" in page
    assert "secret" not in page
    assert "<form" not in page


@pytest.mark.parametrize("name", ["", "\x00", "x" * 5000, "'%_\\", "((("])
def test_any_beginning_of_a_name_may_be_typed(client, outsider, name):
    client.force_login(outsider)

    assert client.get(URL, {"name": name}, headers=WHILE_TYPING).status_code == 200
