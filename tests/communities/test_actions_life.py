"""The life of a community: which ways there are, who goes them, and what is kept of it."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone

from activity.models import Entry
from communities.actions.life import change_phase, prepare_launch
from communities.actions.memberships import leave_community
from communities.errors import LastLeader, NoResults, PhaseMoved
from communities.models import STEPS, Community, ExpectedResult, Membership, PhaseChange, Role
from core.permissions import Refused
from notifications.models import Notification
from tests.communities.life import in_phase, take
from tests.factories import DiscussionFactory, MembershipFactory

Phase = Community.Phase
ALLOWED = {
    ("design", "active"),
    ("design", "did_not_launch"),
    ("did_not_launch", "design"),
    ("active", "concluding"),
    ("concluding", "active"),
    ("concluding", "concluded"),
    ("concluded", "active"),
    ("concluded", "archived"),
    ("archived", "concluded"),
}


def test_these_are_all_the_ways():
    assert {(step.before, step.after) for step in STEPS.values()} == ALLOWED
    assert len(STEPS) == len(ALLOWED)


@pytest.mark.parametrize(("phase", "key"), list(product(Phase.values, STEPS)))
def test_a_step_begins_in_its_phase_and_in_no_other(community, leader, phase, key):
    in_phase(community, phase)
    step = STEPS[key]

    if phase != step.before:
        with pytest.raises(PhaseMoved):
            take(community, key, leader)
        assert not PhaseChange.objects.exists()
        return
    change = take(community, key, leader)

    community.refresh_from_db()
    assert (community.phase, community.phase_since) == (step.after, change.at)
    assert (change.before, change.after, change.by, change.sentence) == (phase, step.after, leader, "So it is.")


@pytest.mark.parametrize("key", STEPS)
def test_only_leaders_go(community, participant, facilitator, moderator, outsider, admin, key):
    in_phase(community, STEPS[key].before)

    for person in (participant, facilitator, moderator, outsider, admin):
        with pytest.raises(Refused):
            take(community, key, person)
    assert not PhaseChange.objects.exists()


def test_the_same_person_twice_is_once(community, leader):
    in_phase(community, Phase.DESIGN)

    first, second = take(community, "launch", leader), take(community, "launch", leader)

    assert first == second
    assert PhaseChange.objects.count() == Entry.objects.filter(verb="phasechange.made").count() == 1


def test_another_leader_learns_that_it_was_done(community, leader):
    other = MembershipFactory(community=community, role=Role.LEADER).person
    in_phase(community, Phase.DESIGN)
    take(community, "launch", leader)

    with pytest.raises(PhaseMoved, match="active"):
        take(community, "launch", other)


@pytest.mark.parametrize("key", [key for key, step in STEPS.items() if step.asks_for_results])
def test_without_results_a_reason_is_asked_for_and_kept_in_the_charter(community, leader, key):
    Community.objects.filter(pk=community.pk).update(phase=STEPS[key].before)
    before = community.charter.version

    with pytest.raises(NoResults):
        take(community, key, leader)
    take(community, key, leader, why_no_results="We are here to talk.")

    community.charter.refresh_from_db()
    assert community.charter.why_no_results == "We are here to talk."
    assert community.charter.version == before + 1
    revision = community.charter_revisions.get(number=before + 1)
    assert (revision.by, revision.content["why_no_results"]) == (leader, "We are here to talk.")


def test_results_need_no_reason(community, leader):
    ExpectedResult.objects.create(community=community, position=1, text="A guide")
    Community.objects.filter(pk=community.pk).update(phase="design")

    take(community, "launch", leader, why_no_results="Ignored")

    community.charter.refresh_from_db()
    assert community.charter.why_no_results == ""


def test_what_a_launch_lacked_is_kept(community, leader):
    in_phase(community, Phase.DESIGN)

    change = take(community, "launch", leader)

    assert change.lacking == ["moderator", "charter", "members", "meeting", "discussion"]


def test_a_launch_that_lacks_nothing(community, leader, moderator, commons):
    in_phase(community, Phase.DESIGN)
    charter = community.charter
    charter.problem, charter.objective = "Nobody hears it.", "It is heard."
    charter.save()
    DiscussionFactory(space=commons)
    prepare_launch(community, actor=leader, members_to_launch=2, introduced_on=timezone.localdate())

    assert take(community, "launch", leader).lacking == []


def test_renewing_begins_another_cycle(community, leader):
    in_phase(community, Phase.ACTIVE)
    for key in ("wind-down", "conclude", "renew", "wind-down", "go-on"):
        take(community, key, leader)

    community.refresh_from_db()
    assert (community.phase, community.cycle) == ("active", 2)
    cycles = PhaseChange.objects.order_by("pk").values_list("after", "cycle")
    assert list(cycles) == [("concluding", 1), ("concluded", 1), ("active", 2), ("concluding", 2), ("active", 2)]


def test_the_members_are_told_and_nobody_else(community, leader, participant, outsider):
    gone = MembershipFactory(community=community, state="left", ended_at=timezone.now()).person
    in_phase(community, Phase.DESIGN)

    change = take(community, "launch", leader)

    told = Notification.objects.filter(entry__kind="communities.phasechange", entry__object_id=change.pk)
    assert set(told.values_list("recipient", "kind")) == {(participant.pk, "course")}
    assert gone.pk != participant.pk


def test_who_wants_to_hear_nothing_is_told_nothing(community, leader, participant):
    from notifications.effects import set_volume

    set_volume(participant, scope_kind="communities.community", scope_id=community.pk, level="mute")
    in_phase(community, Phase.DESIGN)

    take(community, "launch", leader)

    assert not Notification.objects.filter(entry__verb="phasechange.made").exists()


def test_a_long_sentence_and_an_empty_one(community, leader):
    in_phase(community, Phase.DESIGN)

    change = change_phase(community, STEPS["launch"], actor=leader, sentence="x" * 500)

    assert PhaseChange.objects.get(pk=change.pk).sentence == "x" * 500


ENDS = ["concluded", "archived", "did_not_launch"]


@pytest.mark.parametrize("phase", ENDS)
def test_the_last_leader_leaves_what_has_ended_to_the_next_in_line(community, leader, facilitator, participant, phase):
    in_phase(community, phase)

    assert leave_community(community, actor=leader)

    roles = dict(Membership.objects.live().values_list("person", "role"))
    assert roles == {facilitator.pk: Role.LEADER, participant.pk: Role.PARTICIPANT}
    assert Notification.objects.filter(recipient=facilitator, entry__verb="membership.role_changed").exists()


@pytest.mark.parametrize("phase", ENDS)
def test_whoever_is_alone_leaves_what_has_ended(community, leader, phase):
    in_phase(community, phase)

    assert leave_community(community, actor=leader)

    assert not Membership.objects.live().exists()


@pytest.mark.parametrize("phase", Community.WRITABLE_PHASES)
def test_the_last_leader_stays_as_long_as_it_lives(community, leader, participant, phase):
    in_phase(community, phase)

    with pytest.raises(LastLeader):
        leave_community(community, actor=leader)


def test_a_leader_among_leaders_hands_nothing_on(community, leader, participant):
    MembershipFactory(community=community, role=Role.LEADER)
    in_phase(community, Phase.CONCLUDED)

    leave_community(community, actor=leader)

    assert Membership.objects.get(person=participant).role == Role.PARTICIPANT


def test_whoever_is_alone_says_that_it_did_not_launch_and_leaves(community, leader):
    in_phase(community, Phase.DESIGN)

    take(community, "give-up", leader)

    assert leave_community(community, actor=leader)
    assert Community.objects.get().phase == Phase.DID_NOT_LAUNCH


def test_preparing_is_the_leaders_and_only_while_it_lives(community, leader, moderator):
    wish = {"members_to_launch": 7, "introduced_on": timezone.localdate()}
    with pytest.raises(Refused):
        prepare_launch(community, actor=moderator, **wish)

    prepare_launch(community, actor=leader, **wish)

    community.refresh_from_db()
    assert (community.members_to_launch, community.introduced_on) == (7, wish["introduced_on"])
    in_phase(community, Phase.CONCLUDED)
    with pytest.raises(Refused):
        prepare_launch(community, actor=leader, **wish)


def test_a_meeting_that_is_still_to_come_is_no_meeting_yet(community, leader):
    in_phase(community, Phase.DESIGN)
    prepare_launch(community, actor=leader, members_to_launch=1, introduced_on=timezone.localdate() + timedelta(days=3))

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert "meeting" in take(community, "launch", leader).lacking
