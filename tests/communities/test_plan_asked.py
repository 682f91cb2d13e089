"""The plan before its members: what stands between, what they said before, and taking it back."""

import uuid

import pytest
from django.urls import reverse

from communities.actions import add_item, adopt_plan, answer_plan, propose_plan, take_plan_back
from communities.errors import AnsweredAlready
from communities.models import ActionPlan
from core.errors import Stale
from core.permissions import Refused
from tests.facts import told, verbs

pytestmark = pytest.mark.django_db

PLAN, PROPOSE, ADOPT, BACK = (
    reverse(f"communities:{name}", args=["campus"]) for name in ("plan", "plan-propose", "plan-adopt", "plan-take-back")
)


@pytest.fixture
def asked(community, leader, participant):
    """A plan that is before its members."""
    add_item(community, actor=leader, submission=uuid.uuid4(), title="Collect examples")
    return propose_plan(community, actor=leader)


@pytest.fixture
def asked_anew(community, leader, participant, asked):
    """A plan that its members have adopted with one concern, and that is before them again."""
    answer_plan(community, actor=participant, agrees=False, comment="Six clinics are too many.")
    adopt_plan(community, actor=leader)
    return propose_plan(community, actor=leader)


def page(client, address, person):
    client.force_login(person)
    return client.get(address).content.decode()


def state():
    plan = ActionPlan.objects.get()
    return plan.state, plan.round


def test_taken_back_it_is_drafted_and_nobody_is_asked_any_more(community, leader, moderator, participant, asked):
    for _click in range(2):
        take_plan_back(community, actor=moderator)

    assert state() == ("draft", 0)
    assert told(participant) == []
    assert verbs().count("actionplan.taken_back") == 1


def test_taken_back_it_is_adopted_as_it_was(community, leader, participant, asked_anew):
    adopted_at = ActionPlan.objects.get().adopted_at

    plan = take_plan_back(community, actor=leader)

    assert (plan.state, plan.round, plan.adopted_at, plan.adopted_by) == ("adopted", 1, adopted_at, leader)
    assert propose_plan(community, actor=leader).round == 2


def test_what_was_answered_is_not_taken_back(community, leader, participant, asked):
    answer_plan(community, actor=participant, agrees=True)

    with pytest.raises(AnsweredAlready):
        take_plan_back(community, actor=leader)

    assert state() == ("proposed", 1)
    assert told(participant) == ["actionplan.proposed"]


@pytest.mark.parametrize("who", ["outsider", "participant", "facilitator"])
def test_whoever_plans_takes_it_back(request, community, asked, who):
    with pytest.raises(Refused):
        take_plan_back(community, actor=request.getfixturevalue(who))


def test_nobody_adopts_by_answers_that_count_no_more(community, leader, participant, asked):
    answer_plan(community, actor=participant, agrees=True)
    add_item(community, actor=leader, submission=uuid.uuid4(), title="One more")
    propose_plan(community, actor=leader)

    with pytest.raises(Stale):
        adopt_plan(community, actor=leader, round=1)

    assert state() == ("proposed", 2)


def test_before_it_is_put_before_them_a_page_says_what_that_means(client, community, leader, participant):
    add_item(community, actor=leader, submission=uuid.uuid4(), title="Collect examples")
    first = page(client, PROPOSE, leader)
    assert "All 2 members are told" in first
    assert "no longer counts as adopted" not in first
    assert not ActionPlan.objects.filter(state="proposed").exists()

    client.post(PROPOSE)
    answer_plan(community, actor=participant, agrees=True)
    adopt_plan(community, actor=leader)

    again = page(client, PROPOSE, leader)
    assert "no longer counts as adopted" in again
    assert "stays to be read, and counts no more" in again
    assert ADOPT not in page(client, PLAN, leader)


def test_what_was_said_before_stays_readable_for_members(client, community, leader, participant, outsider, asked_anew):
    own = page(client, PLAN, participant)

    assert "0 agreed, 1 had a concern" in own
    assert "Six clinics are too many." in own
    assert "Adopted before" in own
    assert "Change my answer" not in own
    assert "Six clinics are too many." not in page(client, PLAN, outsider)


def test_whoever_adopts_it_sees_the_answers_first(client, community, leader, moderator, participant, asked):
    nobody = page(client, ADOPT, leader)
    assert "None of the 3 members has answered yet." in nobody
    assert "It is adopted all the same" in nobody
    answer_plan(community, actor=participant, agrees=True)
    answer_plan(community, actor=moderator, agrees=False, comment="Six clinics are too many.")

    some = page(client, ADOPT, leader)

    assert "1 of 3 agrees, 1 has a concern." in some
    assert "Six clinics are too many." in some
    assert state() == ("proposed", 1)
    assert client.post(ADOPT, {"round": 1}).url == PLAN
    assert state() == ("adopted", 1)
    assert client.post(ADOPT, {"round": 1}).url == PLAN
    assert told(participant) == ["actionplan.proposed", "actionplan.adopted"]


def test_a_page_of_an_earlier_round_adopts_nothing(client, community, leader, participant, asked_anew):
    client.force_login(leader)

    response = client.post(ADOPT, {"round": 1}, follow=True)

    assert "Meanwhile the members were asked anew." in response.content.decode()
    assert state() == ("proposed", 2)


def test_what_is_not_before_the_members_is_not_adopted(client, community, leader):
    client.force_login(leader)

    response = client.post(ADOPT, {"round": 1}, follow=True)

    assert "Put the plan before the members first." in response.content.decode()


def test_it_is_taken_back_on_its_page_while_nobody_has_answered(client, community, leader, participant, asked):
    assert BACK not in page(client, PLAN, participant)
    assert BACK in page(client, PLAN, leader)

    assert client.post(BACK, follow=True).status_code == 200
    assert state() == ("draft", 0)

    propose_plan(community, actor=leader)
    answer_plan(community, actor=participant, agrees=True)
    assert BACK not in page(client, PLAN, leader)
    assert "Members have answered meanwhile." in client.post(BACK, follow=True).content.decode()
