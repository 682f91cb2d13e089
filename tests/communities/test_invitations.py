"""Asking people in, and what they answer: the actions."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities.actions import (
    accept_invitation,
    archive_space,
    change_role,
    decline_invitation,
    invite_guest,
    invite_people,
    leave_community,
    open_space,
    remove_member,
    send_again,
    suspend_member,
    take_back,
)
from communities.actions import invitations as actions
from communities.effects import end_membership, expire_due_invitations, let_in
from communities.errors import InvitationOver, TooManyInvitations
from communities.models import Community, Invitation, Membership, Role, Space, SpaceGrant
from communities.queries import invitations_to
from core.permissions import Refused
from notifications.models import Notification, OutboxMessage
from tests.factories import CommunityFactory, InvitationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

State = Invitation.State
SOON = timedelta(minutes=1)


@pytest.fixture
def by_invitation(community):
    community.admission = Community.Admission.INVITATION
    community.save()
    return community


@pytest.fixture
def room(community):
    return Space.objects.create(community=community, slug="project", name="Project group", access="private")


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("entry__verb", flat=True))


def let_time_pass(**delta):
    moment = timezone.now() - timedelta(**delta)
    Invitation.objects.update(sent_at=moment)


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
    monkeypatch.setattr(actions, "IN_A_DAY", 3)
    invite_people(community, emails=["a@copse.example", "b@copse.example"], actor=leader)

    with pytest.raises(TooManyInvitations):
        invite_people(community, emails=["c@copse.example", "d@copse.example"], actor=leader)

    assert Invitation.objects.count() == 2
    let_time_pass(days=1, minutes=1)
    assert len(invite_people(community, emails=["c@copse.example", "d@copse.example"], actor=leader).sent) == 2


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


def test_guests_are_the_leaders_affair(community, leader, moderator, room):
    invitation = InvitationFactory(community=community, invited_by=leader, room=room, role=Role.GUEST)

    with pytest.raises(Refused):
        take_back(invitation, actor=moderator)
    with pytest.raises(Refused):
        invite_guest(room, email="ana@copse.example", until=timezone.now() + timedelta(days=3), actor=moderator)
    assert list(Invitation.objects.visible_to(moderator)) == []
    assert list(Invitation.objects.visible_to(leader)) == [invitation]


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
    invitation = InvitationFactory(community=community, invited_by=leader, email=outsider.email, role=Role.LEADER)
    Membership.objects.filter(person=leader).update(role=Role.FACILITATOR)

    assert accept_invitation(invitation, actor=outsider).role == Role.FACILITATOR


def test_whoever_left_meanwhile_gives_no_role(community, leader, outsider):
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


def test_a_guest_whose_inviter_leads_no_more_is_told_to_ask_anew(community, leader, outsider):
    other = MembershipFactory(community=community, role=Role.LEADER)
    room = open_space(community, actor=leader, name="Room", access="private", starters="everyone")
    until = timezone.now() + timedelta(days=9)
    invitation = invite_guest(room, email=outsider.email, until=until, actor=other.person).sent[0]
    change_role(other, role=Role.PARTICIPANT, actor=leader)

    with pytest.raises(InvitationOver, match="ask the team"):
        accept_invitation(invitation, actor=outsider)

    assert not Space.objects.visible_to(outsider).filter(pk=room.pk).exists()


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


def test_where_whoever_wants_may_join_an_invitation_stays(community, participant, outsider):
    invitation = invite_people(community, emails=[outsider.email], actor=participant).sent[0]
    leave_community(community, actor=participant)

    assert accept_invitation(invitation, actor=outsider).is_live


def test_who_has_left_no_longer_sees_whom_they_asked_in(community, participant, outsider):
    invite_people(community, emails=["ana@copse.example"], actor=participant)
    assert Invitation.objects.visible_to(participant).count() == 1

    leave_community(community, actor=participant)

    assert not Invitation.objects.visible_to(participant).exists()


def test_a_guest_s_invitation_lowers_nobody_who_holds_more_for_a_shorter_time(community, leader, participant):
    room = open_space(community, actor=leader, name="Room", access="private", starters="everyone")
    soon, later = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=9)
    let_in(participant, room, role=Role.PARTICIPANT, source="member", until=soon)
    invitation = invite_guest(room, email="ana@copse.example", until=later, actor=leader).sent[0]

    accept_invitation(invitation, actor=participant)

    assert SpaceGrant.objects.get(user=participant).role == Role.PARTICIPANT
