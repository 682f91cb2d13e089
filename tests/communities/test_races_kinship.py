"""Leaders of several communities agree at the same moment, on real connections."""

import time
from functools import partial

import pytest

from communities.actions import kinship
from communities.actions.kinship import agree_link, propose_link
from communities.errors import LinkRefused, LinkStands
from communities.models import CommunityLink, Role
from communities.queries.kinship import line_above
from core.errors import Busy
from tests.factories import CommunityFactory, CommunityLinkFactory, MembershipFactory
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def slowly(monkeypatch):
    """Between the look along the line and what is written time goes by."""
    look = kinship._require_a_line

    def look_and_wait(*ends, **held):
        look(*ends, **held)
        time.sleep(0.5)

    monkeypatch.setattr(kinship, "_require_a_line", look_and_wait)


def led():
    community = CommunityFactory()
    return community, MembershipFactory(community=community, role=Role.LEADER).person


def beneath(upper, lower, **facts):
    return CommunityLinkFactory(kind="umbrella", upper=upper, lower=lower, **facts)


def test_no_ring_closes_when_both_its_gaps_are_closed_at_once(slowly):
    """The two links have no end in common: what stands above them is locked as well."""
    (first, first_leader), (second, _), (third, third_leader), (fourth, _) = (led() for _community in range(4))
    beneath(third, second)
    beneath(first, fourth)
    one = beneath(second, first, state="proposed")
    other = beneath(fourth, third, state="proposed")

    answers = at_once(partial(agree_link, one, actor=first_leader), partial(agree_link, other, actor=third_leader))

    assert sum(answer is True for answer in answers) == 1
    assert next(type(answer) for answer in answers if answer is not True) in (LinkRefused, Busy)
    assert not any(community.pk in set().union(*line_above(community)) for community in (first, second, third, fourth))


def test_two_that_ask_each_other_at_once_have_one_proposal(slowly):
    (one, one_leader), (other, other_leader) = led(), led()
    above = {"stands": CommunityLink.Stands.ABOVE, "sentence": "We belong to you."}

    answers = at_once(
        partial(propose_link, one, other=other, actor=one_leader, **above),
        partial(propose_link, other, other=one, actor=other_leader, **above),
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["CommunityLink", LinkStands.__name__]
    assert CommunityLink.objects.count() == 1
