"""Joining and asking to, taking that back, and the team's answers."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions, queries
from communities.errors import NobodyLeads
from communities.forms.questions import AnswersForm
from communities.forms.requests import AnswerForm, AskForm
from communities.models import Community, JoinRequest
from communities.views.fetching import standing_of_member
from core import paging
from core.errors import DomainError
from core.forms import posted
from core.permissions import require

WAITING_SHOWN = 30
DECIDED_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def join(request, slug):
    """The page on which somebody joins, or asks to; here they also go on who had to sign up first."""
    community = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, "account_signup")
    standing = queries.standing_in(community, request.user)
    door = queries.door_to(standing, request.user)
    if door.way == queries.Way.INVITED:
        return redirect(door.invitation)
    form = _asked(request, community, door)
    if form.is_valid():
        return _enter(request, community, form)
    if door.way not in (queries.Way.JOIN, queries.Way.ASK):
        return redirect(community)
    callings = [(role, queries.CALLINGS[role]) for role in queries.ROLES]
    context = {"standing": standing, "door": door, "form": form, "callings": callings}
    return render(request, "communities/join.html", context, status=422 if form.errors else 200)


def _asked(request, community, door):
    """What is asked at the door; from the front page, where nothing is asked, one is led to where it is."""
    is_asked = door.way in (queries.Way.JOIN, queries.Way.ASK)
    asked = {}
    if is_asked:
        asked["questions"] = queries.questions_of(community)
        asked["given"] = queries.own_answers(request.user, community)
    kind = AskForm if community.admission == Community.Admission.REQUEST else AnswersForm
    form = kind(posted(request), **asked)
    return kind(**asked) if form.is_untouched else form


def _enter(request, community, form):
    try:
        if community.admission == Community.Admission.REQUEST:
            message = form.cleaned_data["message"]
            actions.ask_to_join(community, actor=request.user, message=message, answers=form.answers)
            said = _("You have asked to join %(name)s. The team answers by mail.")
        else:
            actions.join_community(community, actor=request.user, answers=form.answers)
            said = _("Welcome to %(name)s.")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"name": community.name})
    return redirect(community)


@require_POST
def withdraw(request, slug):
    community = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    own = JoinRequest.objects.visible_to(request.user).filter(community=community).order_by("-pk")
    if actions.withdraw_request(get_object_or_404(own[:1]), actor=request.user):
        messages.success(request, _("You have taken your request back."))
    return redirect(community)


@require_safe
def requests(request, slug):
    standing = standing_of_member(request, slug)
    return _show(request, standing, AnswerForm(community=standing.community))


@require_POST
def approve(request, slug):
    return _answer(request, slug, actions.approve_requests, _say_approved)


@require_POST
def decline(request, slug):
    return _answer(request, slug, actions.decline_requests, _say_declined)


def _answer(request, slug, deed, say):
    standing = standing_of_member(request, slug)
    community = standing.community
    form = AnswerForm(request.POST, community=community)
    if not form.is_valid():
        return _show(request, standing, form)
    asked, reason = list(form.cleaned_data["request"]), form.cleaned_data["reason"]
    try:
        outcome = deed(community, asked, actor=request.user, reason=reason)
    except NobodyLeads as refusal:
        form.add_error(None, str(refusal))
        return _show(request, standing, form)
    if outcome.answered:
        messages.success(request, say(outcome.answered))
    if outcome.skipped:
        messages.warning(request, _say_skipped(outcome.skipped))
    if request.htmx:
        return _show(request, standing, AnswerForm(community=community))
    return redirect("communities:requests", community.slug)


def _show(request, standing, form):
    require(standing.answers_requests, _("Moderators and leaders answer requests."))
    asked = standing.community.join_requests.select_related("person", "decided_by")
    waiting = list(asked.pending().order_by("pk")[:WAITING_SHOWN])
    page = paging.page(asked.decided(), key="pk", size=DECIDED_PER_PAGE, descending=True, **paging.asked(request.GET))
    people = {row.person_id for row in (*waiting, *page.rows)}
    context = {
        "standing": standing,
        "form": form,
        "waiting": waiting,
        "page": page,
        "profiles": queries.seen_profiles(people, request.user),
        "answers": queries.answers_of([row.person_id for row in waiting], standing.community, request.user),
        "chosen": {str(pk) for pk in form.data.getlist("request")} if form.is_bound else set(),
    }
    name = "communities/requests.html#requests" if request.htmx else "communities/requests.html"
    return render(request, name, context, status=422 if form.errors and not request.htmx else 200)


def _names(rows):
    return get_text_list([row.person.name for row in rows], _("and"))


def _say_approved(rows):
    said = ngettext("%(names)s is a member now.", "%(names)s are members now.", len(rows))
    return said % {"names": _names(rows)}


def _say_declined(rows):
    said = ngettext("%(names)s was declined and is told.", "%(names)s were declined and are told.", len(rows))
    return said % {"names": _names(rows)}


def _say_skipped(rows):
    return _(
        "Nothing was done about %(names)s: somebody had answered already, the request was taken back, "
        "or the person is suspended or removed here."
    ) % {"names": _names(rows)}
