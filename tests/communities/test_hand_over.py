"""A leader asks a member to lead in their place."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.effects import erase_person
from communities import actions
from communities.actions.handover import (
    accept_hand_over,
    decline_hand_over,
    offer_leadership,
    withdraw_hand_over,
)
from communities.errors import HandOverOpen, HandOverOver, NoMember
from communities.models import HandOver, Membership, Role, RoleChange
from communities.queries.handover import hand_overs_of, resolve_hand_overs
from notifications.effects import send_due_mail
from tests.factories import MembershipFactory
from tests.facts import told


@pytest.fixture
def asked(community, leader, participant):
    return offer_leadership(community, to=participant, afterwards="leaves", word="You know us.", actor=leader)


def state_of(hand_over):
    return HandOver.objects.values_list("state", flat=True).get(pk=hand_over.pk)


def own(person):
    return Membership.objects.get(person=person)


def test_who_is_asked_is_told_by_mail_and_nothing_changes_yet(asked, leader, participant, mailoutbox):
    send_due_mail()

    assert [(mail.to, "You know us." in mail.body) for mail in mailoutbox] == [([participant.email], True)]
    assert told(participant) == ["handover.lead_offered"]
    assert (own(leader).role, own(participant).role) == (Role.LEADER, Role.PARTICIPANT)


def test_asking_twice_asks_once_and_another_not_at_all(asked, community, leader, participant, moderator):
    assert offer_leadership(community, to=participant, afterwards="leader", actor=leader) == asked
    with pytest.raises(HandOverOpen):
        offer_leadership(community, to=moderator, afterwards="leader", actor=leader)

    assert HandOver.objects.count() == 1


@pytest.mark.parametrize(
    ("afterwards", "state", "role"),
    [
        ("leader", "active", Role.LEADER),
        ("moderator", "active", Role.MODERATOR),
        ("participant", "active", Role.PARTICIPANT),
        ("leaves", "left", Role.LEADER),
    ],
)
def test_accepting_changes_both_at_once(community, leader, participant, afterwards, state, role):
    hand_over = offer_leadership(community, to=participant, afterwards=afterwards, actor=leader)

    assert accept_hand_over(hand_over, actor=participant, answer="With joy.")
    assert not accept_hand_over(hand_over, actor=participant), "a double click changes nothing"

    assert (own(leader).state, own(leader).role, own(participant).role) == (state, role, Role.LEADER)
    changes = [("participant", Role.LEADER)] + ([("leader", role)] if role < Role.LEADER else [])
    people = {leader.pk: "leader", participant.pk: "participant"}
    rows = RoleChange.objects.order_by("pk").values_list("membership__person", "after", "by")
    assert [(people[person], after) for person, after, _by in rows] == changes
    assert {by for _person, _after, by in rows} == {leader.pk}
    assert told(leader) == ["handover.lead_taken"]
    assert resolve_hand_overs([hand_over.pk], leader), "also once they have left by it"


def test_a_membership_that_was_to_end_goes_on_where_it_leads(asked, participant, django_capture_on_commit_callbacks):
    Membership.objects.filter(person=participant).update(until="2099-01-01T00:00:00Z")

    accept_hand_over(asked, actor=participant)

    assert own(participant).until is None


def test_declining_tells_whoever_asked(asked, leader, participant):
    assert decline_hand_over(asked, actor=participant, answer="Not this year.")
    assert not decline_hand_over(asked, actor=participant)

    assert told(leader) == ["handover.lead_declined"]
    assert own(participant).role == Role.PARTICIPANT
    with pytest.raises(HandOverOver):
        accept_hand_over(asked, actor=participant)


def test_who_asked_takes_it_back_and_may_ask_somebody_else(asked, community, leader, participant, moderator):
    assert withdraw_hand_over(asked, actor=leader)
    assert not withdraw_hand_over(asked, actor=leader)

    assert told(participant)[-1] == "handover.lead_withdrawn"
    with pytest.raises(HandOverOver):
        accept_hand_over(asked, actor=participant)
    assert offer_leadership(community, to=moderator, afterwards="leader", actor=leader)


def test_nobody_else_answers_or_takes_back(asked, leader, participant, moderator, facilitator):
    for deed, actor in [
        (accept_hand_over, leader),
        (accept_hand_over, moderator),
        (decline_hand_over, facilitator),
        (withdraw_hand_over, participant),
        (withdraw_hand_over, moderator),
    ]:
        with pytest.raises(PermissionDenied):
            deed(asked, actor=actor)

    assert state_of(asked) == "open"


def test_who_names_themselves_is_told_so(community, leader):
    with pytest.raises(NoMember, match="That is you"):
        offer_leadership(community, to=leader, afterwards="leader", actor=leader)


def test_only_leaders_ask_and_only_members_who_do_not_lead(community, leader, moderator, outsider):
    co_leader = MembershipFactory(community=community, role=Role.LEADER).person

    with pytest.raises(PermissionDenied):
        offer_leadership(community, to=leader, afterwards="leader", actor=moderator)
    for person in (outsider, co_leader, leader):
        with pytest.raises(NoMember):
            offer_leadership(community, to=person, afterwards="leader", actor=leader)


def leave(community, leader, participant):
    actions.leave_community(community, actor=participant)


def suspend(community, leader, participant):
    actions.suspend_member(own(participant), reason="A rest.", actor=leader)


def erase(community, leader, participant):
    erase_person(participant)


def lead_already(community, leader, participant):
    actions.change_role(own(participant), role=Role.LEADER, actor=leader)


def lead_no_more(community, leader, participant):
    MembershipFactory(community=community, role=Role.LEADER)
    actions.change_role(own(leader), role=Role.MODERATOR, actor=leader)


@pytest.mark.parametrize("what", [leave, suspend, erase, lead_already, lead_no_more])
def test_it_lapses_when_either_is_no_longer_what_they_were(asked, community, leader, participant, what):
    what(community, leader, participant)

    assert state_of(asked) == "lapsed"
    assert "handover.lead_lapsed" in told(leader)


def test_a_successor_who_cannot_sign_in_holds_nobody_up(asked, community, leader, participant, moderator):
    participant.is_active = False
    participant.save(update_fields=["is_active"])

    another = offer_leadership(community, to=moderator, afterwards="leader", actor=leader)

    assert (state_of(asked), state_of(another)) == ("lapsed", "open")
    assert list(hand_overs_of(leader, community)) == [another]
    assert told(leader) == ["handover.lead_lapsed"]


def test_of_two_who_ask_the_same_the_other_lapses(asked, community, leader, participant):
    second = MembershipFactory(community=community, role=Role.LEADER).person
    other = offer_leadership(community, to=participant, afterwards="leaves", actor=second)

    accept_hand_over(asked, actor=participant)

    assert (state_of(asked), state_of(other)) == ("accepted", "lapsed")
    assert (own(second).role, own(second).is_live) == (Role.LEADER, True)


def test_a_role_beneath_leader_changes_nothing_about_it(asked, leader, participant):
    actions.change_role(own(participant), role=Role.FACILITATOR, actor=leader)

    assert accept_hand_over(asked, actor=participant)


def test_what_was_said_goes_with_either_of_the_two(asked, participant):
    decline_hand_over(asked, actor=participant, answer="Not this year.")

    erase_person(participant)

    asked.refresh_from_db()
    assert (asked.word, asked.answer, asked.state) == ("", "", "declined")
