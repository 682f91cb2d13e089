"""What happens at once, on two and more connections to a real PostgreSQL."""

import threading
from contextlib import suppress
from functools import partial

import pytest

from communities.actions import join_community, leave_community, memberships, start_community
from communities.errors import LastLeader, NameTaken
from communities.models import Community, Membership, Role
from core.errors import Busy
from core.locks import lock
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.racing import PATIENCE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_the_count_of_members_does_not_drift():
    community = CommunityFactory(is_led=True)
    people = UserFactory.create_batch(6)

    at_once(*[partial(join_community, community, actor=person) for person in people * 2])
    at_once(
        *[partial(leave_community, community, actor=person) for person in people[:3] * 2],
        *[partial(join_community, community, actor=person) for person in people[3:]],
    )

    counted = Community.objects.values_list("member_count", flat=True).get()
    assert counted == Membership.objects.live().count() == 1 + 3


def two_leaders_leave_at_once(monkeypatch, patience=1):
    """Both have made sure that another leader stays before either goes, where nothing holds the second back.

    Where something does, the first goes after `patience` seconds.
    """
    community = CommunityFactory()
    leaders = [MembershipFactory(community=community, role=Role.LEADER).person for _ in range(2)]
    both_have_looked = threading.Barrier(2)
    look = memberships._require_another_leader

    def look_and_wait(membership):
        look(membership)
        with suppress(threading.BrokenBarrierError):
            both_have_looked.wait(patience)

    monkeypatch.setattr(memberships, "_require_another_leader", look_and_wait)
    results = at_once(*[partial(leave_community, community, actor=person) for person in leaders])
    return results, Membership.objects.live().filter(role=Role.LEADER).count()


def test_of_two_last_leaders_exactly_one_leaves(monkeypatch):
    results, leaders = two_leaders_leave_at_once(monkeypatch)

    assert results.count(True) == 1
    assert sum(isinstance(result, LastLeader) for result in results) == 1
    assert leaders == 1


def test_without_the_lock_both_last_leaders_would_leave(monkeypatch):
    """The teeth of the test above."""
    monkeypatch.setattr(memberships, "lock", lambda community: community)

    results, leaders = two_leaders_leave_at_once(monkeypatch, PATIENCE)

    assert results == [True, True]
    assert leaders == 0


def test_a_leader_who_is_demoted_while_waiting_gives_no_role():
    community = CommunityFactory()
    actor, member = [MembershipFactory(community=community, role=role) for role in (Role.LEADER, Role.FACILITATOR)]
    demote = partial(memberships.change_role, Membership.objects.get(pk=member.pk), role=Role.PARTICIPANT)

    def be_demoted():
        lock(community)
        Membership.objects.filter(pk=actor.pk).update(role=Role.MODERATOR)

    outcome = meanwhile(be_demoted, partial(demote, actor=actor.person))

    assert isinstance(outcome, Refused)
    assert Membership.objects.get(pk=member.pk).role == Role.FACILITATOR


def test_two_communities_of_one_name_at_once():
    wish = {"name": "Grove", "summary": "…", "visibility": "public", "admission": "open"}

    results = at_once(*[partial(start_community, actor=person, **wish) for person in UserFactory.create_batch(4)])

    assert {type(result) for result in results} <= {Community, Busy, NameTaken}
    assert [type(result) for result in results].count(Community) == Community.objects.count() == 1
