"""Who hands over, who is asked, and the end of it all, at the same moment on real connections."""

from functools import partial

import pytest

from communities.actions.handover import accept_hand_over, offer_leadership, withdraw_hand_over
from communities.errors import HandOverOver
from communities.models import Community, HandOver, Membership, Role
from core.locks import lock
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory
from tests.racing import meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def community():
    return CommunityFactory()


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


@pytest.fixture
def successor(community):
    return MembershipFactory(community=community).person


@pytest.fixture
def asked(community, leader, successor):
    return offer_leadership(community, to=successor, afterwards="leader", actor=leader)


def again(hand_over):
    return HandOver.objects.get(pk=hand_over.pk)


def roles():
    return list(Membership.objects.order_by("pk").values_list("role", flat=True))


def test_nobody_accepts_what_is_taken_back_while_they_wait(community, asked, leader, successor):
    outcome = meanwhile(
        partial(lock, community),
        partial(accept_hand_over, again(asked), actor=successor),
        partial(withdraw_hand_over, again(asked), actor=leader),
    )

    assert isinstance(outcome, HandOverOver)
    assert (again(asked).state, roles()) == (HandOver.State.WITHDRAWN, [Role.LEADER, Role.PARTICIPANT])


def test_nobody_takes_back_what_is_accepted_while_they_wait(community, asked, leader, successor):
    outcome = meanwhile(
        partial(lock, community),
        partial(withdraw_hand_over, again(asked), actor=leader),
        partial(accept_hand_over, again(asked), actor=successor),
    )

    assert isinstance(outcome, HandOverOver)
    assert (again(asked).state, roles()) == (HandOver.State.ACCEPTED, [Role.LEADER, Role.LEADER])


def test_nobody_begins_to_lead_what_ends_while_they_wait(community, asked, successor):
    outcome = meanwhile(
        partial(Community.objects.filter(pk=community.pk).update, phase="concluded"),
        partial(accept_hand_over, again(asked), actor=successor),
    )

    assert isinstance(outcome, Refused)
    assert (again(asked).state, roles()) == (HandOver.State.OPEN, [Role.LEADER, Role.PARTICIPANT])
