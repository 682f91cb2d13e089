"""Guests are asked into one space."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.actions import (
    accept_invitation,
    archive_space,
    change_role,
    invite_guest,
    open_space,
    send_again,
    take_back,
)
from communities.effects import let_in
from communities.errors import InvitationOver
from communities.models import Invitation, Role, Space, SpaceGrant
from core.permissions import Refused
from tests.communities.invitations import let_time_pass
from tests.factories import InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_guests_are_the_leaders_affair(community, leader, moderator, room):
    invitation = InvitationFactory(community=community, invited_by=leader, room=room, role=Role.GUEST)

    with pytest.raises(Refused):
        take_back(invitation, actor=moderator)
    with pytest.raises(Refused):
        invite_guest(room, email="ana@copse.example", until=timezone.now() + timedelta(days=3), actor=moderator)
    assert list(Invitation.objects.visible_to(moderator)) == []
    assert list(Invitation.objects.visible_to(leader)) == [invitation]


def test_a_longer_stay_stays(community, leader, outsider, room):
    now = timezone.now()
    sooner, later, latest = [now + timedelta(days=days) for days in (20, 300, 400)]
    let_in(outsider, room, role=Role.GUEST, source="guest", until=later)

    for until, expected in ((sooner, later), (latest, latest)):
        (invitation,) = invite_guest(room, email=f"x{until:%d%m}@copse.example", until=until, actor=leader).sent
        accept_invitation(invitation, actor=outsider)

        assert SpaceGrant.objects.get(user=outsider).until == expected


def test_an_invitation_into_an_archived_room_is_not_sent_again(community, leader, room):
    until = timezone.now() + timedelta(days=20)
    invite_guest(room, email="ana@copse.example", until=until, actor=leader)
    let_time_pass(days=2)
    archive_space(room, actor=leader)

    with pytest.raises(Refused):
        send_again(Invitation.objects.get(), actor=leader)

    assert Invitation.objects.get().sent_at < timezone.now() - timedelta(days=1)


def test_what_was_archived_a_moment_ago_lets_nobody_in(community, leader, outsider, room):
    invitation = InvitationFactory(
        community=community, invited_by=leader, room=room, role=Role.GUEST, until=timezone.now() + timedelta(days=9)
    )
    archive_space(Space.objects.get(pk=room.pk), actor=leader)

    with pytest.raises(InvitationOver):
        accept_invitation(invitation, actor=outsider)

    assert not SpaceGrant.objects.exists()


def test_a_guest_whose_inviter_leads_no_more_is_told_to_ask_anew(community, leader, outsider):
    other = MembershipFactory(community=community, role=Role.LEADER)
    room = open_space(community, actor=leader, name="Room", access="private", starters="everyone")
    until = timezone.now() + timedelta(days=9)
    invitation = invite_guest(room, email=outsider.email, until=until, actor=other.person).sent[0]
    change_role(other, role=Role.PARTICIPANT, actor=leader)

    with pytest.raises(InvitationOver, match="ask the team"):
        accept_invitation(invitation, actor=outsider)

    assert not Space.objects.visible_to(outsider).filter(pk=room.pk).exists()


def test_a_guest_s_invitation_lowers_nobody_who_holds_more_for_a_shorter_time(community, leader, participant):
    room = open_space(community, actor=leader, name="Room", access="private", starters="everyone")
    soon, later = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=9)
    let_in(participant, room, role=Role.PARTICIPANT, source="member", until=soon)
    invitation = invite_guest(room, email="ana@copse.example", until=later, actor=leader).sent[0]

    accept_invitation(invitation, actor=participant)

    assert SpaceGrant.objects.get(user=participant).role == Role.PARTICIPANT
