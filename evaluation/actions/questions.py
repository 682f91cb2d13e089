"""How the team words what a survey asks, until it opens."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.errors import NotOurs
from communities.models import ExpectedResult
from core.permissions import require
from evaluation.actions.surveys import TEAM
from evaluation.effects.holding import lock_survey, lock_survey_of, require_draft
from evaluation.errors import NothingToChoose, QuestionGone, TooMuchAsked
from evaluation.models import Survey, SurveyQuestion
from evaluation.rules import may_ask

TOO_FEW = _("Give at least two to choose from.")
GONE = _("Somebody has left this question out meanwhile.")


@transaction.atomic
def add_question(
    survey: Survey,
    *,
    actor: User,
    submission: UUID,
    kind: str,
    text: str,
    lowest: str = "",
    highest: str = "",
    choices: Sequence[str] = (),
    result: ExpectedResult | None = None,
    is_of_plan: bool = False,
) -> SurveyQuestion:
    """Ask one more thing, at the end; the same `submission` is one question.

    Raises TooMuchAsked, NothingToChoose of one choice alone, NotOurs where the result is another community's, and
    SurveyOver once the survey is open.
    """
    survey = lock_survey(survey)
    require(may_ask(actor, survey.space), TEAM)
    if asked := survey.questions.filter(submission=submission).first():
        return asked
    require_draft(survey)
    if survey.questions.count() >= Survey.MOST_QUESTIONS:
        raise TooMuchAsked(
            _("At most %(number)s questions: who sees more of them answers none.") % {"number": Survey.MOST_QUESTIONS}
        )
    last = survey.questions.aggregate(last=Max("position"))["last"] or 0
    wording = _wording(survey, kind, lowest, highest, choices, result, is_of_plan)
    return survey.questions.create(position=last + 1, submission=submission, text=text, **wording)


@transaction.atomic
def change_question(
    question: SurveyQuestion,
    *,
    actor: User,
    kind: str,
    text: str,
    lowest: str,
    highest: str,
    choices: Sequence[str],
    result: ExpectedResult | None,
    is_of_plan: bool,
) -> None:
    """Ask it in other words, or in another way.

    Raises QuestionGone, NothingToChoose, NotOurs, Gone with its survey, and SurveyOver once that is open.
    """
    survey = lock_survey_of(question)
    require(may_ask(actor, survey.space), TEAM)
    require_draft(survey)
    wording = _wording(survey, kind, lowest, highest, choices, result, is_of_plan)
    if not survey.questions.filter(pk=question.pk).update(text=text, **wording):
        raise QuestionGone(GONE)


@transaction.atomic
def move_question(question: SurveyQuestion, *, place: int, actor: User) -> None:
    """Ask it at `place`, counted from 0; there already, it stays. Beyond the last place is the last.

    Raises QuestionGone, Gone with its survey, and SurveyOver once that is open.
    """
    survey = lock_survey_of(question)
    require(may_ask(actor, survey.space), TEAM)
    require_draft(survey)
    row = list(survey.questions.all())
    if question not in row:
        raise QuestionGone(GONE)
    row.remove(question)
    row.insert(place, question)
    for position, each in enumerate(row, 1):
        each.position = position
    SurveyQuestion.objects.bulk_update(row, ["position"])


@transaction.atomic
def remove_question(question: SurveyQuestion, *, actor: User) -> None:
    """Ask it no more. Again changes nothing. Raises Gone with its survey, and SurveyOver once that is open."""
    survey = lock_survey_of(question)
    require(may_ask(actor, survey.space), TEAM)
    require_draft(survey)
    survey.questions.filter(pk=question.pk).delete()


def _wording(
    survey: Survey,
    kind: str,
    lowest: str,
    highest: str,
    choices: Sequence[str],
    result: ExpectedResult | None,
    is_of_plan: bool,
) -> dict[str, Any]:
    """What goes with its kind; the rest is left out."""
    if result is not None and result.community_id != survey.space.community_id:
        raise NotOurs(_("This expected result belongs to another community."))
    if kind in SurveyQuestion.CHOOSING and len(choices) < 2:
        raise NothingToChoose(TOO_FEW)
    is_scale = kind == SurveyQuestion.Kind.SCALE
    return {
        "kind": kind,
        "lowest": lowest if is_scale else "",
        "highest": highest if is_scale else "",
        "choices": list(choices) if kind in SurveyQuestion.CHOOSING else [],
        "result": result,
        "is_of_plan": is_of_plan and result is None,
    }
