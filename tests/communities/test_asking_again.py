"""Who asks, takes it back and asks again tells others each time: so a while goes by before they may once more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.actions.handover import offer_leadership, withdraw_hand_over
from communities.actions.institutions import represent, represent_nobody
from communities.actions.kinship import propose_link, withdraw_link
from communities.errors import AskedLately, LinkRefused
from communities.models import CommunityLink, HandOver, Institution, Representation, Role
from tests.factories import CommunityFactory, MembershipFactory
from tests.facts import told

pytestmark = pytest.mark.django_db


def later(time_machine, **span):
    time_machine.move_to(timezone.now() + timedelta(minutes=1, **span))


def test_a_link_is_not_proposed_and_taken_back_for_ever(community, leader, time_machine):
    other, third = CommunityFactory(), CommunityFactory()
    theirs = MembershipFactory(community=other, role=Role.LEADER).person
    wish = {"stands": CommunityLink.Stands.BESIDE, "sentence": "Our people meet anyhow.", "actor": leader}
    for _round in range(CommunityLink.MOST_TAKEN_BACK):
        withdraw_link(propose_link(community, other=other, **wish), actor=leader)

    with pytest.raises(LinkRefused, match="a week"):
        propose_link(community, other=other, **wish)
    assert len(told(theirs)) == 2 * CommunityLink.MOST_TAKEN_BACK
    assert propose_link(community, other=third, **wish).is_proposed
    assert propose_link(other, other=community, **wish | {"actor": theirs}).is_proposed

    CommunityLink.objects.of(community).live().delete()
    later(time_machine, days=7)
    assert propose_link(community, other=other, **wish).is_proposed


def test_what_was_just_taken_back_counts_as_what_waits(community, leader, monkeypatch):
    monkeypatch.setattr(CommunityLink, "MOST_WAITING", 2)
    wish = {"stands": CommunityLink.Stands.BESIDE, "sentence": "Our people meet anyhow.", "actor": leader}
    for _round in range(2):
        withdraw_link(propose_link(community, other=CommunityFactory(), **wish), actor=leader)

    with pytest.raises(LinkRefused):
        propose_link(community, other=CommunityFactory(), **wish)


def test_nobody_is_asked_to_lead_and_not_to_lead_for_ever(community, leader, participant, moderator, time_machine):
    for number in range(HandOver.MOST_TAKEN_BACK):
        to = (participant, moderator)[number % 2]
        withdraw_hand_over(offer_leadership(community, to=to, afterwards="leader", actor=leader), actor=leader)

    with pytest.raises(AskedLately):
        offer_leadership(community, to=participant, afterwards="leader", actor=leader)
    assert HandOver.objects.filter(state="open").count() == 0

    later(time_machine, days=7)
    assert offer_leadership(community, to=participant, afterwards="leader", actor=leader).pk


def test_the_team_is_not_asked_again_and_again_for_whom_somebody_is_here(community, leader, participant, time_machine):
    here = Institution.objects.create(name="Hillside Hospital", country="Kenya", kind="hospital")
    for _round in range(Representation.MOST_A_DAY):
        represent(community, institution=here, actor=participant)
        represent_nobody(community, actor=participant)

    with pytest.raises(AskedLately):
        represent(community, institution=here, actor=participant)
    assert told(leader) == ["representation.claimed"] * Representation.MOST_A_DAY
    assert not Representation.objects.exists()

    later(time_machine, days=1)
    assert represent(community, institution=here, actor=participant).pk
