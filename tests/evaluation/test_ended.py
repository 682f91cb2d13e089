"""Whoever read a survey before its community came to its end writes nothing any more."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.errors import CommunityOver
from communities.models import Community, Space
from core.permissions import Refused
from evaluation import actions
from tests.evaluation.asking import answer, ask, draft, fresh, let_open, opened, put
from tests.statements import changes

pytestmark = pytest.mark.django_db

WORDING = {"lowest": "", "highest": "", "choices": [], "result": None, "is_of_plan": False}


def change(survey, question, actor):
    frame = {"title": "Later", "intro": "", "is_anonymous": True, "space": survey.space}
    return actions.change_survey(survey, actor=actor, version=survey.version, **frame)


# Each is given a draft with two questions and one of them, or, where it says so, an open survey.
OF_DRAFTS = {
    "change": change,
    "open": lambda survey, question, actor: put(survey, actor),
    "hold back": lambda survey, question, actor: actions.hold_survey_back(survey, actor=actor),
    "discard": lambda survey, question, actor: actions.discard_survey(survey, actor=actor),
    "add": lambda survey, question, actor: ask(survey, actor),
    "word": lambda survey, question, actor: actions.change_question(
        question, actor=actor, kind="text", text="Why?", **WORDING
    ),
    "move": lambda survey, question, actor: actions.move_question(question, place=1, actor=actor),
    "remove": lambda survey, question, actor: actions.remove_question(question, actor=actor),
}
OF_OPEN_ONES = {
    "close": lambda survey, question, actor: actions.close_survey(survey, actor=actor),
    "answer": lambda survey, question, actor: answer(survey, actor, scale=4),
}


def read_before(survey):
    """A survey and its first question as a request holds them that began while the community lived."""
    held = fresh(survey)
    question = held.questions.first()
    question.survey = held
    return held, question


def end(community):
    Community.objects.filter(pk=community.pk).update(phase=Community.Phase.CONCLUDED)


@pytest.mark.parametrize("deed", [*OF_DRAFTS, *OF_OPEN_ONES])
def test_what_was_read_before_the_end_is_not_written_after_it(community, members_room, leader, deed):
    if deed in OF_DRAFTS:
        survey = draft(members_room, leader)
        ask(survey, leader)
        ask(survey, leader)
        tomorrow = timezone.now() + timedelta(days=1)
        let_open(survey, leader, opens_at=tomorrow, closes_at=tomorrow + timedelta(days=9))
    else:
        survey, *_questions = opened(members_room, leader)
    held, question = read_before(survey)
    end(community)

    with CaptureQueriesContext(connection) as queries, pytest.raises(CommunityOver):
        (OF_DRAFTS | OF_OPEN_ONES)[deed](held, question, leader)

    assert changes(queries) == []


def test_nor_is_one_begun(community, members_room, leader):
    held = Space.objects.select_related("community").get(pk=members_room.pk)
    assert held.community.is_writable
    end(community)

    with pytest.raises(Refused):
        actions.prepare_survey(held, actor=leader, kind="self", submission=uuid.uuid4())


def test_every_action_is_tried():
    besides = ["prepare_survey", "see_survey"]  # the one above; to look at it is one's own affair

    assert len(OF_DRAFTS) + len(OF_OPEN_ONES) + len(besides) == len(actions.__all__)
