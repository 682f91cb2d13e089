"""Handing the lead over to another member."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.actions.handover import (
    accept_hand_over,
    decline_hand_over,
    offer_leadership,
    withdraw_hand_over,
)
from communities.forms.handover import HandOverAnswerForm, HandOverForm
from communities.models import HandOver, Role
from communities.queries import CALLINGS
from communities.queries.handover import hand_overs_of
from communities.queries.offers import duties_of
from communities.views.fetching import standing_of_member
from core.errors import DomainError
from core.forms import posted
from core.markdown import clean
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, slug):
    standing = standing_of_member(request, slug)
    form = HandOverForm(posted(request), community=standing.community, initial=_wished(request))
    if form.is_valid():
        try:
            offer_leadership(standing.community, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("to", str(refusal))
        else:
            said = _("%(name)s is asked, and told by mail. Nothing changes until they accept.")
            messages.success(request, said % {"name": form.cleaned_data["to"].name})
            return redirect("communities:hand-over", slug)
    return _show(request, standing, form)


@require_POST
def hand_over_accept(request, slug, pk):
    return _answer(request, slug, pk, accept_hand_over, _("You lead this community now. Thank you."))


@require_POST
def hand_over_decline(request, slug, pk):
    return _answer(request, slug, pk, decline_hand_over, _("You have said no, and they are told."))


@require_POST
def hand_over_withdraw(request, slug, pk):
    standing = standing_of_member(request, slug)
    _do(request, withdraw_hand_over, _between(request, standing, pk), _("You have taken it back, and they are told."))
    return redirect("communities:hand-over", slug)


def _answer(request, slug, pk, deed, said):
    standing = standing_of_member(request, slug)
    found = _between(request, standing, pk)
    form = _answering(found, request.POST)
    if not form.is_valid():
        return _show(request, standing, answers={found.pk: form})
    _do(request, deed, found, said, **form.cleaned_data)
    return redirect(standing.community)


def _do(request, deed, found, said, **words):
    try:
        is_done = deed(found, actor=request.user, **words)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_done:
            messages.success(request, said)


def _between(request, standing, pk):
    found = HandOver.objects.visible_to(request.user).filter(leader__community=standing.community)
    return get_object_or_404(found.select_related("leader__community"), pk=pk)


def _wished(request):
    """What the page that led here knows already."""
    return {"to": clean(request.GET.get("to", ""))[:200], "afterwards": request.GET.get("afterwards", "leader")}


def _was_asked(request, community):
    return HandOver.objects.visible_to(request.user).put_to(request.user, community).exists()


def _answering(hand_over, data=None):
    return HandOverAnswerForm(data, auto_id=f"{hand_over.pk}-%s")


def _show(request, standing, form=None, answers=None):
    """The page; `form` and `answers`, {id of a hand-over: form}, are those that were sent and refused."""
    community, answers = standing.community, answers or {}
    waiting = list(hand_overs_of(request.user, community)) if community.is_writable else []
    asked = [each for each in waiting if each.successor.person_id == request.user.pk]
    is_leading = standing.may("lead")
    if not asked and not is_leading and _was_asked(request, community):
        messages.info(request, _("This is no longer asked of you."))
        return redirect(community)
    require(asked or is_leading, _("Leaders hand over what they lead, as long as it is alive."))
    context = {
        "standing": standing,
        "asked": [(each, answers.get(each.pk) or _answering(each)) for each in asked],
        "own": next((each for each in waiting if each.leader.person_id == request.user.pk), None),
        "offering": form or HandOverForm(community=community, initial=_wished(request)),
        "form": next(iter(answers.values()), form),
        "calling": CALLINGS[Role.LEADER],
        "duties": duties_of(Role.LEADER, above=standing.role),
    }
    is_refused = answers or (form is not None and form.is_bound)
    return render(request, "communities/hand_over.html", context, status=422 if is_refused else 200)
