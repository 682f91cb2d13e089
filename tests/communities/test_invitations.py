"""Asking people in: who may, whom, and how often."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.limits import NEW_FOR
from accounts.models import User
from communities.actions import (
    decline_invitation,
    invite_people,
    remove_member,
    suspend_member,
    take_back,
)
from communities.errors import TooManyInvitations
from communities.models import Community, Invitation, Membership, Role
from communities.queries import invitations_to, measure
from core.permissions import Refused
from notifications.models import Notification, OutboxMessage
from tests.communities.invitations import SOON, State, let_time_pass
from tests.factories import InvitationFactory, MembershipFactory
from tests.facts import told, verbs

pytestmark = pytest.mark.django_db


def test_an_address_without_an_account_is_written_to(leader, community):
    outcome = invite_people(community, emails=["Ana@copse.example"], actor=leader, message="Do come.")

    (invitation,) = outcome.sent
    assert (invitation.state, invitation.role, invitation.invited_by) == (State.SENT, Role.PARTICIPANT, leader)
    assert timedelta(days=13) < invitation.expires_at - timezone.now() <= timedelta(days=14)
    letter = OutboxMessage.objects.get()
    assert (letter.recipient, letter.address) == (None, "Ana@copse.example")
    assert not Notification.objects.exists()
    assert verbs() == ["invitation.sent"]


def test_whoever_has_confirmed_the_address_is_told_as_that_person(leader, community, outsider):
    EmailAddress.objects.create(user=outsider, email="olu@work.example", verified=True)

    outcome = invite_people(community, emails=["Olu@Work.example"], actor=leader)

    assert len(outcome.sent) == 1
    letter = OutboxMessage.objects.get()
    assert (letter.recipient, letter.address) == (outsider, "")
    assert told(outsider) == ["invitation.sent"]


def test_an_address_that_nobody_confirmed_belongs_to_nobody(leader, community, outsider):
    EmailAddress.objects.create(user=outsider, email="olu@work.example", verified=False)

    invite_people(community, emails=["olu@work.example"], actor=leader)

    assert OutboxMessage.objects.get().recipient is None
    assert told(outsider) == []


def test_the_outcome_does_not_say_who_has_an_account(leader, community, outsider):
    outcome = invite_people(community, emails=[outsider.email, "nobody@copse.example"], actor=leader)

    assert [each.email for each in outcome.sent] == [outsider.email, "nobody@copse.example"]
    assert outcome.left_out == []


def test_members_and_those_who_were_asked_are_left_out(leader, community, participant):
    InvitationFactory(community=community, email="Asked@copse.example")
    emails = [participant.email.upper(), "asked@copse.example", "new@copse.example"]

    outcome = invite_people(community, emails=emails, actor=leader)

    assert [each.email for each in outcome.sent] == ["new@copse.example"]
    assert [(email, str(why)) for email, why in outcome.left_out] == [
        (participant.email.upper(), "is a member already"),
        ("asked@copse.example", "has an invitation already, or had one since yesterday"),
    ]


def test_asking_twice_is_asking_once(leader, community):
    for _ in range(2):
        invite_people(community, emails=["ana@copse.example"], actor=leader)

    assert Invitation.objects.count() == OutboxMessage.objects.count() == 1


def test_whoever_did_not_answer_in_time_may_be_asked_again(leader, community):
    sent_at = timezone.now() - timedelta(days=14)
    late = InvitationFactory(
        community=community, email="ana@copse.example", sent_at=sent_at, expires_at=timezone.now() - SOON
    )

    invite_people(community, emails=["ana@copse.example"], actor=leader)

    late.refresh_from_db()
    assert late.state == State.EXPIRED
    assert Invitation.objects.get(state=State.SENT).email == "ana@copse.example"


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MODERATOR, Role.LEADER])
def test_nobody_invites_above_their_own_role(community, facilitator, role):
    if role == Role.FACILITATOR:
        invite_people(community, emails=["ana@copse.example"], actor=facilitator, role=role)
        assert Invitation.objects.get().role == role
    else:
        with pytest.raises(Refused):
            invite_people(community, emails=["ana@copse.example"], actor=facilitator, role=role)


def test_participants_ask_one_person_at_a_time_where_whoever_wants_may_join(community, participant):
    with pytest.raises(Refused):
        invite_people(community, emails=["ana@copse.example", "bo@copse.example"], actor=participant)
    with pytest.raises(Refused):
        invite_people(community, emails=["ana@copse.example"], actor=participant, role=Role.FACILITATOR)

    assert len(invite_people(community, emails=["ana@copse.example"], actor=participant).sent) == 1


@pytest.mark.parametrize("change", [{"admission": "request"}, {"admission": "invitation"}, {"visibility": "hidden"}])
def test_elsewhere_participants_ask_nobody_in(community, participant, change):
    Community.objects.update(**change)
    community.refresh_from_db()

    with pytest.raises(Refused):
        invite_people(community, emails=["ana@copse.example"], actor=participant)


@pytest.mark.parametrize("person", ["outsider", "admin"])
def test_strangers_ask_nobody_in(request, community, person):
    with pytest.raises(Refused):
        invite_people(community, emails=["ana@copse.example"], actor=request.getfixturevalue(person))


def test_what_is_over_asks_nobody_in(community, leader):
    community.phase = Community.Phase.CONCLUDED
    community.save()

    with pytest.raises(Refused):
        invite_people(community, emails=["ana@copse.example"], actor=leader)


def test_one_person_sends_so_many_a_day(monkeypatch, community, leader):
    monkeypatch.setattr(measure, "IN_A_DAY", 3)
    User.objects.update(date_joined=timezone.now() - NEW_FOR)
    leader.refresh_from_db()
    invite_people(community, emails=["a@copse.example", "b@copse.example"], actor=leader)

    with pytest.raises(TooManyInvitations):
        invite_people(community, emails=["c@copse.example", "d@copse.example"], actor=leader)

    assert Invitation.objects.count() == 2
    let_time_pass(days=1, minutes=1)
    assert len(invite_people(community, emails=["c@copse.example", "d@copse.example"], actor=leader).sent) == 2


@pytest.mark.parametrize("deed", [remove_member, suspend_member])
def test_who_was_shut_out_gets_no_letter_and_is_shown_none(community, leader, participant, deed):
    before = InvitationFactory(community=community, invited_by=leader, email=participant.email)
    deed(Membership.objects.get(person=participant), reason="Adverts.", actor=leader)
    before.refresh_from_db()

    outcome = invite_people(community, emails=[participant.email], actor=leader)

    assert (outcome.sent, [str(why) for _email, why in outcome.left_out]) == ([], ["was suspended or removed"])
    assert before.is_live
    assert list(invitations_to(participant)) == []


def test_participants_learn_of_no_address_whose_it_is(community, leader, participant, moderator):
    shut_out = MembershipFactory(community=community)
    remove_member(shut_out, reason="Adverts.", actor=leader)
    InvitationFactory(community=community, email="asked@copse.example")

    said = [
        invite_people(community, emails=[email], actor=participant).left_out
        for email in (moderator.email, shut_out.person.email, "asked@copse.example")
    ]

    assert [[str(why) for _email, why in left_out] for left_out in said] == [["cannot be invited"]] * 3


def test_an_address_twice_in_one_list_is_asked_once(community, leader):
    outcome = invite_people(community, emails=["ana@copse.example", "Ana@Copse.example"], actor=leader)

    assert (len(outcome.sent), outcome.left_out) == (1, [])


def test_a_long_list_costs_three_queries_an_address(community, leader, django_assert_max_num_queries):
    emails = [f"a{number}@copse.example" for number in range(50)]

    with django_assert_max_num_queries(3 * len(emails) + 16):
        outcome = invite_people(community, emails=emails, actor=leader)

    assert len(outcome.sent) == OutboxMessage.objects.count() == len(emails)


@pytest.mark.parametrize("answer", [take_back, decline_invitation])
def test_nobody_s_mailbox_is_filled_by_asking_again_and_again(community, leader, answer):
    first = invite_people(community, emails=["a@copse.example"], actor=leader).sent[0]
    answer(first, actor=leader if answer is take_back else AnonymousUser())

    again = invite_people(community, emails=["A@copse.example"], actor=leader)

    assert (again.sent, len(again.left_out)) == ([], 1)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=1, minutes=1))
    assert len(invite_people(community, emails=["a@copse.example"], actor=leader).sent) == 1
