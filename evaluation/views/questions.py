"""How the team words what a survey asks."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError, Gone
from core.forms import posted
from core.paging import number_in
from evaluation import actions
from evaluation.errors import OPENED
from evaluation.forms.surveys import QuestionForm
from evaluation.views.fetching import survey_of_team


@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request, pk):
    survey = survey_of_team(request, pk)
    form = QuestionForm(posted(request), survey=survey)
    return _ask(request, survey, form, lambda said: actions.add_question(survey, actor=request.user, **said))


@require_http_methods(["GET", "HEAD", "POST"])
def question_change(request, pk, question):
    survey = survey_of_team(request, pk)
    question = _question(survey, question)
    form = QuestionForm(posted(request), survey=survey, instance=question)
    return _ask(request, survey, form, lambda said: actions.change_question(question, actor=request.user, **said))


def _ask(request, survey, form, deed):
    if not survey.is_draft:
        messages.error(request, OPENED)
        return redirect(survey)
    if form.is_bound and form.is_valid():
        try:
            deed(form.answers)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("evaluation:prepare", survey.pk)
    context = {"survey": survey, "form": form, "question": form.instance if form.instance.pk else None}
    return render(request, "evaluation/question.html", context, status=422 if form.errors else 200)


@require_POST
def question_move(request, pk, question):
    survey = survey_of_team(request, pk)
    question, place = _question(survey, question), number_in(request.POST.get("place", ""))
    if place is None:
        return redirect("evaluation:prepare", survey.pk)
    return _do(request, survey, lambda: actions.move_question(question, place=place, actor=request.user))


@require_POST
def question_remove(request, pk, question):
    survey = survey_of_team(request, pk)
    question = _question(survey, question)
    return _do(request, survey, lambda: actions.remove_question(question, actor=request.user))


def _do(request, survey, deed):
    try:
        deed()
    except Gone:
        raise  # there is no page to lead back to
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("evaluation:prepare", survey.pk)


def _question(survey, pk):
    question = get_object_or_404(survey.questions.select_related("result"), pk=pk)
    question.survey = survey
    return question
