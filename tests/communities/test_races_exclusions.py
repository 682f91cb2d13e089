"""A moderator's action beside what happens of itself to the same member, on real connections."""

import re
import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.effects import erase_person
from communities.actions import memberships, remove_member, suspend_member
from communities.effects import lift_due_suspensions
from communities.models import Community, Exclusion, Membership, Role
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def leader(db):
    return MembershipFactory(community=CommunityFactory(), role=Role.LEADER)


@pytest.fixture
def member(leader):
    return MembershipFactory(community=leader.community)


def beside_a_removal(monkeypatch, member, leader, deed):
    """`deed` begins while the removal holds the community and has touched nothing else."""
    hold = memberships.lock_around

    def hold_for_long(membership):
        hold(membership)
        time.sleep(0.7)

    def later():
        time.sleep(0.3)
        return deed()

    monkeypatch.setattr(memberships, "lock_around", hold_for_long)
    removal = partial(remove_member, Membership.objects.get(pk=member.pk), reason="Adverts.", actor=leader.person)
    return at_once(removal, later)


def test_a_removal_while_a_suspension_ends(monkeypatch, member, leader):
    suspend_member(member, reason="Adverts.", actor=leader.person, until=timezone.now() + timedelta(days=1))
    Exclusion.objects.update(until=timezone.now() - timedelta(days=1))

    removed, lifted = beside_a_removal(monkeypatch, member, leader, lift_due_suspensions)

    assert (removed.kind, lifted) == (Exclusion.Kind.REMOVED, None)
    member.refresh_from_db()
    assert member.state == Membership.State.REMOVED
    assert Community.objects.get().member_count == 1


def test_a_removal_while_the_person_is_erased(monkeypatch, member, leader):
    discussion = DiscussionFactory(space=leader.community.spaces.get(slug="commons"))
    PostFactory(discussion=discussion, author=member.person)

    removed, erased = beside_a_removal(monkeypatch, member, leader, partial(erase_person, member.person))

    assert (removed.kind, erased) == (Exclusion.Kind.REMOVED, None)
    assert Exclusion.objects.get().reason == ""
    assert Community.objects.get().member_count == 1


def test_an_erasure_takes_the_communities_before_the_discussions(member):
    """As core.locks.ORDER says, whatever the order in which the apps answer."""
    discussion = DiscussionFactory(space=member.community.spaces.get(slug="commons"))
    PostFactory(discussion=discussion, author=member.person)
    MembershipFactory(person=member.person)  # a single row is locked by a prepared statement, which hides its words

    with CaptureQueriesContext(connection) as caught:
        erase_person(member.person)

    told = [query["sql"] for query in caught]
    held = next(
        number for number, sql in enumerate(told) if re.search(r"FOR (NO KEY )?UPDATE OF .communities_comm", sql)
    )
    touched = next(number for number, sql in enumerate(told) if sql.startswith(("INSERT", "UPDATE", "DELETE")))
    assert held < touched
