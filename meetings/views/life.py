"""Confirming a meeting, moving it, calling it off."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from meetings import actions
from meetings.errors import MeetingStale
from meetings.forms.meetings import CallOffForm, MoveForm
from meetings.rules import may_run
from meetings.views.dates import warn_of_date
from meetings.views.fetching import meeting_of_somebody, visible_meeting
from meetings.views.words import RUNNERS


@require_POST
def confirm(request, pk):
    meeting = meeting_of_somebody(request, pk)
    try:
        is_new = actions.confirm_meeting(meeting, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            messages.success(request, _("It is confirmed, and those with a seat are told."))
    return redirect(meeting)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk):
    meeting = meeting_of_somebody(request, pk)
    require(may_run(request.user, meeting), RUNNERS)
    form = MoveForm.of(meeting, posted(request))
    meanwhile = None
    if form.is_bound and form.is_valid():
        try:
            moved = actions.move_meeting(
                meeting,
                actor=request.user,
                version=form.cleaned_data["version"],
                seen=form.cleaned_data["seen"],
                when=form.when,
            )
        except MeetingStale as error:
            meanwhile = visible_meeting(request, pk)
            form = form.again(meanwhile)
            form.add_error(None, str(error))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            if moved.version == meeting.version:
                messages.info(request, _("It stays as it was: this is when it was planned for already."))
                return redirect(meeting)
            messages.success(request, _("It is moved, and those with a seat are told."))
            warn_of_date(request, moved)
            return redirect(meeting)
    status = 409 if meanwhile else 422 if form.errors else 200
    marked = meeting.seats.marked().count()
    context = {"meeting": meanwhile or meeting, "form": form, "meanwhile": meanwhile, "marked": marked}
    return render(request, "meetings/move.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request, pk):
    meeting = meeting_of_somebody(request, pk)
    require(may_run(request.user, meeting), RUNNERS)
    if meeting.is_cancelled:
        return redirect(meeting)
    form = CallOffForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.call_off(meeting, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is called off, and everybody with a seat is told."))
            return redirect(meeting)
    context = {"meeting": meeting, "form": form, "told": meeting.seats.standing().exclude(person=request.user).count()}
    return render(request, "meetings/call_off.html", context, status=422 if form.errors else 200)
