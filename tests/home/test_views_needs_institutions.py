"""Institutions that members say to be here for: where those who confirm them find that they wait (P1)."""

import pytest
from django.urls import reverse

from communities.actions.institutions import confirm_representation
from communities.models import Community, Institution, Representation, Role
from tests.factories import MembershipFactory
from tests.home.dashboards import needed
from tests.masking import body_of

ADDRESS = reverse("communities:institutions", args=["campus"])
WEEK = reverse("home:this-week", args=["campus"])
WAITING = [("Look", "1 institution to confirm", ADDRESS)]


def says(person):
    about = {"name": "Hillside", "country": "Kenya", "kind": "hospital"}
    known = Institution.objects.first() or Institution.objects.create(**about)
    return Representation.objects.create(membership=person.memberships.get(), institution=known)


def page(client, person, address=WEEK):
    client.force_login(person)
    return body_of(client.get(address))


def test_it_waits_at_home_for_those_who_confirm(client, community, participant, facilitator, moderator, leader):
    said = says(participant)

    found = [needed(client, person) for person in (participant, facilitator, moderator, leader)]

    assert found == [[], [], WAITING, WAITING]
    confirm_representation(said, actor=moderator, institution=said.institution_id)
    assert needed(client, moderator) == []


def test_it_waits_this_week_and_is_counted_where_it_stands(client, community, participant, facilitator, moderator):
    says(participant)

    seen = page(client, moderator)
    assert "1 institution to confirm" in seen
    assert 'People <span class="badge badge--new">1<' in seen
    assert '<span id="waiting-institutions"> <span class="badge badge--new">1<' in page(client, moderator, ADDRESS)
    for person in (participant, facilitator):
        assert 'class="badge badge--new">1<' not in page(client, person, ADDRESS)
    assert "institution to confirm" not in page(client, facilitator)


def test_nobody_but_a_leader_confirms_themselves(client, community, moderator, leader):
    says(moderator)
    assert needed(client, moderator) == []
    assert needed(client, leader) == WAITING

    Representation.objects.all().delete()
    says(leader)
    assert needed(client, leader) == WAITING


@pytest.mark.parametrize("gone", ["left", "concluded", "elsewhere"])
def test_what_cannot_be_confirmed_does_not_wait(client, community, participant, moderator, gone):
    if gone == "elsewhere":
        says(MembershipFactory(role=Role.PARTICIPANT).person)
    else:
        says(participant)
    if gone == "left":
        participant.memberships.update(state="left", ended_at="2026-01-01T00:00Z")
    elif gone == "concluded":
        Community.objects.update(phase="concluded")

    assert needed(client, moderator) == []
