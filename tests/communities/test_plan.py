"""The action plan: who writes on it, who says how far it is, and how it is adopted."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.actions import (
    add_item,
    adopt_plan,
    answer_plan,
    change_item,
    comment_on_item,
    leave_community,
    move_item,
    propose_plan,
)
from communities.effects import remind_owners
from communities.errors import NoMember, NotBefore, NotOurs
from communities.models import ActionComment, ActionItem, ActionPlan, Community, ExpectedResult, PlanVoice
from core.errors import Stale
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory
from tests.facts import told

pytestmark = pytest.mark.django_db


def add(community, actor, **fields):
    return add_item(community, actor=actor, submission=uuid.uuid4(), **{"title": "Collect examples", **fields})


def change(item, actor, **fields):
    now = {name: getattr(item, name) for name in ("version", "title", "details", "result", "owner", "due_on")}
    return change_item(item, actor=actor, **{**now, **fields})


def result_of(community):
    return ExpectedResult.objects.create(community=community, position=1, text="A guide")


def test_what_is_added_stands_there_and_its_owner_is_told(community, moderator, participant):
    result = result_of(community)
    due_on = date(2027, 3, 1)

    item = add(community, moderator, details="*Three* each", result=result, owner=participant, due_on=due_on)

    item.refresh_from_db()
    assert (item.title, item.result, item.owner, item.due_on) == ("Collect examples", result, participant, due_on)
    assert item.details_html == '<p dir="auto"><em>Three</em> each</p>'
    assert item.state == "to_do"
    assert told(participant) == ["actionitem.assigned"]


def test_a_double_click_adds_one(community, moderator, participant):
    submission = uuid.uuid4()

    for _click in range(2):
        add_item(community, actor=moderator, submission=submission, title="Once", owner=participant)

    assert ActionItem.objects.count() == 1
    assert told(participant) == ["actionitem.assigned"]


@pytest.mark.parametrize("who", ["outsider", "participant", "facilitator"])
def test_the_plan_is_written_by_moderators_and_leaders(request, community, moderator, who):
    item = add(community, moderator)
    person = request.getfixturevalue(who)

    with pytest.raises(Refused):
        add(community, person)
    with pytest.raises(Refused):
        change(item, person, title="Mine")
    with pytest.raises(Refused):
        propose_plan(community, actor=person)
    assert ActionItem.objects.get().title == "Collect examples"


def test_what_belongs_to_others_is_not_taken(community, moderator, outsider):
    foreign = result_of(CommunityFactory())

    with pytest.raises(NotOurs):
        add(community, moderator, result=foreign)
    with pytest.raises(NoMember):
        add(community, moderator, owner=outsider)
    assert not ActionItem.objects.exists()


def test_a_stale_change_is_refused_and_changes_nothing(community, moderator, leader):
    item = add(community, moderator)
    change(item, leader, title="Newer")

    with pytest.raises(Stale):
        change(item, moderator, title="Older", version=0)

    assert ActionItem.objects.get().title == "Newer"


def test_a_new_owner_is_told_and_the_same_one_is_not(community, moderator, participant, facilitator):
    item = add(community, moderator, owner=participant)

    item = change(item, moderator, title="Other words")
    change(item, moderator, owner=facilitator)

    assert told(participant) == ["actionitem.assigned"]
    assert told(facilitator) == ["actionitem.assigned"]


def test_the_owner_says_how_far_it_is(community, moderator, participant):
    item = add(community, moderator, owner=participant)

    assert move_item(item, actor=participant, state="done")
    assert item.done_at is not None
    assert not move_item(item, actor=participant, state="done")

    assert move_item(item, actor=moderator, state="doing")
    assert item.done_at is None


@pytest.mark.parametrize("who", ["outsider", "participant", "facilitator"])
def test_nobody_else_says_how_far_it_is(request, community, moderator, who):
    item = add(community, moderator)

    with pytest.raises(Refused):
        move_item(item, actor=request.getfixturevalue(who), state="done")
    assert ActionItem.objects.get().state == "to_do"


def test_who_leaves_leaves_what_was_open_behind(community, moderator, participant):
    done, open_one = add(community, moderator, owner=participant), add(community, moderator, owner=participant)
    move_item(done, actor=participant, state="done")

    leave_community(community, actor=participant)

    assert set(ActionItem.objects.values_list("pk", "owner")) == {(done.pk, participant.pk), (open_one.pk, None)}


def test_a_comment_is_said_once_and_the_owner_is_told(community, moderator, participant, outsider):
    item = add(community, moderator, owner=moderator)
    submission = uuid.uuid4()

    for _click in range(2):
        comment_on_item(item, actor=participant, text="I can help.", submission=submission)
    with pytest.raises(Refused):
        comment_on_item(item, actor=outsider, text="Me too.", submission=uuid.uuid4())

    assert ActionComment.objects.get().text == "I can help."
    assert told(moderator) == ["actionitem.commented"]


def test_the_plan_is_put_before_the_members_answered_and_adopted(community, leader, moderator, participant):
    add(community, moderator)
    propose_plan(community, actor=moderator)
    answer_plan(community, actor=participant, agrees=False, comment="Too much at once.")
    answer_plan(community, actor=participant, agrees=True)

    plan = adopt_plan(community, actor=leader)

    voice = PlanVoice.objects.get()
    assert (voice.agrees, voice.comment, voice.round) == (True, "", 1)
    assert (plan.state, plan.adopted_by) == ("adopted", leader)
    assert told(participant) == ["actionplan.proposed", "actionplan.adopted"]


def test_again_changes_nothing_and_a_new_round_asks_anew(community, leader, participant):
    add(community, leader)
    for _click in range(2):
        propose_plan(community, actor=leader)
    answer_plan(community, actor=participant, agrees=True)
    for _click in range(2):
        adopt_plan(community, actor=leader)
    assert ActionPlan.objects.get().round == 1
    assert Entry.objects.filter(verb__in=["actionplan.proposed", "actionplan.adopted"]).count() == 2

    plan = propose_plan(community, actor=leader)

    assert (plan.round, plan.state, plan.adopted_by) == (2, "proposed", leader)
    assert not plan.voices.filter(round=2).exists()


def test_what_is_not_there_is_not_adopted(community, leader, participant, moderator):
    with pytest.raises(NotBefore):
        propose_plan(community, actor=leader)
    add(community, leader)
    with pytest.raises(NotBefore):
        adopt_plan(community, actor=leader)
    with pytest.raises(NotBefore):
        answer_plan(community, actor=participant, agrees=True)
    propose_plan(community, actor=leader)
    with pytest.raises(Refused):
        adopt_plan(community, actor=moderator)
    assert ActionPlan.objects.get().state == "proposed"


@pytest.mark.parametrize("change_", [{"phase": "concluded"}, {"tools": ["discussions"]}])
def test_where_no_plan_is_kept_any_more_nothing_is_written(community, leader, change_):
    item = add(community, leader, owner=leader)
    Community.objects.update(**change_)
    community.refresh_from_db()
    item = ActionItem.objects.get()

    for deed in (
        lambda: add(community, leader),
        lambda: change(item, leader, title="Late"),
        lambda: move_item(item, actor=leader, state="done"),
        lambda: comment_on_item(item, actor=leader, text="Late", submission=uuid.uuid4()),
        lambda: propose_plan(community, actor=leader),
    ):
        with pytest.raises(Refused):
            deed()


def test_nobody_s_yes_is_taken_for_what_was_changed_since(community, leader, participant):
    item = add(community, leader)
    propose_plan(community, actor=leader)
    answer_plan(community, actor=participant, agrees=True)

    change(item, leader, title="Something else")

    assert ActionPlan.objects.get().state == "draft"
    with pytest.raises(NotBefore):
        adopt_plan(community, actor=leader)
    assert propose_plan(community, actor=leader).round == 2


def test_how_far_something_is_changes_no_wording(community, leader):
    item = add(community, leader)
    propose_plan(community, actor=leader)

    move_item(item, actor=leader, state="done")

    assert ActionPlan.objects.get().state == "proposed"


def reminded(person):
    return told(person).count("actionitem.due")


def test_the_owner_is_reminded_once_for_each_day(community, moderator, participant):
    today = timezone.localdate(timezone=community.zone)
    item = add(community, moderator, owner=participant, due_on=today + timedelta(days=3))

    remind_owners()
    remind_owners()
    assert reminded(participant) == 1

    change(item, moderator, due_on=today + timedelta(days=2))
    remind_owners()
    assert reminded(participant) == 2


@pytest.mark.parametrize(
    ("days", "state", "phase"),
    [(4, "to_do", "active"), (-1, "to_do", "active"), (2, "done", "active"), (2, "to_do", "concluded")],
)
def test_nobody_is_reminded_too_early_too_late_or_for_nothing(community, moderator, participant, days, state, phase):
    today = timezone.localdate(timezone=community.zone)
    item = add(community, moderator, owner=participant)
    ActionItem.objects.update(due_on=today + timedelta(days=days))
    move_item(item, actor=moderator, state=state)
    Community.objects.update(phase=phase)

    remind_owners()

    assert reminded(participant) == 0


def test_a_day_is_the_community_s_own(participant):
    ahead = MembershipFactory(community=CommunityFactory(time_zone="Pacific/Kiritimati"), role=40)
    today = timezone.localdate(timezone=ahead.community.zone)
    item = add(ahead.community, ahead.person, owner=ahead.person, due_on=today + timedelta(days=3))

    remind_owners()

    item.refresh_from_db()
    assert item.reminded_for == item.due_on
