"""Several answer, open and close at the same moment."""

import pytest
from django.utils import timezone

from core.errors import Gone
from evaluation.actions import (
    answer_survey,
    change_question,
    change_survey,
    discard_survey,
    move_question,
    open_survey,
    remove_question,
)
from evaluation.effects import end
from evaluation.errors import SurveyOver
from evaluation.models import Answer, Participation, SurveyQuestion
from notifications.models import Notification
from tests.evaluation.asking import answered, ask, draft, fresh, let_open, members, opened
from tests.factories import CommunityFactory, MembershipFactory
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture
def head(transactional_db):
    return MembershipFactory(community=CommunityFactory(), role=40)


@pytest.fixture
def room(head):
    return head.community.spaces.select_related("community").get(slug="members")


def test_twenty_clicks_of_one_person_count_once(head, room):
    survey, scale, _words = opened(room, head.person)
    person = members(head.community, 1)[0]

    outcomes = at_once(
        *[lambda: answer_survey(fresh(survey), actor=person, answers={scale.pk: 4}) for _click in range(20)]
    )

    assert sorted(outcomes) == [False] * 19 + [True]
    assert (fresh(survey).answered, Participation.objects.count(), Answer.objects.count()) == (1, 1, 1)


def test_none_is_lost_where_many_answer_at_once(head, room):
    survey, scale, words = opened(room, head.person)
    people = members(head.community, 8 * SIZE)

    def answer(person, number):
        said = {scale.pk: 3, words.pk: f"word {number}"}
        return lambda: answer_survey(fresh(survey), actor=person, answers=said)

    outcomes = at_once(*[answer(person, number) for number, person in enumerate(people)])

    assert outcomes == [True] * len(people)
    assert fresh(survey).answered == len(people)
    texts = Answer.objects.filter(question=words).values_list("text", flat=True)
    assert sorted(texts) == sorted(f"word {number}" for number in range(len(people)))


def test_an_answer_that_waits_for_the_close_comes_too_late(head, room):
    survey, scale, _words = opened(room, head.person)
    answered(survey, members(head.community, 5))
    late = members(head.community, 1)[0]

    refusal = meanwhile(
        lambda: end(fresh(survey), by=None),
        lambda: answer_survey(fresh(survey), actor=late, answers={scale.pk: 1}),
    )

    assert isinstance(refusal, SurveyOver)
    assert (fresh(survey).answered, Answer.objects.count(), Participation.objects.count()) == (5, 10, 0)


def test_whoever_opens_it_at_the_same_moment_it_is_told_once(head, room):
    survey = draft(room, head.person)
    ask(survey, head.person)
    person = members(head.community, 1)[0]
    closes_at = opened(room, head.person)[0].closes_at
    Notification.objects.all().delete()

    at_once(*[lambda: let_open(fresh(survey), head.person, closes_at=closes_at) for _click in range(4)])

    assert fresh(survey).is_open
    assert Notification.objects.filter(recipient=person).count() == 1


def test_whoever_words_a_question_of_a_draft_that_is_thrown_away_hears_of_it(head, room):
    survey = draft(room, head.person)
    question = ask(survey, head.person)
    unread = SurveyQuestion.objects.get(pk=question.pk)
    new = {"kind": "scale", "lowest": "", "highest": "", "choices": [], "result": None, "is_of_plan": False}

    refusal = meanwhile(
        lambda: discard_survey(fresh(survey), actor=head.person),
        lambda: change_question(question, actor=head.person, text="How is it?", **new),
    )

    assert isinstance(refusal, Gone)
    for deed in (
        lambda: change_question(unread, actor=head.person, text="How is it?", **new),
        lambda: move_question(unread, place=0, actor=head.person),
        lambda: remove_question(unread, actor=head.person),
        lambda: ask(survey, head.person),
        lambda: change_survey(survey, actor=head.person, version=0, title="x", intro="", is_anonymous=True, space=room),
        lambda: open_survey(survey, actor=head.person, seen="", closes_at=timezone.now()),
    ):
        with pytest.raises(Gone):
            deed()
    assert not discard_survey(survey, actor=head.person)
