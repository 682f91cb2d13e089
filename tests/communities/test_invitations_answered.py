"""What becomes of invitations: accepted, declined, too late, once each, and by whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities.actions import (
    accept_invitation,
    decline_invitation,
    invite_guest,
    leave_community,
)
from communities.effects import end_membership, let_in
from communities.errors import InvitationOver
from communities.models import Community, Invitation, Membership, Role, Space, SpaceGrant
from communities.queries import invitations_to
from core.permissions import Refused
from tests.factories import InvitationFactory, MembershipFactory, UserFactory
from tests.facts import told, verbs

pytestmark = pytest.mark.django_db
State = Invitation.State
SOON = timedelta(minutes=1)


@pytest.fixture
def by_invitation(community):
    community.admission = Community.Admission.INVITATION
    community.save()
    return community


def test_accepting_makes_a_member_once(by_invitation, leader, outsider):
    invitation = InvitationFactory(community=by_invitation, invited_by=leader, email=outsider.email)

    membership = accept_invitation(invitation, actor=outsider)
    again = accept_invitation(invitation, actor=outsider)

    invitation.refresh_from_db()
    assert membership == again == Membership.objects.get(person=outsider)
    assert (membership.role, membership.community) == (Role.PARTICIPANT, by_invitation)
    assert (invitation.state, invitation.person) == (State.ACCEPTED, outsider)
    assert verbs() == ["invitation.accepted", "membership.joined"]
    assert told(leader) == ["invitation.accepted"]


def test_an_invitation_is_good_for_one_person(community, leader, outsider):
    invitation = InvitationFactory(community=community, invited_by=leader)
    accept_invitation(invitation, actor=outsider)
    other = UserFactory()

    with pytest.raises(InvitationOver):
        accept_invitation(invitation, actor=other)

    assert not Membership.objects.filter(person=other).exists()


def test_an_invitation_is_good_once(by_invitation, leader, outsider):
    invitation = InvitationFactory(community=by_invitation, invited_by=leader)
    accept_invitation(invitation, actor=outsider)
    leave_community(by_invitation, actor=outsider)

    with pytest.raises(InvitationOver):
        accept_invitation(invitation, actor=outsider)

    assert Membership.objects.get(person=outsider).state == "left"


@pytest.mark.parametrize("over", [{"state": State.REVOKED}, {"state": State.DECLINED}, {"expires_at": "past"}])
def test_what_is_over_lets_nobody_in(community, leader, outsider, over):
    if over.get("expires_at"):
        over = {"expires_at": timezone.now() - SOON}
    invitation = InvitationFactory(community=community, invited_by=leader, **over)

    with pytest.raises(InvitationOver):
        accept_invitation(invitation, actor=outsider)

    assert not Membership.objects.filter(person=outsider).exists()


def test_a_concluded_community_lets_nobody_in(community, leader, outsider):
    invitation = InvitationFactory(community=community, invited_by=leader, email=outsider.email)
    community.phase = Community.Phase.CONCLUDED
    community.save()

    with pytest.raises(InvitationOver):
        accept_invitation(Invitation.objects.get(), actor=outsider)

    assert list(invitations_to(outsider)) == []
    assert Invitation.objects.get() == invitation


@pytest.mark.parametrize("state", ["suspended", "removed"])
def test_who_was_shut_out_does_not_come_back_by_a_link(community, leader, state):
    ended_at = timezone.now() if state == "removed" else None
    person = MembershipFactory(community=community, state=state, ended_at=ended_at).person
    invitation = InvitationFactory(community=community, invited_by=leader, email=person.email)

    with pytest.raises(Refused):
        accept_invitation(invitation, actor=person)

    assert Membership.objects.get(person=person).state == state
    assert Invitation.objects.get().state == State.SENT


def test_visitors_do_not_accept(community, leader):
    invitation = InvitationFactory(community=community, invited_by=leader)

    with pytest.raises(Refused):
        accept_invitation(invitation, actor=AnonymousUser())


def test_the_role_is_for_the_address_that_was_invited(community, leader, outsider):
    for_them = InvitationFactory(
        community=community, invited_by=leader, email=outsider.email.upper(), role=Role.MODERATOR
    )
    passed_on = InvitationFactory(community=community, invited_by=leader, role=Role.MODERATOR)

    assert accept_invitation(for_them, actor=outsider).role == Role.MODERATOR
    assert accept_invitation(passed_on, actor=UserFactory()).role == Role.PARTICIPANT


def test_nobody_gives_more_than_they_hold_when_it_is_answered(community, leader, outsider):
    MembershipFactory(community=community, role=Role.LEADER)
    invitation = InvitationFactory(community=community, invited_by=leader, email=outsider.email, role=Role.LEADER)
    Membership.objects.filter(person=leader).update(role=Role.FACILITATOR)

    assert accept_invitation(invitation, actor=outsider).role == Role.FACILITATOR


def test_whoever_left_meanwhile_gives_no_role(community, leader, outsider):
    MembershipFactory(community=community, role=Role.LEADER)
    invitation = InvitationFactory(community=community, invited_by=leader, email=outsider.email, role=Role.LEADER)
    end_membership(Membership.objects.get(person=leader))

    assert accept_invitation(invitation, actor=outsider).role == Role.PARTICIPANT


def test_a_member_stays_what_they_are(community, leader, moderator):
    invitation = InvitationFactory(community=community, invited_by=leader, email=moderator.email)

    assert accept_invitation(invitation, actor=moderator).role == Role.MODERATOR


def test_saying_no_takes_no_account(community, leader):
    invitation = InvitationFactory(community=community, invited_by=leader)

    assert decline_invitation(invitation, actor=AnonymousUser()) is True
    assert decline_invitation(invitation, actor=AnonymousUser()) is False

    assert Invitation.objects.get().state == State.DECLINED
    assert told(leader) == ["invitation.declined"]


def test_a_guest_reads_one_room_until_the_end(community, leader, outsider, room):
    until = timezone.now() + timedelta(days=5)
    (invitation,) = invite_guest(room, email=outsider.email, until=until, actor=leader).sent

    grant = accept_invitation(invitation, actor=outsider)

    assert invitation.expires_at == until
    assert (grant.role, grant.until, grant.given_by, grant.source) == (Role.GUEST, until, leader, "guest")
    assert list(Space.objects.visible_to(outsider).filter(access="private")) == [room]
    assert not Membership.objects.filter(person=outsider).exists()
    SpaceGrant.objects.update(until=timezone.now())
    assert not Space.objects.visible_to(outsider).filter(access="private").exists()


def test_a_guest_s_link_takes_nothing_from_who_holds_more(community, leader, outsider, room):
    let_in(outsider, room, role=Role.MODERATOR, source="stand-in")
    invitation = InvitationFactory(
        community=community,
        invited_by=leader,
        room=room,
        role=Role.GUEST,
        until=timezone.now() + timedelta(days=1),
    )

    grant = accept_invitation(invitation, actor=outsider)

    assert (grant.role, grant.until) == (Role.MODERATOR, None)


def test_an_archived_room_lets_nobody_in(community, leader, outsider, room):
    invitation = InvitationFactory(community=community, invited_by=leader, room=room, role=Role.GUEST)
    Space.objects.filter(pk=room.pk).update(archived_at=timezone.now())

    with pytest.raises(InvitationOver):
        accept_invitation(Invitation.objects.get(), actor=outsider)

    assert not Invitation.objects.live().filter(pk=invitation.pk).exists()
