"""The members as a directory: who is found by what their profile says, and which professions come together."""

import pytest
from django.urls import reverse

from communities.models import Community, Membership, Role
from communities.queries import professions_in, standing_in
from communities.views.memberships import MEMBERS_PER_PAGE
from tests.factories import MembershipFactory, UserFactory


def url(community):
    return reverse("communities:members", args=[community.slug])


@pytest.fixture
def ana(community):
    says = {
        "display_name": "Ana Açúcar",
        "profession": "nursing",
        "organisation": "Hospital São João",
        "interests": "debriefing after resuscitation",
        "can_help_with": "role plays",
    }
    return MembershipFactory(community=community, person=UserFactory(**says), role=Role.FACILITATOR).person


def found(client, community, **asked):
    return {row.person for row in client.get(url(community), asked).context["page"].rows}


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "acucar"},
        {"profession": "nursing"},
        {"organisation": "sao joao"},
        {"interests": "resuscitation debriefing"},
        {"helps": "role play"},
        {"role": "20"},
        {"profession": "nursing", "helps": "plays", "role": "20"},
    ],
)
def test_members_are_found_by_what_they_say(client, community, participant, ana, asked):
    client.force_login(participant)

    assert found(client, community, **asked) == {ana}


@pytest.mark.parametrize("asked", [{"profession": "medicine"}, {"helps": "statistics"}, {"role": "40"}])
def test_nobody_is_found_by_what_they_do_not_say(client, community, participant, ana, asked):
    client.force_login(participant)

    page = client.get(url(community), asked)

    assert list(page.context["page"].rows) == []
    assert "Nobody fits this" in page.content.decode()


@pytest.mark.parametrize("asked", [{"profession": "x"}, {"role": "leader"}, {"role": "\x00"}, {"name": "\x00"}])
def test_what_cannot_be_understood_is_not_asked(client, community, participant, ana, asked):
    client.force_login(participant)

    assert found(client, community, **asked) == {participant, ana}


@pytest.mark.parametrize("asked", [{"profession": "nursing"}, {"organisation": "joao"}, {"helps": "role"}])
def test_a_hidden_profile_finds_nobody(client, community, participant, ana, asked):
    ana.profile_audience = "nobody"
    ana.save()
    client.force_login(participant)

    assert found(client, community, **asked) == set()
    assert found(client, community, name="Ana") == {ana}
    assert "role plays" not in client.get(url(community)).content.decode()


def test_the_professions_are_counted_without_names(client, community, participant, ana):
    MembershipFactory(community=community, person__profession="nursing", state="left", ended_at="2026-01-01T00:00Z")
    hidden = UserFactory(profession="pharmacy", profile_audience="nobody")
    MembershipFactory(community=community, person=hidden)
    MembershipFactory.create_batch(2, community=community, person__profession="medicine")

    shares = professions_in(standing_in(community, participant), participant)

    assert [(share.profession, share.number) for share in shares] == [("medicine", 2), ("nursing", 1), ("", 2)]
    client.force_login(participant)
    page = client.get(url(community), {"profession": "nursing"}).content.decode()
    assert "Pharmacy <b>" not in page
    assert "2 do not say" in page


def test_the_mix_is_for_members(client, community, ana, outsider):
    Community.objects.update(visibility="public")
    client.force_login(outsider)

    assert client.get(url(community), {"profession": "nursing"}).status_code == 404


def test_only_what_was_found_is_sent_to_htmx(client, community, participant, ana):
    client.force_login(participant)

    page = client.get(url(community), {"helps": "role"}, headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith('<section class="section" id="found"')
    assert 'hx-swap-oob="true">The list below has changed.' in page


def test_the_next_page_keeps_what_was_asked(client, community, participant):
    MembershipFactory.create_batch(MEMBERS_PER_PAGE + 1, community=community, person__can_help_with="role plays")
    client.force_login(participant)

    first = client.get(url(community), {"helps": "role"})

    assert f"helps=role&amp;after={first.context['page'].after}" in first.content.decode()
    second = client.get(url(community), {"helps": "role", "after": first.context["page"].after})
    assert len(second.context["page"].rows) == 1


@pytest.mark.parametrize("number", [10, 5000])
def test_few_queries_whatever_the_number(client, community, leader, django_assert_max_num_queries, number):
    people = UserFactory._meta.model.objects.bulk_create(
        UserFactory._meta.model(email=f"m{at}@copse.example", handle=f"m{at}", profession="nursing")
        for at in range(number)
    )
    Membership.objects.bulk_create(Membership(community=community, person=person) for person in people)
    client.force_login(leader)
    client.get(url(community))

    with django_assert_max_num_queries(10):
        page = client.get(url(community), {"profession": "nursing", "name": "", "role": "10"})

    assert len(page.context["page"].rows) == min(number, MEMBERS_PER_PAGE)
