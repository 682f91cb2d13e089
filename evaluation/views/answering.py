"""Surveys as people find them: what is asked, and what came of it."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.permissions import require
from core.tables import csv_answer
from evaluation import actions
from evaluation.actions.answers import PUT_TO_OTHERS
from evaluation.forms.answers import AnswerForm
from evaluation.models import Survey
from evaluation.queries.lists import surveys_of
from evaluation.queries.pages import survey_page
from evaluation.queries.results import outcomes_of, table_of
from evaluation.rules import is_asked, may_read_names, may_read_results
from evaluation.views.fetching import standing_inside, visible_survey


@require_safe
def surveys(request, slug):
    standing = standing_inside(request, slug)
    context = {
        "standing": standing,
        "found": surveys_of(standing, request.user),
        "submissions": {kind.name.lower(): uuid.uuid4() for kind in Survey.Kind},
    }
    return render(request, "evaluation/surveys.html", context)


@require_safe
def survey(request, pk):
    survey = visible_survey(request, pk)
    if survey.is_draft:
        return redirect("evaluation:prepare", pk)
    if request.user.is_authenticated:
        actions.see_survey(survey, actor=request.user)
    return _show(request, survey, AnswerForm(questions=survey.questions.all()))


def _show(request, survey, form, status=200):
    page = survey_page(survey, request.user)
    context = {"page": page, "survey": survey, "standing": page.standing, "form": form}
    return render(request, "evaluation/survey.html", context, status=status)


@require_POST
def answer(request, pk):
    survey = visible_survey(request, pk)
    require(is_asked(request.user, survey), PUT_TO_OTHERS)
    form = AnswerForm(request.POST, questions=survey.questions.all())
    if not form.is_valid():
        return _show(request, survey, form, status=422)
    try:
        is_new = actions.answer_survey(survey, actor=request.user, answers=form.answers)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you for your answers.") if is_new else _("You have answered this already."))
    return redirect(survey)


@require_safe
def table(request, pk):
    """What came of it for a spreadsheet, by the same rule as on the page."""
    survey = visible_survey(request, pk)
    require(may_read_results(request.user, survey), _("These results are not for you, or not there yet."))
    outcomes = outcomes_of(survey, with_names=may_read_names(request.user, survey))
    return csv_answer(f"survey-{survey.pk}", *table_of(outcomes))
