"""The page on which members say for whom they are here, and the badges that stand beside their names."""

import pytest
from django.urls import reverse

from communities.actions.institutions import add_host, confirm_representation, represent
from communities.models import Institution, Representation
from tests.communities.test_institutions import HILLSIDE, institution
from tests.factories import MembershipFactory

PAGE = reverse("communities:institutions", args=["campus"])
SAY = reverse("communities:representation", args=["campus"])
HOST = reverse("communities:host-new", args=["campus"])
FOUND = reverse("communities:institutions-found")
NEW = {"name": "Hillside Hospital", "country": "Kenya", "kind": "hospital", "website": ""}


def answering(said, deed):
    return reverse(f"communities:representation-{deed}", args=["campus", said.pk, said.institution_id])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("address", [PAGE, SAY])
def test_it_is_for_members(client, community, participant, outsider, address):
    assert client.get(address).status_code == 404
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    client.force_login(participant)
    assert client.get(address).status_code == 200


def test_saying_it_and_being_confirmed(client, community, participant, moderator):
    client.force_login(participant)
    response = client.post(SAY, NEW, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert "waits to be confirmed" in text(response)
    said = Representation.objects.get()
    assert client.post(answering(said, "confirm")).status_code == 403
    client.force_login(moderator)
    assert "is here for <b>Hillside Hospital</b>, Kenya" in text(client.get(PAGE))
    client.post(answering(said, "confirm"))
    said.refresh_from_db()
    assert said.state == "confirmed"
    page = text(client.get(reverse("communities:members", args=["campus"])))
    assert "here for </span>Hillside Hospital</span>" in page


def test_what_is_not_confirmed_is_no_badge(client, community, participant, moderator):
    said = represent(community, institution=HILLSIDE, actor=participant)
    client.force_login(moderator)

    assert "Hillside" not in text(client.get(reverse("communities:members", args=["campus"])))
    client.post(answering(said, "decline"))
    assert Representation.objects.get().state == "declined"
    assert "Hillside" not in text(client.get(PAGE))


def test_an_institution_of_elsewhere_is_not_answered_here(client, community, moderator):
    elsewhere = MembershipFactory()
    said = Representation.objects.create(membership=elsewhere, institution=institution())
    client.force_login(moderator)

    assert client.post(answering(said, "confirm")).status_code == 404
    assert Representation.objects.get().state == "said"


def test_a_known_name_is_enough(client, community, participant):
    known = institution()
    client.force_login(participant)

    assert client.post(SAY, {"name": "universidade de sao paulo"}).status_code == 302

    assert Representation.objects.get().institution == known


def test_of_a_new_one_more_is_asked_and_what_it_might_be_is_offered(client, community, participant):
    institution("University of Lagos", "Nigeria")
    client.force_login(participant)

    response = client.post(SAY, {"name": "Lagos University"})

    assert response.status_code == 422
    assert "In which country is it?" in text(response)
    assert 'value="University of Lagos, Nigeria"' in text(response)
    assert response.content.decode().count("(optional)") == 1  # the website alone
    assert Institution.objects.count() == 1
    assert client.post(SAY, {"name": ["Lagos University", "University of Lagos, Nigeria"]}).status_code == 302
    assert Representation.objects.get().institution.name == "University of Lagos"


def test_a_name_that_is_too_long_is_said_so(client, community, participant):
    client.force_login(participant)
    name = "x" * (Institution._meta.get_field("name").max_length + 1)

    response = client.post(SAY, NEW | {"name": name, "country": ""})

    assert response.status_code == 422
    assert "This is too long for a name." in text(response)
    assert not Institution.objects.exists()


def test_of_several_by_one_name_the_country_is_asked(client, community, participant):
    institution("Saint Mary’s", "Ireland")
    there = institution("Saint Mary’s", "Canada")
    client.force_login(participant)

    assert "Several are called that" in text(client.post(SAY, {"name": "Saint Mary’s"}))
    client.post(SAY, {"name": "Saint Mary’s", "country": "Canada"})
    assert Representation.objects.get().institution == there


def test_being_here_for_oneself_again(client, community, participant):
    represent(community, institution=HILLSIDE, actor=participant)
    client.force_login(participant)

    client.post(reverse("communities:representation-end", args=["campus"]))

    assert not Representation.objects.exists()


def test_options_while_typing_are_for_whoever_is_signed_in(client, outsider):
    institution()

    assert client.get(FOUND, {"name": "sao"}).status_code == 302
    client.force_login(outsider)
    assert 'value="Universidade de São Paulo, Brazil"' in text(client.get(FOUND, {"name": "sao"}))
    assert text(client.get(FOUND)).strip() == ""


def test_partners_stand_on_the_front_and_in_the_charter(client, community, leader, moderator):
    client.force_login(moderator)
    assert client.get(HOST).status_code == client.post(HOST, NEW).status_code == 403
    client.force_login(leader)
    client.post(HOST, NEW | {"website": "https://hillside.example/"})
    add_host(community, institution=institution(), actor=leader)
    client.logout()

    for address in (community.get_absolute_url(), reverse("home:charter", args=["campus"])):
        page = text(client.get(address))
        assert 'Run in partnership by <a href="https://hillside.example/" rel="nofollow noopener">Hillside' in page
        assert "<b>Universidade de São Paulo</b>" in page
    client.force_login(leader)
    hillside = Institution.objects.get(name="Hillside Hospital")
    client.post(reverse("communities:host-remove", args=["campus", hillside.pk]))
    assert list(community.hosts.values_list("name", flat=True)) == ["Universidade de São Paulo"]


@pytest.mark.parametrize("number", [2, 40])
def test_queries_do_not_grow(client, community, moderator, number, django_assert_max_num_queries):
    for place in range(number):
        member = MembershipFactory(community=community).person
        said = represent(community, institution=institution(f"Hospital {place // 2}-{place}"), actor=member)
        if place % 2:
            confirm_representation(said, institution=said.institution_id, actor=moderator)
    client.force_login(moderator)
    client.get(PAGE)

    with django_assert_max_num_queries(9):
        client.get(PAGE)
