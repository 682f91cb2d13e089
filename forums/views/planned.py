"""What is planned and not open yet: looked at as members will find it, opened, or thrown away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError, Gone
from core.markdown import render as render_markdown
from core.permissions import require
from forums import actions
from forums.errors import ReadByMore
from forums.forms.plans import OpenForm, ThrowAwayForm
from forums.queries.material import seen_by_all
from forums.queries.opening import opening_of
from forums.queries.readers import reader_of
from forums.queries.stages import course_of
from forums.queries.throwing import thrown_away_from, what_goes
from forums.rules import is_signed, may_change_plan, may_open, may_throw_away
from forums.views.fetching import visible_discussion


@require_safe
def seen(request, pk):
    """What is planned, as those who take part will find it when it opens."""
    found = visible_discussion(request, pk)
    require(may_change_plan(request.user, found))
    if found.opened_at is not None:
        return redirect(found)
    context = {
        "discussion": found,
        "reader": reader_of(found, request.user),
        "course": course_of(found, opening=found.opens_at or timezone.now()),
        "question_html": render_markdown(found.question),
        "signs": found.planned_by if is_signed(found) else request.user,
        "material": seen_by_all(found, request.user) if found.has_material else [],
    }
    return render(request, "forums/plan_seen.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_now(request, pk):
    """Says first whom it tells."""
    found = visible_discussion(request, pk)
    if request.method != "POST":
        return redirect(found) if found.opened_at is not None else _asked_first(request, found)
    form = OpenForm(request.POST)
    form.is_valid()
    try:
        is_open = actions.open_discussion(found, actor=request.user, readers=form.cleaned_data["readers"])
    except ReadByMore as refusal:
        messages.warning(request, str(refusal))
        return redirect("forums:open", found.pk)
    if is_open:
        messages.success(request, _("The discussion is open."))
    else:
        messages.info(request, _("The team looks at first discussions here, and has been asked to open yours."))
    return redirect(found)


def _asked_first(request, discussion):
    require(may_open(request.user, discussion))
    context = {"discussion": discussion, "opening": opening_of(discussion, request.user)}
    return render(request, "forums/open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request, pk):
    """Says what would be gone, and asks once. A second click finds it gone, which is what was wanted."""
    try:
        found = visible_discussion(request, pk)
    except Http404:
        if request.method != "POST" or (space := thrown_away_from(pk, request.user)) is None:
            raise
        return redirect(space)
    require(may_throw_away(request.user, found), _("Whoever planned it and those who run discussions throw it away."))
    if found.opened_at is not None:
        return redirect(found)
    if request.method == "POST":
        return _thrown_away(request, found)
    context = {"discussion": found, "goes": what_goes(found, request.user)}
    return render(request, "forums/plan_throw_away.html", context)


def _thrown_away(request, discussion):
    form = ThrowAwayForm(request.POST)
    form.is_valid()
    try:
        actions.throw_plan_away(discussion, actor=request.user, plan_version=form.cleaned_data.get("plan_version", -1))
    except Gone:  # both clicks at once
        return redirect(discussion.space)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("forums:plan-throw-away", discussion.pk)
    messages.success(request, _("The plan is thrown away."))
    return redirect(discussion.space)
