"""What happens at once, on two and more connections to a real PostgreSQL."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import pytest
from django.db import connection, transaction

from communities.actions import join_community, leave_community, memberships, start_community
from communities.errors import LastLeader
from communities.models import Community, Membership, Role
from core.errors import Busy
from core.locks import lock
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_the_count_of_members_does_not_drift():
    community = CommunityFactory()
    people = UserFactory.create_batch(6)

    at_once(*[partial(join_community, community, actor=person) for person in people * 2])
    at_once(
        *[partial(leave_community, community, actor=person) for person in people[:3] * 2],
        *[partial(join_community, community, actor=person) for person in people[3:]],
    )

    counted = Community.objects.values_list("member_count", flat=True).get()
    assert counted == Membership.objects.live().count() == 3


def two_leaders_leave_at_once(monkeypatch):
    """Both have made sure that another leader stays before either goes, where nothing holds the second back."""
    community = CommunityFactory()
    leaders = [MembershipFactory(community=community, role=Role.LEADER).person for _ in range(2)]
    both_have_looked = threading.Barrier(2)
    look = memberships._require_another_leader

    def look_and_wait(membership):
        look(membership)
        with suppress(threading.BrokenBarrierError):
            both_have_looked.wait(timeout=1)

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

    results, leaders = two_leaders_leave_at_once(monkeypatch)

    assert results == [True, True]
    assert leaders == 0


def test_a_leader_who_is_demoted_while_waiting_gives_no_role():
    community = CommunityFactory()
    actor, member = [MembershipFactory(community=community, role=role) for role in (Role.LEADER, Role.FACILITATOR)]
    demote = partial(memberships.change_role, Membership.objects.get(pk=member.pk), role=Role.PARTICIPANT)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock(community)
            demoting = pool.submit(then_close_connection, partial(demote, actor=actor.person))
            wait_until_somebody_waits_for_a_lock()
            Membership.objects.filter(pk=actor.pk).update(role=Role.MODERATOR)
        with pytest.raises(Refused):
            demoting.result(10)

    assert Membership.objects.get(pk=member.pk).role == Role.FACILITATOR


def then_close_connection(deed):
    try:
        return deed()
    finally:
        connection.close()


def wait_until_somebody_waits_for_a_lock():
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')")
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_two_communities_of_one_name_at_once():
    wish = {"name": "Grove", "summary": "…", "visibility": "public", "admission": "open"}

    results = at_once(*[partial(start_community, actor=person, **wish) for person in UserFactory.create_batch(4)])

    assert {type(result) for result in results} <= {Community, Busy}
    started = [result for result in results if isinstance(result, Community)]
    assert len({community.slug for community in started}) == len(started) == Community.objects.count() > 0
