"""How the team prepares a survey, opens it and closes it."""

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError, Gone, Stale
from core.forms import posted
from core.permissions import require
from evaluation import actions
from evaluation.actions.surveys import NOTHING_ASKED, TEAM
from evaluation.errors import OPENED
from evaluation.forms.surveys import BeginForm, LastLookForm, OpenForm, SurveyForm
from evaluation.queries.lists import spaces_to_ask, usual_space
from evaluation.queries.pages import last_look
from evaluation.views.fetching import standing_inside, survey_of_team


@require_POST
def begin(request, slug):
    """One click makes a survey with the questions that are usual for its kind."""
    standing = standing_inside(request, slug)
    require(standing.is_in_team, TEAM)
    form = BeginForm(request.POST)
    space = usual_space(standing.community, request.user)
    if not form.is_valid() or space is None:
        return HttpResponseBadRequest(_("This form was damaged. Please send it again."))
    survey = actions.prepare_survey(space, actor=request.user, **form.cleaned_data)
    messages.success(request, _("Here is a draft. Look through it; nobody is asked until you open it."))
    return redirect("evaluation:prepare", survey.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request, pk):
    """What is asked, of whom and how; whoever would open it saves that too, and is shown it once more."""
    survey = survey_of_team(request, pk)
    if not survey.is_draft:
        return _opened_meanwhile(request, survey)
    form, opening = _form(posted(request), survey, request.user), _opening(request, survey)
    if request.method != "POST":
        return _show(request, survey, form, opening)
    is_opening = "open" in request.POST
    if not all([form.is_valid(), _may_open(opening, survey) or not is_opening]):
        return _show(request, survey, form, opening)
    try:
        actions.change_survey(survey, actor=request.user, version=form.cleaned_data["version"], **form.answers)
    except Stale as refusal:
        return _again(request, form, opening, str(refusal), pk)
    except Gone:
        raise  # there is no page to lead back to: the refusal's own shows what was written
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(survey)
    if not is_opening:
        messages.success(request, _("Saved."))
    return _with_days("evaluation:open" if is_opening else "evaluation:prepare", survey, opening)


def _form(data, survey, reader):
    return SurveyForm(data, instance=survey, spaces=spaces_to_ask(survey.community, reader))


def _opening(request, survey):
    """The days that were sent, or that came along in the address; else the usual ones."""
    along = request.GET if "closes_on" in request.GET else None
    return OpenForm(posted(request) or along, survey=survey)


def _may_open(opening, survey):
    if opening.is_valid() and not survey.questions.exists():
        opening.add_error(None, NOTHING_ASKED)
    return opening.is_valid()


def _with_days(name, survey, opening):
    return redirect(f"{reverse(name, args=[survey.pk])}?{opening.address}")


def _opened_meanwhile(request, survey):
    if request.method == "POST":
        messages.error(request, OPENED)
    return redirect(survey)


def _again(request, form, opening, refusal, pk):
    """What was typed, over the survey as it is now, which is shown too. Sent again, it replaces it."""
    survey = survey_of_team(request, pk)
    again = _form(form.data.copy(), survey, request.user)
    again.data["version"] = survey.version
    again.add_error(None, refusal)
    return _show(request, survey, again, opening, meanwhile=survey, status=409)


def _show(request, survey, form, opening, *, meanwhile=None, status=None):
    context = {
        "standing": standing_inside(request, survey.community.slug),
        "survey": survey,
        "questions": survey.questions.select_related("result"),
        "form": form,
        "opening": opening,
        "meanwhile": meanwhile,
    }
    has_errors = form.errors or opening.errors
    return render(request, "evaluation/prepare.html", context, status=status or (422 if has_errors else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def open_survey(request, pk):
    """The page in between: whom it is put to, how and until when; and what its button does."""
    survey = survey_of_team(request, pk)
    days = LastLookForm(request.POST, survey=survey) if request.method == "POST" else _opening(request, survey)
    if not days.is_valid():
        return redirect("evaluation:prepare", pk)
    if request.method != "POST":
        return _last_look(request, survey, days) if survey.is_draft else redirect(survey)
    try:
        opened = actions.open_survey(survey, actor=request.user, **days.answers)
    except Stale as refusal:
        return _last_look(request, survey_of_team(request, pk), days, str(refusal))
    except Gone:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        is_open = opened.is_open
        said = _("It is open, and those who take part are told.") if is_open else _("It opens by itself on that day.")
        messages.success(request, said)
    return redirect(survey)


def _last_look(request, survey, days, refusal=None):
    context = {
        "standing": standing_inside(request, survey.community.slug),
        "survey": survey,
        "look": last_look(survey),
        "days": days,
        "refusal": refusal,
    }
    return render(request, "evaluation/open.html", context, status=409 if refusal else 200)


@require_POST
def hold_back(request, pk):
    survey = survey_of_team(request, pk)
    if actions.hold_survey_back(survey, actor=request.user):
        messages.success(request, _("It waits for you to open it."))
    return redirect(survey)


@require_POST
def close(request, pk):
    survey = survey_of_team(request, pk)
    if actions.close_survey(survey, actor=request.user):
        messages.success(request, _("It is closed, and those who take part are told."))
    return redirect(survey)


@require_POST
def discard(request, pk):
    survey = survey_of_team(request, pk)
    try:
        actions.discard_survey(survey, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(survey)
    messages.success(request, _("The draft is gone."))
    return redirect("evaluation:surveys", survey.community.slug)
