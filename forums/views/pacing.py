"""The page on which whoever runs a discussion slows it down, or pauses it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from forums import actions
from forums.forms.pacing import PauseForm, SlowForm
from forums.views.fetching import run_discussion


@require_safe
def pace(request, pk):
    discussion = run_discussion(request, pk)
    return _show(request, discussion) if discussion.is_open else redirect(discussion)


@require_POST
def slow(request, pk):
    discussion = run_discussion(request, pk)
    form = SlowForm(request.POST)
    if not _is_done(discussion, form, actions.slow_down, request.user):
        return _show(request, discussion, slow=form)
    messages.success(request, _("This is how fast it goes from now on."))
    return redirect(discussion)


@require_POST
def pause(request, pk):
    discussion = run_discussion(request, pk)
    form = PauseForm(request.POST)
    if not _is_done(discussion, form, actions.pause_discussion, request.user):
        return _show(request, discussion, pause=form)
    messages.success(request, _("The discussion is paused. It goes on by itself when the time is over."))
    return redirect(discussion)


@require_POST
def resume(request, pk):
    discussion = run_discussion(request, pk)
    try:
        actions.resume_discussion(discussion, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Everybody writes here again."))
    return redirect(discussion)


def _is_done(discussion, form, action, actor):
    if form.is_valid():
        try:
            action(discussion, actor=actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return not form.errors


def _show(request, discussion, *, slow=None, pause=None):
    context = {
        "discussion": discussion,
        "slow": slow or SlowForm(initial={"minutes": discussion.slow_minutes}),
        "pause": pause or PauseForm(),
        "form": slow or pause,
    }
    return render(request, "forums/pace.html", context, status=422 if slow or pause else 200)
