"""The suggestion box of a community."""

from django.contrib import messages
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions
from communities.forms.suggestions import SuggestionAnswerForm, SuggestionForm
from communities.models import Suggestion
from communities.queries.suggestions import box_of
from communities.rules import may_answer_suggestions, may_suggest
from communities.views.fetching import standing_of_member
from core import paging
from core.errors import DomainError
from core.forms import posted
from core.markdown import clean
from core.permissions import require

# How many suggestions without a name left this browser today. It is kept nowhere else: whatever Copse kept of it
# would be a way back to whoever wrote them.
COOKIE = "copse_box"
MOST_A_DAY = 3


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request, slug):
    standing = standing_of_member(request, slug)
    form = SuggestionForm(posted(request))
    if form.is_bound:
        require(may_suggest(request.user, standing.community), _("Members make suggestions."))
        if form.is_valid():
            return _put(request, standing, form)
    return _show(request, standing, form)


def _put(request, standing, form):
    is_signed, number = form.cleaned_data["is_signed"], _unsigned_today(request)
    if not is_signed and number >= MOST_A_DAY:
        form.add_error(None, _("From here, nothing more without a name today. Sign it, or come again tomorrow."))
        return _show(request, standing, form)
    try:
        actions.suggest(standing.community, actor=request.user, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, standing, form)
    messages.success(request, _("Thank you. The team reads it, and members see what becomes of it."))
    answer = redirect("communities:suggestions", standing.community.slug)
    if not is_signed:
        value = f"{timezone.now().date()}:{number + 1}"
        answer.set_signed_cookie(
            COOKIE, value, max_age=24 * 3600, httponly=True, secure=request.is_secure(), samesite="Lax"
        )
    return answer


def _unsigned_today(request):
    try:
        day, number = request.get_signed_cookie(COOKIE).split(":")
    except (KeyError, signing.BadSignature, ValueError):
        return 0
    return int(number) if day == str(timezone.now().date()) else 0


def _show(request, standing, form):
    box = box_of(standing, request.user, **paging.asked(request.GET, clean))
    context = {"standing": standing, "box": box, "form": form}
    return render(request, "communities/suggestions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_answer(request, slug, pk):
    standing = standing_of_member(request, slug)
    require(may_answer_suggestions(request.user, standing.community), _("The team answers suggestions."))
    found = Suggestion.objects.visible_to(request.user).filter(community=standing.community)
    suggestion = get_object_or_404(found.select_related("community", "author"), pk=pk)
    begun = {} if suggestion.is_waiting else {"state": suggestion.state, "answer": suggestion.answer}
    form = SuggestionAnswerForm(posted(request), initial=begun)
    if form.is_valid():
        if actions.answer_suggestion(suggestion, actor=request.user, **form.cleaned_data):
            messages.success(request, _("Answered. All members can read it now."))
        return redirect(suggestion)
    context = {"standing": standing, "suggestion": suggestion, "form": form}
    return render(request, "communities/suggestion_answer.html", context, status=422 if form.errors else 200)
