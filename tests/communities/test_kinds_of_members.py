"""Lay people, people from industry, with and without simulation: who says so, and who is shown that."""

import pytest
from django.urls import reverse

from accounts.models import User
from communities.queries import standing_in
from communities.queries.kinds import kinds_in
from tests.factories import MembershipFactory, UserFactory

MEMBERS = reverse("communities:members", args=["campus"])
PROFILE = reverse("accounts:profile")


def member(community, **says):
    return MembershipFactory(community=community, person=UserFactory(**says)).person


@pytest.fixture
def everybody(community):
    return {
        "lay": member(community, is_lay_member=True, display_name="Lay"),
        "industry": member(community, works_in_industry=True, declared_interests="Paid by Valve Ltd.", bio="-"),
        "simulation": member(community, is_simulation_educator=True),
        "other": member(community, is_simulation_educator=False),
        "unseen": member(community, is_lay_member=True, works_in_industry=True, profile_audience="nobody"),
    }


def found(client, **asked):
    return {row.person for row in client.get(MEMBERS, asked).context["page"].rows}


@pytest.mark.parametrize("kind", ["lay", "industry", "simulation", "other"])
def test_members_are_found_by_their_kind(client, everybody, participant, kind):
    client.force_login(participant)

    assert found(client, kind=kind) == {everybody[kind]}


def test_nobody_is_counted_whose_profile_the_reader_may_not_see(community, everybody, participant):
    counted = {kind.value: number for kind, number in kinds_in(standing_in(community, participant), participant)}

    assert counted == {"lay": 1, "industry": 1, "simulation": 1, "other": 1}


def test_one_s_own_profile_is_counted(community, everybody):
    own = everybody["unseen"]

    assert dict(kinds_in(standing_in(community, own), own))["lay"] == 2


def test_the_page_shows_numbers_and_marks_declared_interests(client, everybody, participant):
    client.force_login(participant)

    page = client.get(MEMBERS).content.decode()

    assert "From industry <b>1</b>" in page
    assert page.count(">Declared interests<") == 1
    assert f"/people/{everybody['industry'].handle}/#declared" in page
    chosen = client.get(MEMBERS, {"kind": "industry"}).content.decode()
    assert 'aria-current="true">From industry' in chosen


def test_interests_of_an_unseen_profile_are_not_marked(client, community, participant):
    member(community, declared_interests="Paid by Valve Ltd.", profile_audience="nobody")
    client.force_login(participant)

    assert "Declared interests" not in client.get(MEMBERS).content.decode()


@pytest.mark.parametrize("kind", ["nonsense", "\x00"])
def test_nonsense_is_not_asked(client, everybody, participant, kind):
    client.force_login(participant)

    assert len(found(client, kind=kind)) == 6


def test_whoever_works_in_industry_is_asked_for_whom(client, participant):
    client.force_login(participant)
    form = client.get(PROFILE).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"is_simulation_educator": "unknown"}
    sent.pop("is_lay_member")

    refused = client.post(PROFILE, sent | {"works_in_industry": "on"})

    assert "Say in a sentence for whom you work" in refused.content.decode()
    assert not User.objects.get(pk=participant.pk).works_in_industry
    client.post(PROFILE, sent | {"works_in_industry": "on", "declared_interests": "I work for Valve Ltd."})
    assert User.objects.get(pk=participant.pk).works_in_industry


def test_the_page_of_a_person_says_so(client, everybody, participant):
    client.force_login(participant)

    page = client.get(reverse("home:person", args=[everybody["industry"].handle])).content.decode()

    assert "Works in industry" in page
    assert "Paid by Valve Ltd." in page
