"""What a survey asks."""

import uuid

import pytest

from communities.errors import NotOurs
from communities.models import ExpectedResult
from evaluation.actions import (
    add_question,
    change_question,
    change_survey,
    discard_survey,
    move_question,
    remove_question,
)
from evaluation.errors import NothingToChoose, QuestionGone, SurveyOver, TooMuchAsked
from evaluation.models import Survey, SurveyQuestion
from tests.evaluation.asking import ask, draft, opened
from tests.factories import CommunityFactory

pytestmark = pytest.mark.django_db


def test_questions_are_worded_moved_and_left_out(members_room, facilitator):
    survey = draft(members_room, facilitator)
    submission = uuid.uuid4()
    for _click in range(2):
        first = add_question(survey, actor=facilitator, submission=submission, kind="scale", text="One")
    second = ask(survey, facilitator, "Two", kind="text")

    move_question(second, place=0, actor=facilitator)
    move_question(second, place=0, actor=facilitator)
    wording = {"lowest": "", "highest": "", "choices": ["a", "b"], "result": None, "is_of_plan": True}
    change_question(first, actor=facilitator, kind="single", text="Which?", **wording)

    rows = survey.questions.values_list("text", "kind", "choices", "is_of_plan")
    assert list(rows) == [("Two", "text", [], False), ("Which?", "single", ["a", "b"], True)]
    remove_question(second, actor=facilitator)
    remove_question(second, actor=facilitator)
    assert survey.questions.count() == 1


def test_a_question_is_moved_to_a_place_and_a_double_click_leaves_it_there(members_room, facilitator):
    survey = draft(members_room, facilitator)
    for text in ("One", "Two", "Three"):
        last = ask(survey, facilitator, text)

    for _click in range(2):
        move_question(last, place=1, actor=facilitator)
    assert list(survey.questions.values_list("text", flat=True)) == ["One", "Three", "Two"]

    move_question(last, place=99, actor=facilitator)
    assert list(survey.questions.values_list("text", flat=True)) == ["One", "Two", "Three"]


def test_there_are_not_more_questions_than_anybody_answers(members_room, facilitator):
    survey = draft(members_room, facilitator)
    for _each in range(Survey.MOST_QUESTIONS):
        ask(survey, facilitator)

    with pytest.raises(TooMuchAsked):
        ask(survey, facilitator)


def test_of_one_choice_nobody_chooses(members_room, facilitator):
    survey = draft(members_room, facilitator)
    question = ask(survey, facilitator)
    wording = {"lowest": "", "highest": "", "result": None, "is_of_plan": False}

    for kind in SurveyQuestion.CHOOSING:
        with pytest.raises(NothingToChoose):
            ask(survey, facilitator, kind=kind, choices=["a"])
        with pytest.raises(NothingToChoose):
            change_question(question, actor=facilitator, kind=kind, text="?", choices=["a"], **wording)

    assert list(survey.questions.values_list("kind", flat=True)) == ["scale"]


def test_what_somebody_left_out_meanwhile_is_neither_worded_nor_moved(members_room, facilitator, moderator):
    survey = draft(members_room, facilitator)
    ask(survey, facilitator)
    question = ask(survey, facilitator)
    wording = {"lowest": "", "highest": "", "choices": [], "result": None, "is_of_plan": False}
    before = survey.questions.get(pk=question.pk)
    remove_question(question, actor=moderator)

    with pytest.raises(QuestionGone):
        move_question(before, place=0, actor=facilitator)
    with pytest.raises(QuestionGone):
        change_question(before, actor=facilitator, kind="text", text="Why?", **wording)


def test_a_question_is_about_a_result_of_ones_own(members_room, facilitator):
    survey = draft(members_room, facilitator)
    theirs = ExpectedResult.objects.create(community=CommunityFactory(), position=1, text="Another guide")

    with pytest.raises(NotOurs):
        ask(survey, facilitator, result=theirs)


def test_what_is_open_stays_as_it_is(members_room, leader):
    survey, scale, _words = opened(members_room, leader)
    wording = {"lowest": "", "highest": "", "choices": [], "result": None, "is_of_plan": False}

    for deed in (
        lambda: ask(survey, leader),
        lambda: change_question(scale, actor=leader, kind="text", text="?", **wording),
        lambda: move_question(scale, place=1, actor=leader),
        lambda: remove_question(scale, actor=leader),
        lambda: change_survey(
            survey, actor=leader, version=0, title="x", intro="", is_anonymous=False, space=members_room
        ),
        lambda: discard_survey(survey, actor=leader),
    ):
        with pytest.raises(SurveyOver):
            deed()

    survey.refresh_from_db()
    assert (survey.is_anonymous, survey.questions.count()) == (True, 2)
