"""Help for those who lead: protocols, and coaches whom leaders may ask; and what coaches answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions import coaching as actions
from communities.forms.coaching import CoachingAnswerForm, CoachingForm
from communities.models import CoachingRequest
from communities.queries import coaching as queries
from communities.queries.protocols import protocols_at
from communities.rules import may_ask_coach
from communities.views.fetching import standing_of_member
from core.errors import DomainError
from core.forms import posted
from core.permissions import require


@require_safe
def leading(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.is_in_team, _("This is for those who hold the space."))
    may_ask = may_ask_coach(request.user, standing.community)
    context = {
        "standing": standing,
        "protocols": protocols_at("help"),
        "coaches": queries.coaches_for(standing.community, request.user) if standing.is_leader else [],
        "may_ask": may_ask,
    }
    return render(request, "communities/leading.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def coach_ask(request, slug, pk):
    standing = standing_of_member(request, slug)
    require(may_ask_coach(request.user, standing.community), _("Leaders ask a coach."))
    coach = get_object_or_404(queries.offered_to(request.user), pk=pk)
    form = CoachingForm(posted(request))
    if form.is_valid():
        try:
            actions.ask_coach(standing.community, coach=coach, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is asked. You are told when they answer.") % {"name": coach})
            return redirect("communities:leading", slug)
    context = {"standing": standing, "coach": coach, "form": form}
    return render(request, "communities/coach_ask.html", context, status=422 if form.errors else 200)


@require_POST
def coaching_back(request, slug, pk):
    standing = standing_of_member(request, slug)
    asked = get_object_or_404(CoachingRequest.objects.visible_to(request.user), pk=pk, community=standing.community)
    if actions.take_request_back(asked, actor=request.user):
        messages.success(request, _("Taken back."))
    return redirect("communities:leading", slug)


@login_required
@require_safe
def coaching(request):
    """What a coach was asked."""
    return _show(request)


@login_required
@require_POST
def coaching_answer(request, pk):
    asked = get_object_or_404(queries.asked_of(request.user), pk=pk)
    form = CoachingAnswerForm(request.POST, auto_id=f"{pk}-%s")
    if not form.is_valid():
        return _show(request, {asked.pk: form}, status=422)
    try:
        is_new = actions.answer_request(asked, actor=request.user, **form.cleaned_data)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            said = _("Answered. Those who lead %(name)s are told.")
            messages.success(request, said % {"name": asked.community.name})
    return redirect("communities:coaching")


def _show(request, forms=None, status=200):
    asked = list(queries.asked_of(request.user))
    if not asked and not queries.is_coach(request.user):
        raise Http404
    forms = forms or {}
    waiting = [
        (each, forms.get(each.pk) or CoachingAnswerForm(auto_id=f"{each.pk}-%s")) for each in asked if each.is_waiting
    ]
    context = {"waiting": waiting, "answered": [each for each in asked if not each.is_waiting]}
    return render(
        request, "communities/coaching.html", context | {"form": next(iter(forms.values()), None)}, status=status
    )
