"""What somebody was asked and has not answered: questions put to them, surveys, and a plan before the members."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block
from communities.actions import add_item, answer_plan, propose_plan
from communities.effects import let_in
from communities.models import Community, Role
from evaluation.models import Survey
from forums.models import Asked, Discussion
from tests.evaluation.asking import answer, draft, opened
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.home.dashboards import URL, needed
from tests.masking import body_of


@pytest.fixture
def question(commons):
    return DiscussionFactory(space=commons, kind="question", title="Who debriefs at night?")


@pytest.fixture
def asked(question, participant, moderator):
    return Asked.objects.create(discussion=question, person=participant, by=moderator)


def put_before_the_members(community, actor):
    add_item(community, actor=actor, submission=uuid4(), title="Collect examples")
    propose_plan(community, actor=actor)


def test_a_question_that_was_put_to_me_waits_for_an_answer(client, asked, participant, moderator, facilitator):
    assert needed(client, participant) == [("Answer", asked.discussion.title, asked.discussion.get_absolute_url())]
    assert "Mo Moderator thinks that you may know" in body_of(client.get(URL))
    assert needed(client, moderator) == needed(client, facilitator) == []

    PostFactory(discussion=asked.discussion, author=participant)

    assert needed(client, participant) == []


def test_not_me_is_said_at_home(client, asked, participant):
    client.force_login(participant)
    address = reverse("forums:not-me", args=[asked.discussion_id])
    assert f'<form method="post" action="{address}">' in body_of(client.get(URL))

    assert client.post(address, {"from": "home"}).url == URL

    asked.refresh_from_db()
    assert asked.passed_at is not None
    assert needed(client, participant) == []


def test_not_me_said_beneath_the_question_leads_back_to_it(client, asked, participant):
    client.force_login(participant)

    answer = client.post(reverse("forums:not-me", args=[asked.discussion_id]))

    assert answer.url == asked.discussion.get_absolute_url()


@pytest.mark.parametrize("gone", ["closed", "concluded", "left", "blocked"])
def test_a_question_that_cannot_be_answered_does_not_wait(client, asked, question, participant, gone):
    if gone == "closed":
        Discussion.objects.filter(pk=question.pk).update(state="closing", locked_at=timezone.now())
    elif gone == "concluded":
        Community.objects.update(phase="concluded")
    elif gone == "left":
        participant.memberships.update(state="left", ended_at=timezone.now())
    else:
        Block.objects.create(person=participant, blocked=asked.by)

    assert needed(client, participant) == []


@pytest.mark.parametrize("names", [True, False])
def test_an_open_survey_waits_until_i_have_answered(client, members_room, participant, facilitator, outsider, names):
    survey, _scale, _words = opened(members_room, facilitator, names=names)
    Survey.objects.update(closes_at="2099-12-02T00:00:00Z")

    assert needed(client, participant) == [("Answer", survey.title, survey.get_absolute_url())]
    assert "the last day for answers is 1 December 2099 · Virtual campus" in body_of(client.get(URL))
    assert needed(client, outsider) == []
    answer(survey, participant, scale=4)
    assert needed(client, participant) == []
    assert needed(client, facilitator) == [("Answer", survey.title, survey.get_absolute_url())]


def test_the_front_page_says_what_is_asked_there(client, community, members_room, participant, facilitator, outsider):
    survey, _scale, _words = opened(members_room, facilitator)
    front = reverse("home:community", args=["campus"])

    def says(person):
        client.force_login(person)
        return f'href="{survey.get_absolute_url()}">Answer<' in body_of(client.get(front))

    assert (says(participant), says(outsider)) == (True, False)
    answer(survey, participant, scale=4)
    assert (says(participant), says(facilitator)) == (False, True)
    client.logout()
    assert survey.get_absolute_url() not in body_of(client.get(front))


def test_a_guest_is_asked_where_they_are_a_guest(client, team_room, commons, outsider, leader):
    opened(commons, leader)
    let_in(outsider, team_room, role=Role.GUEST, source="guest")
    here, _scale, _words = opened(team_room, leader)

    assert needed(client, outsider) == [("Answer", here.title, here.get_absolute_url())]


@pytest.mark.parametrize("change", ["draft", "past", "closed", "elsewhere", "over"])
def test_a_survey_that_takes_no_answer_does_not_wait(client, members_room, team_room, participant, leader, change):
    if change == "draft":
        draft(members_room, leader)
    else:
        survey, _scale, _words = opened(team_room if change == "elsewhere" else members_room, leader)
        if change == "past":
            now = timezone.now()
            Survey.objects.update(opened_at=now - timedelta(days=9), closes_at=now - timedelta(minutes=1))
        elif change == "closed":
            Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=timezone.now())
        elif change == "over":
            Community.objects.update(phase="concluded")

    assert needed(client, participant) == []


def test_a_plan_before_the_members_waits_for_my_word(client, community, participant, moderator, outsider):
    put_before_the_members(community, moderator)
    waiting = [
        ("Read and answer", "Say what you think of the action plan", reverse("communities:plan", args=["campus"]))
    ]
    MembershipFactory(person=outsider)

    assert needed(client, participant) == needed(client, moderator) == waiting
    assert needed(client, outsider) == []
    answer_plan(community, actor=participant, agrees=True)
    assert needed(client, participant) == []
    assert needed(client, moderator) == waiting
    Community.objects.filter(pk=community.pk).update(tools=[])
    assert needed(client, moderator) == []


def test_a_plan_that_is_put_before_the_members_anew_waits_again(client, community, participant, leader):
    put_before_the_members(community, leader)
    answer_plan(community, actor=participant, agrees=True)
    community.action_plan.voices.update(round=0)

    assert [title for _verb, title, _url in needed(client, participant)] == ["Say what you think of the action plan"]
