import pytest
from django.urls import reverse

from communities.models import Community, Membership

URL = reverse("communities:new")
FORM = {
    "name": "Feedback in simulation teaching",
    "summary": "Simulation staff who want their feedback to be heard.",
    "visibility": "listed",
    "language": "en",
    "time_zone": "Europe/Stockholm",
    "submission": "5c0a3f0e-6a55-4c43-8f0c-2f8d3a1c7a10",
}


def test_visitors_sign_in_first(client, db):
    response = client.get(URL)

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={URL}"


def test_the_form_begins_with_the_person_s_own_zone(client, outsider):
    outsider.time_zone = "Africa/Lagos"
    outsider.save()
    client.force_login(outsider)

    form = client.get(URL).context["form"]

    assert form["time_zone"].value() == "Africa/Lagos"


def test_a_community_starts_with_its_founder_as_leader(client, outsider):
    client.force_login(outsider)

    response = client.post(URL, FORM, follow=True)

    community = Community.objects.get()
    assert response.redirect_chain == [(f"/c/{community.slug}/", 302)]
    assert (community.name, community.admission, community.time_zone) == (FORM["name"], "open", "Europe/Stockholm")
    assert Membership.objects.get().person == outsider


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
        ("summary", "x" * 301),
        ("visibility", "secret"),
        ("visibility", "hidden"),
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


def test_signs_that_could_do_harm_are_left_out(client, outsider):
    client.force_login(outsider)

    client.post(URL, FORM | {"name": "Feed\u202eback"})

    assert Community.objects.get().name == "Feedback"
