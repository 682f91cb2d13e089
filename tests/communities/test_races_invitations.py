"""Two people with one link, two windows with one list: what happens at once, on real connections."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from communities import effects
from communities.actions import accept_invitation, decline_invitation, invite_people, open_space, take_back
from communities.errors import InvitationOver
from communities.models import Community, Invitation, Membership, Role, Space, SpaceGrant
from notifications.models import OutboxMessage
from tests.factories import CommunityFactory, InvitationFactory, MembershipFactory, UserFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def community():
    return CommunityFactory(admission="invitation")


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


def several_accept_at_once(community, leader):
    invitation = InvitationFactory(community=community, invited_by=leader)
    people = UserFactory.create_batch(4)
    results = at_once(*[partial(accept_invitation, invitation, actor=person) for person in people])
    return results, Membership.objects.filter(person__in=people).count()


def test_of_several_with_one_link_exactly_one_comes_in(community, leader):
    for _ in range(3 * SIZE):
        results, members = several_accept_at_once(community, leader)

        assert members == 1
        assert sum(isinstance(result, InvitationOver) for result in results) == 3
    assert Community.objects.get().member_count == Membership.objects.live().count() == 1 + 3 * SIZE


def test_without_asking_the_row_all_of_them_would_come_in(community, leader, monkeypatch):
    """The teeth of the test above."""
    monkeypatch.setattr(effects, "settle_invitation", lambda invitation, state, person=None: invitation.is_live)

    _results, members = several_accept_at_once(community, leader)

    assert members == 4


def test_accepting_and_taking_back_at_once_is_one_of_them(community, leader):
    for _ in range(3 * SIZE):
        invitation = InvitationFactory(community=community, invited_by=leader)
        person = UserFactory()

        at_once(
            partial(accept_invitation, invitation, actor=person),
            partial(take_back, invitation, actor=leader),
            partial(decline_invitation, invitation, actor=person),
        )

        invitation.refresh_from_db()
        is_in = Membership.objects.live_of(person).exists()
        assert is_in is (invitation.state == Invitation.State.ACCEPTED)


def test_one_list_sent_from_two_windows_goes_out_once(community, leader):
    second = MembershipFactory(community=community, role=Role.MODERATOR).person
    emails = [f"a{number}@copse.example" for number in range(8)]

    outcomes = at_once(
        *[partial(invite_people, community, emails=emails, actor=person) for person in (leader, leader, second)]
    )

    assert sorted(len(outcome.sent) + len(outcome.left_out) for outcome in outcomes) == [8, 8, 8]
    assert sum(len(outcome.sent) for outcome in outcomes) == 8
    assert Invitation.objects.count() == OutboxMessage.objects.count() == 8


def test_one_space_from_two_clicks(community, leader):
    wish = {"name": "Writing group", "access": "private", "starters": "everyone"}

    spaces = at_once(*[partial(open_space, community, actor=leader, **wish)] * 3)

    assert len(set(spaces)) == 1
    assert Space.objects.filter(slug="writing-group").count() == SpaceGrant.objects.count() == 1


def test_a_guest_accepts_twice_at_once(community, leader):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    until = timezone.now() + timedelta(days=1)
    invitation = InvitationFactory(community=community, invited_by=leader, room=room, role=Role.GUEST, until=until)
    person = UserFactory()

    at_once(*[partial(accept_invitation, invitation, actor=person)] * 3)

    assert SpaceGrant.objects.get().user == person
