"""Preparing a survey, changing it, throwing it away."""

import uuid

import pytest

from communities.actions import add_item
from communities.errors import NotOurs
from communities.models import Community, ExpectedResult, Role
from core.errors import Stale
from core.permissions import Refused
from evaluation.actions import (
    change_survey,
    close_survey,
    discard_survey,
    hold_survey_back,
    move_question,
    prepare_survey,
    remove_question,
)
from evaluation.models import Survey, SurveyQuestion
from tests.evaluation.asking import ask, draft, put
from tests.factories import CommunityFactory, MembershipFactory
from tests.facts import verbs

pytestmark = pytest.mark.django_db


def test_a_self_assessment_begins_with_the_results_and_the_plan(community, members_room, moderator, facilitator):
    ExpectedResult.objects.create(community=community, position=1, text="A shared guide to feedback.")
    ExpectedResult.objects.create(community=community, position=2, text="x" * 300)
    add_item(community, actor=moderator, submission=uuid.uuid4(), title="Collect examples")
    submission = uuid.uuid4()

    for _click in range(2):
        survey = prepare_survey(members_room, actor=facilitator, kind="self", submission=submission)

    assert Survey.objects.count() == 1
    first, second, plan, *rest = survey.questions.all()
    assert first.text == "How far are we with “A shared guide to feedback”?"
    assert (first.result.position, second.result.position, plan.is_of_plan) == (1, 2, True)
    assert (len(second.text), second.text[-3:]) == (300, "…”?")
    assert [each.kind for each in rest] == ["scale", "text", "text"]
    assert (survey.template, survey.is_anonymous, survey.state, survey.cycle) == ("self.1", True, "draft", 1)
    assert verbs()[-1] == "survey.prepared"


def test_a_needs_assessment_begins_with_its_template(members_room, leader):
    survey = prepare_survey(members_room, actor=leader, kind="needs", submission=uuid.uuid4())

    assert {question.kind for question in survey.questions.all()} == set(SurveyQuestion.Kind.values)
    assert not survey.questions.filter(result__isnull=False).exists()


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("design", "We are still planning."),
        ("active", "Your answers decide what we take up next"),
        ("concluding", "We are coming to an end."),
    ],
)
def test_what_it_is_for_is_said_by_the_phase(members_room, leader, phase, words):
    Community.objects.filter(pk=members_room.community_id).update(phase=phase)
    members_room.refresh_from_db()

    survey = prepare_survey(members_room, actor=leader, kind="needs", submission=uuid.uuid4())

    assert survey.intro.startswith(words)


def test_the_team_alone_prepares(members_room, participant, outsider, facilitator):
    survey = draft(members_room, facilitator)
    question = ask(survey, facilitator)
    deeds = [
        lambda who: prepare_survey(members_room, actor=who, kind="self", submission=uuid.uuid4()),
        lambda who: change_survey(
            survey, actor=who, version=0, title="x", intro="", is_anonymous=False, space=members_room
        ),
        lambda who: ask(survey, who),
        lambda who: move_question(question, place=0, actor=who),
        lambda who: remove_question(question, actor=who),
        lambda who: put(survey, who),
        lambda who: hold_survey_back(survey, actor=who),
        lambda who: close_survey(survey, actor=who),
        lambda who: discard_survey(survey, actor=who),
    ]

    for who in (participant, outsider):
        for deed in deeds:
            with pytest.raises(Refused):
                deed(who)

    survey.refresh_from_db()
    assert (survey.state, survey.version, survey.questions.count()) == ("draft", 0, 1)


def test_where_surveys_are_switched_off_nothing_is_asked(community, members_room, leader):
    Community.objects.filter(pk=community.pk).update(tools=["discussions"])
    members_room.refresh_from_db()

    with pytest.raises(Refused):
        prepare_survey(members_room, actor=leader, kind="self", submission=uuid.uuid4())


def test_a_survey_is_put_to_nobody_of_another_community(members_room, leader):
    elsewhere = MembershipFactory(community=CommunityFactory(), person=leader, role=Role.LEADER).community
    survey = draft(members_room, leader)
    wish = {"title": "How are we?", "intro": "", "is_anonymous": True}

    with pytest.raises(NotOurs):
        change_survey(survey, actor=leader, version=0, **wish, space=elsewhere.spaces.get(slug="members"))

    survey.refresh_from_db()
    assert (survey.space, survey.version) == (members_room, 0)


def test_a_stale_change_loses_nothing(members_room, team_room, leader, moderator):
    survey = draft(members_room, leader)
    wish = {"title": "How are we?", "intro": "Three minutes.", "is_anonymous": False, "space": team_room}

    changed = change_survey(survey, actor=leader, version=0, **wish)
    with pytest.raises(Stale):
        change_survey(survey, actor=moderator, version=0, **wish | {"title": "Mine"})

    survey.refresh_from_db()
    assert (changed.version, survey.title, survey.space, survey.is_anonymous) == (1, "How are we?", team_room, False)
