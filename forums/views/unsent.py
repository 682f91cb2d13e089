"""What is typed is kept every few seconds, offered again on every device, and thrown away."""

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from communities.models import Space
from core.paging import number_in
from forums import actions
from forums.errors import MergedMeanwhile, NewerElsewhere
from forums.forms.unsent import UnsentForm
from forums.models import Unsent
from forums.queries import pages
from forums.queries.lines import post_at
from forums.queries.people import why_silent
from forums.queries.unsent import begun_at
from forums.rules import may_post
from forums.views.fetching import place_sent_to, run_discussion, visible_post

Kind = Unsent.Kind
A_MINUTE, MOST_A_MINUTE = 60, 40  # of one person, in all their windows


@require_POST
def keep_answer(request, pk):
    discussion, marker = place_sent_to(request, pk)
    place = marker or discussion
    if number := request.POST.get("to", ""):
        place = post_at(discussion, number_in(number), request.user)
    if place is None:
        raise Http404
    try:
        return _keep(request, Kind.ANSWER, place)
    except MergedMeanwhile:  # since it was looked for
        _source, marker = place_sent_to(request, pk)
        return _keep(request, Kind.ANSWER, marker)


@require_POST
def keep_edit(request, pk):
    return _keep(request, Kind.EDIT, visible_post(request, pk))


@require_POST
def keep_steering(request, pk, kind):
    return _keep(request, kind, run_discussion(request, pk))


@require_POST
def keep_plan(request, pk):
    spaces = Space.objects.visible_to(request.user).select_related("community")
    return _keep(request, Kind.PLAN, get_object_or_404(spaces, pk=pk))


def _keep(request, kind, place):
    """How the form knows from now on what is kept; nothing where nothing is; both texts where something else is."""
    form = UnsentForm(kind, request.POST)
    if not form.is_valid():  # more than can be sent
        return HttpResponse(status=413)
    if _is_too_often(request.user):
        return HttpResponse(status=429)
    typed = form.cleaned_data
    try:
        known = actions.keep_unsent(
            place,
            kind=kind,
            actor=request.user,
            said=form.said,
            known=typed["known"],
            based_on=typed["version"] or 0,
            submission=typed["submission"],
        )
    except NewerElsewhere as refusal:
        context = {"unsent": begun_at(request.user, kind, place), "refusal": refusal}
        return render(request, "forums/_unsent_other.html", context, status=409)
    return HttpResponse(str(known or ""), content_type="text/plain")


def _is_too_often(person):
    if not person.is_authenticated:
        return False
    key = f"unsent:{person.pk}"
    return not cache.add(key, 1, A_MINUTE) and cache.incr(key) > MOST_A_MINUTE


@require_POST
def drop(request, pk):
    unsent = get_object_or_404(Unsent.objects.visible_to(request.user), pk=pk)
    address = _place_of(unsent)
    actions.throw_away(unsent, actor=request.user)
    messages.success(request, _("What you had begun is thrown away."))
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _place_of(unsent):
    if unsent.space:
        return reverse("forums:plan-new", args=[unsent.space.community.slug, unsent.space.slug])
    return pages.address_of_post(unsent.post) if unsent.post else unsent.discussion.get_absolute_url()


def forget_sent(request, kind, place):
    """Of what was just sent from a form nothing is kept."""
    if begun_at(request.user, kind, place) is None:
        return
    form = UnsentForm(kind, request.POST)
    if form.is_valid():
        known = form.cleaned_data["known"]
        actions.forget_sent(place, kind=kind, actor=request.user, known=known, said=form.said)


def show_begun(request, discussion, unsent):
    """What cannot be sent any more, to be copied."""
    may = may_post(request.user, discussion)
    why = (
        _("This discussion is closed, so it cannot be sent any more.") if may else why_silent(request.user, discussion)
    )
    return render(request, "forums/unsent.html", {"discussion": discussion, "unsent": unsent, "why": why})
