"""What newcomers are asked: leaders write it, members look after what they answered."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions, queries
from communities.forms.questions import AnswersForm, QuestionForm
from communities.models import RegistrationQuestion
from communities.views.fetching import standing_of_member
from core.errors import DomainError
from core.forms import posted
from core.paging import number_in
from core.permissions import require


@require_safe
def questions(request, slug):
    standing = _standing_of_leader(request, slug)
    retired = standing.community.registration_questions.exclude(retired_at=None).order_by("-retired_at")
    context = {"standing": standing, "questions": queries.questions_of(standing.community), "retired": retired}
    return render(request, "communities/questions.html", context | {"most": RegistrationQuestion.MOST})


@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request, slug):
    standing = _standing_of_leader(request, slug)
    form = QuestionForm(posted(request))
    if form.is_valid():
        try:
            actions.ask_question(standing.community, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Newcomers are asked this from now on."))
            return redirect("communities:questions", slug)
    context = {"standing": standing, "form": form}
    return render(request, "communities/question_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def question_change(request, slug, pk):
    standing = _standing_of_leader(request, slug)
    question = _asked(standing, pk)
    form = QuestionForm(posted(request), instance=question)
    if form.is_valid():
        actions.change_question(question, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The question is changed. What was answered stays."))
        return redirect("communities:questions", slug)
    context = {"standing": standing, "form": form, "question": question}
    return render(request, "communities/question_form.html", context, status=422 if form.errors else 200)


@require_POST
def question_move(request, slug, pk):
    standing = _standing_of_leader(request, slug)
    question, place = _asked(standing, pk), number_in(request.POST.get("place", ""))
    if place is not None:
        actions.move_question(question, place=place, actor=request.user)
    return redirect("communities:questions", slug)


@require_POST
def question_retire(request, slug, pk):
    standing = _standing_of_leader(request, slug)
    question = get_object_or_404(standing.community.registration_questions.all(), pk=pk)
    if actions.retire_question(question, actor=request.user):
        messages.success(request, _("Newcomers are not asked this any more. What was answered stays."))
    return redirect("communities:questions", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request, slug):
    """A member's own answers."""
    standing = standing_of_member(request, slug)
    community = standing.community
    form = AnswersForm(
        posted(request),
        questions=queries.questions_of(community),
        given=queries.own_answers(request.user, community),
    )
    if form.is_valid():
        actions.change_answers(community, answers=form.answers, actor=request.user)
        messages.success(request, _("Your answers are kept."))
        return redirect("communities:answers", slug)
    context = {"standing": standing, "form": form}
    return render(request, "communities/answers.html", context, status=422 if form.errors else 200)


def _standing_of_leader(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.is_leader, _("Leaders decide what newcomers are asked."))
    return standing


def _asked(standing, pk):
    return get_object_or_404(standing.community.registration_questions.asked().select_related("community"), pk=pk)
