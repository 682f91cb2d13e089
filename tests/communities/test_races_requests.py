"""Requests to join that are answered, taken back and overtaken at the same moment."""

from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from communities.actions import (
    approve_requests,
    ask_to_join,
    decline_requests,
    requests,
    suspend_member,
    withdraw_request,
)
from communities.effects import admit
from communities.models import Community, JoinRequest, Membership, Role
from core.permissions import Refused
from notifications.models import Notification
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

State = JoinRequest.State


@pytest.fixture
def community():
    return CommunityFactory(admission="request", is_led=True)


@pytest.fixture
def moderators(community):
    return [MembershipFactory(community=community, role=Role.MODERATOR).person for _ in range(2)]


def letters(person):
    told = Notification.objects.filter(recipient=person, entry__kind="communities.joinrequest")
    return list(told.values_list("entry__verb", flat=True))


def test_a_person_asks_once_however_often_they_press(community, moderators):
    person = UserFactory()

    at_once(*[partial(ask_to_join, community, actor=person) for _ in range(4)])

    assert JoinRequest.objects.count() == 1
    assert letters(moderators[0]) == ["joinrequest.asked"]


def two_answers_at_once(community, moderators):
    """Each has read that the request waits before either answers it."""
    request = ask_to_join(community, actor=UserFactory())
    yes = partial(approve_requests, community, [JoinRequest.objects.get()], actor=moderators[0])
    no = partial(decline_requests, community, [JoinRequest.objects.get()], actor=moderators[1])
    outcomes = at_once(yes, no)
    return request.person, [len(outcome.answered) for outcome in outcomes]


def test_of_two_moderators_exactly_one_answers(community, moderators):
    person, answered = two_answers_at_once(community, moderators)

    assert sorted(answered) == [0, 1]
    assert len(letters(person)) == 1
    is_member = Membership.objects.live_of(person).exists()
    assert is_member is (JoinRequest.objects.get().state == State.APPROVED)


def test_without_the_guard_both_moderators_would_answer(community, moderators, monkeypatch):
    """The teeth of the test above: whoever comes second looks no more whether it still waits."""
    monkeypatch.setattr(requests, "_waiting", lambda request: JoinRequest.objects.filter(pk=request.pk))
    person, answered = two_answers_at_once(community, moderators)

    assert answered == [1, 1]
    assert len(letters(person)) == 2


def approved_while_it_is_taken_back(community, moderators):
    """The answer comes while the withdrawal is done but not yet committed."""
    person = UserFactory()
    request = ask_to_join(community, actor=person)
    approve = partial(approve_requests, community, [JoinRequest.objects.get()], actor=moderators[0])
    return person, meanwhile(partial(withdraw_request, request, actor=person), approve)


def test_what_is_taken_back_is_not_approved(community, moderators):
    person, outcome = approved_while_it_is_taken_back(community, moderators)

    assert (outcome.answered, len(outcome.skipped)) == ([], 1)
    assert JoinRequest.objects.get().state == State.WITHDRAWN
    assert not Membership.objects.filter(person=person).exists()
    assert letters(person) == []


def test_without_the_guard_it_would_be_approved(community, moderators, monkeypatch):
    """The teeth of the test above."""
    monkeypatch.setattr(
        requests,
        "_settle",
        lambda request, state, actor, reason: JoinRequest.objects.filter(pk=request.pk).update(
            state=state, decided_at=timezone.now()
        ),
    )
    person, outcome = approved_while_it_is_taken_back(community, moderators)

    assert len(outcome.answered) == 1
    assert Membership.objects.live_of(person).exists()


def test_whoever_comes_in_by_two_doors_at_once_is_let_in_once(community, moderators):
    """An invitation is taken at the moment of approval: neither waits for the other for ever."""
    for _ in range(3 * SIZE):
        person = UserFactory()
        request = ask_to_join(community, actor=person)

        outcomes = at_once(
            partial(approve_requests, community, [request], actor=moderators[0]),
            partial(in_a_transaction, partial(admit, person, community)),
        )

        assert not [one for one in outcomes if isinstance(one, Exception)]
    counted = Community.objects.values_list("member_count", flat=True).get()
    assert counted == Membership.objects.live().count() == 1 + len(moderators) + 3 * SIZE


def in_a_transaction(deed):
    with transaction.atomic():
        return deed()


def answered_while(community, moderator, deed):
    """The moderator presses "Approve" while `deed` is done, holding the community's lock, but not yet committed."""
    approve = partial(approve_requests, community, list(JoinRequest.objects.all()), actor=moderator)
    return meanwhile(deed, approve)


def test_whoever_is_suspended_at_that_moment_stays_out(community, moderators):
    person = UserFactory()
    ask_to_join(community, actor=person)
    membership, _ = in_a_transaction(partial(admit, person, community))
    JoinRequest.objects.update(state=State.PENDING)
    suspend = partial(suspend_member, membership, reason="…", actor=moderators[1])

    outcome = answered_while(community, moderators[0], suspend)

    assert len(outcome.skipped) == 1
    assert JoinRequest.objects.get().state == State.PENDING
    assert not Membership.objects.live_of(person).exists()


def test_nobody_is_let_in_at_the_moment_of_conclusion(community, moderators):
    ask_to_join(community, actor=UserFactory())

    outcome = answered_while(
        community, moderators[0], lambda: Community.objects.filter(pk=community.pk).update(phase="concluded")
    )

    assert isinstance(outcome, Refused)
    assert JoinRequest.objects.get().state == State.PENDING


def test_without_the_lock_somebody_would_be_let_into_what_is_over(community, moderators, monkeypatch):
    """The teeth of the tests above: what was read before the lock is stale."""
    monkeypatch.setattr(
        requests, "_hold", lambda community, asked: (community, {one.person_id: one.person for one in asked})
    )
    ask_to_join(community, actor=UserFactory())

    outcome = answered_while(
        community, moderators[0], lambda: Community.objects.filter(pk=community.pk).update(phase="concluded")
    )

    assert len(outcome.answered) == 1
