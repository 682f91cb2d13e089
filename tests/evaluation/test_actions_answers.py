"""Answering a survey."""

from datetime import timedelta

import pytest

from communities.errors import CommunityOver
from communities.models import Community
from evaluation.actions import answer_survey
from evaluation.errors import SurveyEmpty, SurveyOver
from evaluation.models import Answer, Participation
from tests.evaluation.asking import answer, opened

pytestmark = pytest.mark.django_db


def test_an_answer_counts_once(members_room, leader, participant):
    survey, scale, words = opened(members_room, leader)
    said = {scale.pk: 4, words.pk: "Short tasks."}

    assert answer_survey(survey, actor=participant, answers=said)
    assert not answer_survey(survey, actor=participant, answers=said | {scale.pk: 5})

    survey.refresh_from_db()
    assert (survey.answered, Participation.objects.count()) == (1, 1)
    assert set(Answer.objects.values_list("question", "person", "scale", "text")) == {
        (scale.pk, None, 4, ""),
        (words.pk, None, None, "Short tasks."),
    }


def test_a_named_answer_keeps_the_name(members_room, leader, participant):
    survey, scale, _words = opened(members_room, leader, names=True)

    answer(survey, participant, scale=2)

    assert list(Answer.objects.values_list("question", "person", "scale")) == [(scale.pk, participant.pk, 2)]


def test_nothing_said_is_no_answer(members_room, leader, participant):
    survey, scale, words = opened(members_room, leader)

    with pytest.raises(SurveyEmpty):
        answer_survey(survey, actor=participant, answers={scale.pk: None, words.pk: ""})

    assert not Participation.objects.exists()


def test_too_late_is_too_late(members_room, leader, participant, time_machine):
    survey, *_questions = opened(members_room, leader)
    time_machine.move_to(survey.closes_at + timedelta(seconds=1))

    with pytest.raises(SurveyOver):
        answer(survey, participant, scale=1)


def test_where_the_community_has_ended_nobody_answers(community, members_room, leader, participant):
    survey, *_questions = opened(members_room, leader)
    Community.objects.filter(pk=community.pk).update(phase="concluded")

    with pytest.raises(CommunityOver):
        answer(survey, participant, scale=1)

    assert not Answer.objects.exists()
