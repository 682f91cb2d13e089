"""What becomes of an invitation that was sent: again, taken back, over, gone with whoever sent it."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.utils import timezone

from accounts.effects import erase_person
from communities.actions import (
    accept_invitation,
    invite_people,
    leave_community,
    send_again,
    take_back,
)
from communities.effects import expire_due_invitations
from communities.errors import InvitationOver, TooManyInvitations
from communities.models import Community, Invitation, Membership, Role
from communities.queries import invitations_to
from core.permissions import Refused
from notifications.effects import send_due_mail
from notifications.models import OutboxMessage
from tests.communities.invitations import SOON, State, let_time_pass
from tests.factories import CommunityFactory, InvitationFactory, MembershipFactory
from tests.facts import told, verbs

pytestmark = pytest.mark.django_db


def test_sending_again_takes_a_day_and_gives_time(community, leader):
    invitation = InvitationFactory(
        community=community, invited_by=leader, expires_at=timezone.now() + timedelta(days=1)
    )
    with pytest.raises(TooManyInvitations):
        send_again(invitation, actor=leader)
    let_time_pass(days=1, minutes=1)

    send_again(invitation, actor=leader)

    with pytest.raises(TooManyInvitations):
        send_again(invitation, actor=leader)
    invitation.refresh_from_db()
    assert invitation.expires_at > timezone.now() + timedelta(days=13)
    assert OutboxMessage.objects.get().address == invitation.email


@pytest.mark.parametrize("state", [State.DECLINED, State.REVOKED, State.EXPIRED])
def test_what_is_answered_is_not_sent_again(community, leader, state):
    invitation = InvitationFactory(
        community=community, invited_by=leader, state=state, sent_at=timezone.now() - timedelta(days=3)
    )

    with pytest.raises(InvitationOver):
        send_again(invitation, actor=leader)

    assert not OutboxMessage.objects.exists()


def test_taking_back_ends_it_once(community, leader, outsider):
    invitation = InvitationFactory(community=community, invited_by=leader)

    assert take_back(invitation, actor=leader) is True
    assert take_back(invitation, actor=leader) is False

    with pytest.raises(InvitationOver):
        accept_invitation(invitation, actor=outsider)
    assert verbs() == ["invitation.revoked"]
    assert not Membership.objects.filter(person=outsider).exists()


def test_who_manages_an_invitation(community, leader, facilitator, participant, outsider):
    invitation = InvitationFactory(community=community, invited_by=leader)
    own = InvitationFactory(community=community, invited_by=participant)

    for person in (participant, outsider):
        with pytest.raises(Refused):
            take_back(invitation, actor=person)
    assert take_back(own, actor=participant)
    assert take_back(invitation, actor=facilitator)


def test_what_ran_out_is_written_down_and_told_once(community, leader):
    late = InvitationFactory(community=community, invited_by=leader, expires_at=timezone.now() - SOON)
    open_one = InvitationFactory(community=community, invited_by=leader)

    for _ in range(2):
        expire_due_invitations()

    late.refresh_from_db()
    open_one.refresh_from_db()
    assert (late.state, open_one.state) == (State.EXPIRED, State.SENT)
    assert told(leader) == ["invitation.expired"]
    assert mail.outbox == []


def test_invitations_to_me_are_those_to_any_confirmed_address(community, leader, outsider):
    mine = InvitationFactory(community=community, invited_by=leader, email=outsider.email.upper())
    EmailAddress.objects.create(user=outsider, email="olu@work.example", verified=False)
    InvitationFactory(invited_by=leader, email="olu@work.example")
    InvitationFactory(invited_by=leader, email=outsider.email, state=State.REVOKED)
    InvitationFactory(invited_by=leader, email=outsider.email, expires_at=timezone.now() - SOON)
    InvitationFactory(invited_by=leader)

    assert list(invitations_to(outsider)) == [mine]
    assert list(invitations_to(AnonymousUser())) == []


def test_erasing_takes_back_and_forgets(community, leader, outsider):
    to_them = InvitationFactory(community=community, invited_by=leader, email=outsider.email, message="Dear Olu")
    from_them = InvitationFactory(community=community, invited_by=outsider, message="My words")

    erase_person(outsider)

    to_them.refresh_from_db()
    from_them.refresh_from_db()
    assert (to_them.state, to_them.email, to_them.message) == (State.REVOKED, "", "")
    assert (from_them.state, from_them.message) == (State.REVOKED, "")
    assert from_them.email != ""


@pytest.mark.parametrize("visibility", ["hidden", "listed"])
def test_an_invitation_goes_with_whoever_sent_it(outsider, visibility):
    community = CommunityFactory(visibility=visibility, admission="invitation")
    MembershipFactory(community=community, role=Role.LEADER)
    gone = MembershipFactory(community=community, role=Role.FACILITATOR).person
    invitation = invite_people(community, emails=[outsider.email], actor=gone).sent[0]
    leave_community(community, actor=gone)

    with pytest.raises(InvitationOver, match="ask the team"):
        accept_invitation(invitation, actor=outsider)

    assert not Membership.objects.live_of(outsider).exists()


@pytest.mark.usefixtures("leader")
def test_where_whoever_wants_may_join_an_invitation_stays(community, participant, outsider):
    invitation = invite_people(community, emails=[outsider.email], actor=participant).sent[0]
    leave_community(community, actor=participant)

    assert accept_invitation(invitation, actor=outsider).is_live


def test_who_has_left_no_longer_sees_whom_they_asked_in(community, participant, outsider):
    invite_people(community, emails=["ana@copse.example"], actor=participant)
    assert Invitation.objects.visible_to(participant).count() == 1

    leave_community(community, actor=participant)

    assert not Invitation.objects.visible_to(participant).exists()


def test_it_says_by_what_a_community_is_told_from_a_namesake(client, community, leader, participant):
    Community.objects.update(created_at=datetime(2026, 3, 2, tzinfo=UTC))
    community.refresh_from_db()
    said = f"2 members, since March 2026, led by {leader.name}."
    (invitation,) = invite_people(community, emails=["ana@copse.example"], actor=leader).sent

    send_due_mail()

    (letter,) = mail.outbox
    page = client.get(invitation.get_absolute_url()).content.decode()
    assert [said in text for text in (letter.body, letter.alternatives[0].content, page)] == [True] * 3
