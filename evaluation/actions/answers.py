"""How people answer a survey."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.permissions import require
from evaluation.effects import keep_answers
from evaluation.effects.holding import lock_survey
from evaluation.errors import SurveyEmpty, SurveyOver
from evaluation.models import Answer, Survey, SurveyQuestion
from evaluation.rules import is_asked, may_be_told
from notifications.effects import mark_read

PUT_TO_OTHERS = _("This survey is put to others.")
NOTHING_SAID = _("Answer at least one question.")


def see_survey(survey: Survey, *, actor: User) -> None:
    """What `actor` was told of it is read: they are looking at it."""
    require(may_be_told(actor))
    mark_read(actor, {survey._meta.label_lower: [survey.pk]})


@transaction.atomic
def answer_survey(survey: Survey, *, actor: User, answers: Mapping[int, Any]) -> bool:
    """Answer what one likes of an open survey, once; a second time changes nothing and returns False.

    `answers` gives, by the id of a question, a step from 1 to 5, a list of places in its choices, or words; what is
    None or empty is left out. Nothing is recorded in the log, where the time would say whose answers they are.
    Raises SurveyEmpty when nothing is left, and SurveyOver when it does not take answers.
    """
    survey = lock_survey(survey)
    require(is_asked(actor, survey), PUT_TO_OTHERS)
    if survey.participations.filter(person=actor).exists():
        return False
    if not survey.is_open:
        raise SurveyOver(_("This survey takes no answers any more."))
    given = [_answer(question, answers.get(question.pk)) for question in survey.questions.all()]
    if not any(given):
        raise SurveyEmpty(NOTHING_SAID)
    keep_answers(survey, actor, [answer for answer in given if answer is not None])
    return True


def _answer(question: SurveyQuestion, said: Any) -> Answer | None:
    if said in (None, "", []):
        return None
    if question.is_scale:
        return Answer(question=question, scale=said)
    if question.is_text:
        return Answer(question=question, text=said)
    return Answer(question=question, chosen=said)
