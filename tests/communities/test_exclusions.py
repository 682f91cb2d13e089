"""Suspending and removing members, and taking that back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.actions import (
    change_role,
    join_community,
    leave_community,
    let_member_in,
    lift_exclusion,
    open_space,
    remove_member,
    suspend_member,
)
from communities.effects import forget_person, let_in, lift_due_suspensions
from communities.errors import LastLeader, NoMember
from communities.models import Community, Exclusion, Invitation, Membership, Role, RoleChange, Space, SpaceGrant
from communities.queries import Way, door_to, led_alone, standing_in
from communities.rules import role_in
from core.permissions import Refused
from notifications.models import Notification, OutboxMessage
from notifications.queries import notices
from tests.factories import CommunityFactory, InvitationFactory, MembershipFactory
from tests.facts import told

State = Membership.State


def membership_of(person):
    return Membership.objects.get(person=person)


def suspend(person, actor, **more):
    return suspend_member(membership_of(person), actor=actor, reason="Three adverts.", **more)


def remove(person, actor):
    return remove_member(membership_of(person), actor=actor, reason="Patients’ names.")


def sees(person):
    return set(Space.objects.visible_to(person).values_list("slug", flat=True))


@pytest.mark.parametrize(("deed", "state"), [(suspend, State.SUSPENDED), (remove, State.REMOVED)])
def test_who_is_shut_out_sees_what_a_visitor_sees(community, participant, moderator, team_room, deed, state):
    let_in(participant, team_room, role=Role.GUEST, source="guest")

    exclusion = deed(participant, moderator)

    membership = membership_of(participant)
    assert (membership.state, membership.is_live) == (state, False)
    assert sees(participant) == {"commons"}
    assert not SpaceGrant.objects.exists()
    assert Community.objects.get().member_count == 1
    assert (exclusion.by, exclusion.kind, exclusion.until) == (moderator, state, None)
    assert told(participant) == [f"exclusion.{state}"]
    assert OutboxMessage.objects.get().recipient == participant


@pytest.mark.parametrize("deed", [suspend, remove])
def test_who_is_shut_out_does_not_come_back_by_themselves(community, participant, leader, deed):
    deed(participant, leader)

    with pytest.raises(Refused):
        join_community(community, actor=participant)
    door = door_to(standing_in(community, participant), participant)
    assert (door.way, door.exclusion) == (Way.SHUT_OUT, Exclusion.objects.get())


@pytest.mark.parametrize("deed", [suspend, remove])
def test_a_second_time_changes_nothing(participant, moderator, deed):
    assert deed(participant, moderator) == deed(participant, moderator)
    assert len(told(participant)) == 1


@pytest.mark.parametrize("deed", [suspend, remove])
@pytest.mark.parametrize(
    ("actor", "target", "is_allowed"),
    [
        ("participant", "participant", False),
        ("facilitator", "participant", False),
        ("outsider", "participant", False),
        ("admin", "participant", False),
        ("moderator", "facilitator", True),
        ("moderator", "moderator", True),
        ("moderator", "leader", False),
        ("leader", "leader", True),
    ],
)
def test_nobody_shuts_out_above_their_own_role(request, community, leader, actor, target, is_allowed, deed):
    other = MembershipFactory(community=community, role=Role[target.upper()]).person
    actor = request.getfixturevalue(actor)

    if is_allowed:
        assert deed(other, actor).by == actor
    else:
        with pytest.raises(Refused):
            deed(other, actor)
        assert membership_of(other).is_live


@pytest.mark.parametrize("deed", [suspend, remove])
def test_nobody_shuts_out_themselves(community, leader, deed):
    MembershipFactory(community=community, role=Role.LEADER)

    with pytest.raises(Refused):
        deed(leader, leader)


@pytest.mark.parametrize("deed", [suspend, remove])
def test_the_last_leader_who_counts_is_not_shut_out(community, leader, deed, monkeypatch):
    """Whoever may do it is a leader too; should that ever change, the community still keeps one."""
    actor = MembershipFactory(community=community, role=Role.LEADER, until=timezone.now() - timedelta(days=1)).person
    monkeypatch.setattr("communities.actions.memberships.may_exclude", lambda *_: True)

    with pytest.raises(LastLeader):
        deed(leader, actor)


def test_who_left_cannot_be_shut_out(community, participant, leader):
    leave_community(community, actor=participant)

    for deed in (suspend, remove):
        with pytest.raises(NoMember):
            deed(participant, leader)


@pytest.mark.parametrize("deed", [suspend, remove])
def test_nothing_of_this_when_the_community_is_over(community, participant, leader, deed):
    Community.objects.update(phase="concluded")

    with pytest.raises(Refused):
        deed(participant, leader)


def test_a_suspended_member_can_be_removed(participant, moderator, leader):
    suspended = suspend(participant, moderator)

    removed = remove(participant, leader)

    suspended.refresh_from_db()
    assert (suspended.lifted_by, removed.lifted_at) == (leader, None)
    membership = membership_of(participant)
    assert (membership.state, membership.ended_at is not None) == (State.REMOVED, True)
    assert Community.objects.get().member_count == 2
    assert told(participant) == ["exclusion.suspended", "exclusion.removed"]


@pytest.mark.usefixtures("leader")
def test_lifting_a_suspension_brings_back_the_role_and_the_count(community, facilitator, moderator):
    suspend(facilitator, moderator)

    assert lift_exclusion(membership_of(facilitator), actor=moderator) is True
    assert lift_exclusion(membership_of(facilitator), actor=moderator) is False

    membership = membership_of(facilitator)
    assert (membership.is_live, membership.role) == (True, Role.FACILITATOR)
    assert Community.objects.get().member_count == 3
    assert told(facilitator) == ["exclusion.suspended", "exclusion.lifted"]


def test_nobody_comes_back_as_a_member_where_nobody_leads(participant, moderator):
    suspend(participant, moderator)

    lift_exclusion(membership_of(participant), actor=moderator)

    assert membership_of(participant).state == State.LEFT
    assert Community.objects.get().member_count == 1


def test_lifting_a_removal_lets_somebody_join_again(community, participant, leader):
    remove(participant, leader)

    lift_exclusion(membership_of(participant), actor=leader)

    assert membership_of(participant).state == State.LEFT
    assert join_community(community, actor=participant).is_live
    assert Community.objects.get().member_count == 2


def test_others_lift_nothing(participant, facilitator, moderator, leader):
    remove(participant, moderator)

    for actor in (participant, facilitator):
        with pytest.raises(Refused):
            lift_exclusion(membership_of(participant), actor=actor)


@pytest.mark.usefixtures("leader")
def test_a_suspension_ends_on_its_day(participant, facilitator, moderator):
    exclusion = suspend(participant, moderator, until=timezone.now() + timedelta(days=2))
    suspend(facilitator, moderator)

    lift_due_suspensions()
    assert membership_of(participant).state == State.SUSPENDED

    Exclusion.objects.filter(pk=exclusion.pk).update(until=timezone.now())
    lift_due_suspensions()
    lift_due_suspensions()

    assert membership_of(participant).is_live
    assert not membership_of(facilitator).is_live
    exclusion.refresh_from_db()
    assert exclusion.lifted_by is None
    assert told(participant) == ["exclusion.suspended", "exclusion.lifted"]


def test_notices_of_an_exclusion_are_the_person_s_alone(participant, facilitator, moderator):
    suspend(participant, moderator)

    (notice,) = notices(participant).rows
    assert (notice.resolved.title, notice.resolved.obj.reason) == ("Virtual campus", "Three adverts.")
    Notification.objects.update(recipient=facilitator)
    assert notices(facilitator).rows == []


def test_a_new_role_is_kept_with_its_note_and_told(participant, leader):
    change_role(membership_of(participant), role=Role.MODERATOR, actor=leader, note="You closed three threads.")
    change_role(membership_of(participant), role=Role.MODERATOR, actor=leader, note="Once more")

    change = RoleChange.objects.get()
    assert (change.before, change.after, change.by) == (Role.PARTICIPANT, Role.MODERATOR, leader)
    (notice,) = notices(participant).rows
    assert notice.resolved.context == {"role": "moderator", "note": "You closed three threads."}


def test_erasing_somebody_blanks_what_was_said_to_them(participant, facilitator, moderator, leader):
    change_role(membership_of(participant), role=Role.FACILITATOR, actor=leader, note="Thank you")
    suspend(participant, moderator)
    suspend(facilitator, moderator)

    forget_person(participant)

    exclusion = Exclusion.objects.get(membership__person=participant)
    assert (exclusion.reason, exclusion.lifted_at is not None) == ("", True)
    assert RoleChange.objects.get().note == ""
    assert membership_of(participant).state == State.LEFT
    assert Exclusion.objects.get(membership__person=facilitator).reason == "Three adverts."


@pytest.mark.parametrize("deed", [suspend, remove])
def test_what_somebody_sent_is_taken_back_when_they_are_shut_out(community, participant, leader, deed):
    sent = InvitationFactory(community=community, invited_by=participant)
    others = [
        InvitationFactory(community=community, invited_by=leader),
        InvitationFactory(community=community, invited_by=participant, state=Invitation.State.DECLINED),
        InvitationFactory(community=CommunityFactory(), invited_by=participant),
    ]

    deed(participant, leader)

    sent.refresh_from_db()
    assert sent.state == Invitation.State.REVOKED
    assert [(each.object_id, each.actor) for each in Entry.objects.filter(verb="invitation.revoked")] == [
        (sent.pk, leader)
    ]
    for other in others:
        before = other.state
        other.refresh_from_db()
        assert other.state == before


def test_a_leader_who_cannot_sign_in_does_not_count_as_another(community, leader):
    """So the deletion of an account, which hands on what is led alone, and leaving mean the same leaders."""
    MembershipFactory(community=community, role=Role.LEADER, person__is_active=False)

    with pytest.raises(LastLeader):
        leave_community(community, actor=leader)

    assert led_alone(leader).get().community == community


def test_a_lower_role_is_lower_in_private_rooms_too(community, leader, moderator):
    room = open_space(community, actor=leader, name="Room", access="private", starters="everyone")
    elsewhere = let_in(moderator, CommunityFactory().spaces.first(), role=Role.MODERATOR, source="guest")
    let_member_in(room, membership=membership_of(moderator), actor=leader)

    change_role(membership_of(moderator), role=Role.PARTICIPANT, actor=leader)

    assert role_in(moderator, room) == Role.PARTICIPANT
    elsewhere.refresh_from_db()
    assert elsewhere.role == Role.MODERATOR


def test_a_guest_s_grant_stays_what_it_is_when_the_role_falls(community, leader, moderator, team_room):
    grant = let_in(moderator, team_room, role=Role.GUEST, source="guest")

    change_role(membership_of(moderator), role=Role.PARTICIPANT, actor=leader)

    grant.refresh_from_db()
    assert grant.role == Role.GUEST
