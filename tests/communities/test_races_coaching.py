"""A coach who answers, and leaders who take back what they asked, at the same moment on real connections."""

from functools import partial

import pytest

from communities.actions.coaching import answer_request, ask_coach, take_request_back
from communities.errors import CoachingOver
from communities.models import Coach, CoachingRequest, Community, Role
from core.locks import lock
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.racing import meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

State = CoachingRequest.State


@pytest.fixture
def community():
    return CommunityFactory()


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


@pytest.fixture
def coach():
    return Coach.objects.create(person=UserFactory())


@pytest.fixture
def asked(community, leader, coach):
    return ask_coach(community, coach=coach, message="How do we begin?", actor=leader)


def again(request):
    return CoachingRequest.objects.get(pk=request.pk)


def agreeing(request, coach):
    return partial(answer_request, again(request), is_accepted=True, answer="On Friday.", actor=coach.person)


def test_nobody_agrees_to_what_is_taken_back_while_they_wait(community, asked, leader, coach):
    outcome = meanwhile(
        partial(lock, community), agreeing(asked, coach), partial(take_request_back, again(asked), actor=leader)
    )

    assert isinstance(outcome, CoachingOver)
    assert (again(asked).state, again(asked).answer) == (State.WITHDRAWN, "")


def test_nobody_takes_back_what_is_agreed_to_while_they_wait(community, asked, leader, coach):
    outcome = meanwhile(
        partial(lock, community), partial(take_request_back, again(asked), actor=leader), agreeing(asked, coach)
    )

    assert outcome is False
    assert (again(asked).state, again(asked).answer) == (State.ACCEPTED, "On Friday.")


def test_nobody_coaches_what_ends_while_they_wait(community, asked, coach):
    end = partial(Community.objects.filter(pk=community.pk).update, phase="concluded")

    assert isinstance(meanwhile(end, agreeing(asked, coach)), Refused)
    assert again(asked).state == State.ASKED
