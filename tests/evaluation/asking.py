"""A survey, its questions and those who answer it, for tests."""

import uuid
from datetime import timedelta

from django.utils import timezone

from evaluation.actions import add_question, answer_survey, open_survey, prepare_survey
from evaluation.effects import end
from evaluation.models import Survey
from evaluation.queries.pages import mark_of
from tests.factories import MembershipFactory


def draft(space, actor, kind="self", **fields):
    """A survey without questions, as `fields` have it."""
    survey = prepare_survey(space, actor=actor, kind=kind, submission=uuid.uuid4())
    survey.questions.all().delete()
    Survey.objects.filter(pk=survey.pk).update(**fields)
    survey.refresh_from_db()
    return survey


def ask(survey, actor, text="How far are we?", kind="scale", **fields):
    return add_question(survey, actor=actor, submission=uuid.uuid4(), kind=kind, text=text, **fields)


def put(survey, actor, days=14):
    """Open it for so many days."""
    return let_open(survey, actor, closes_at=timezone.now() + timedelta(days=days))


def let_open(survey, actor, **moments):
    """Open it as it stands in the database."""
    return open_survey(survey, actor=actor, seen=mark_of(fresh(survey)), **moments)


def opened(space, actor, *, names=False, kind="self"):
    """An open survey with a scale and a question for words; returns it with both."""
    survey = draft(space, actor, kind=kind, is_anonymous=not names)
    scale = ask(survey, actor, lowest="not begun", highest="reached")
    words = ask(survey, actor, "What helped?", kind="text")
    return put(survey, actor), scale, words


def fresh(survey):
    """As another request reads it: with its space and community as they are at that moment."""
    return Survey.objects.select_related("space__community").get(pk=survey.pk)


def members(community, number):
    return [MembershipFactory(community=community).person for _each in range(number)]


def answer(survey, person, **said):
    """Answer by the kinds of questions: scale=4, text="…"."""
    answers = {question.pk: said[question.kind] for question in survey.questions.all() if question.kind in said}
    return answer_survey(survey, actor=person, answers=answers)


def answered(survey, people, words=True):
    """Let each answer, with steps from 1 upwards and words of their own."""
    for number, person in enumerate(people):
        answer(survey, person, scale=number % 5 + 1, **({"text": f"word {number}"} if words else {}))
    survey.refresh_from_db()


def closed(survey):
    end(survey, by=None)
    survey.refresh_from_db()
    return survey
