"""What came of a survey."""

import pytest
from django.utils import timezone

from communities.models import ExpectedResult
from evaluation.models import Survey
from evaluation.queries.results import assessed_by, outcomes_of
from tests.evaluation.asking import answer, answered, ask, closed, draft, members, put
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_what_was_chosen_is_counted(members_room, community, leader):
    survey = draft(members_room, leader)
    ask(survey, leader, "Which?", kind="single", choices=["a", "b"])
    ask(survey, leader, "Which of these?", kind="several", choices=["c", "d", "e"])
    put(survey, leader)
    for number, person in enumerate(members(community, 5)):
        answer(survey, person, single=[number % 2], several=[0, 2])

    single, several = outcomes_of(closed(survey))

    assert [(bar.label, bar.count, bar.share) for bar in single.bars] == [("a", 3, 60), ("b", 2, 40)]
    assert [(bar.label, bar.count, bar.share) for bar in several.bars] == [("c", 5, 100), ("d", 0, 0), ("e", 5, 100)]


def test_two_assessments_are_compared(community, members_room, leader):
    result = ExpectedResult.objects.create(community=community, position=1, text="A guide")
    for steps in ((1, 1, 2, 2, 4), (4, 4, 5, 5, 2)):
        survey = draft(members_room, leader)
        ask(survey, leader, result=result)
        put(survey, leader)
        for step, person in zip(steps, members(community, 5), strict=True):
            answer(survey, person, scale=step)
        closed(survey)

    found = assessed_by(leader, community)[result.pk]

    assert (found.mean, found.before, found.count, found.survey) == (4.0, 2.0, 5, survey)
    assert assessed_by(UserFactory(), community) == {}


def test_too_few_answers_compare_nothing(community, members_room, leader):
    result = ExpectedResult.objects.create(community=community, position=1, text="A guide")
    survey = draft(members_room, leader)
    ask(survey, leader, result=result)
    put(survey, leader)
    answered(survey, members(community, 4), words=False)
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=timezone.now())

    assert assessed_by(leader, community) == {}
