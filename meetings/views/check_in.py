"""Saying that one is here, and the host's screen with the code for it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError
from core.markdown import clean
from meetings import actions
from meetings.forms.check_in import CheckInForm
from meetings.queries.screens import screen_of
from meetings.views.fetching import marked_by, visible_meeting

A_MINUTE, MOST_A_MINUTE = 60, 10  # tries of one person, at all meetings together


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check_in(request, pk):
    """Type the code, or come by the picture, whose address holds it; nothing is marked until the button is pressed."""
    meeting = visible_meeting(request, pk)
    is_sent = request.method == "POST"
    form = CheckInForm(request.POST if is_sent else None, initial={"code": clean(request.GET.get("code", ""))[:20]})
    if is_sent and form.is_valid():
        if _is_too_often(request.user):
            form.add_error("code", _("So many tries at once. Wait for a minute, then type what the screen shows."))
            return _show(request, meeting, form, status=429)
        try:
            actions.check_in(meeting, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("You are checked in."))
            return redirect("meetings:check-in", pk)
    return _show(request, meeting, form, status=422 if form.errors else 200)


@require_safe
def screen(request, pk):
    """For the wall: the code anew each minute; with htmx the page asks by itself."""
    meeting = marked_by(request, pk)
    context = {"meeting": meeting, "screen": None}
    if meeting.takes_check_ins:
        context["screen"] = screen_of(meeting, settings.SITE_URL + reverse("meetings:check-in", args=[pk]))
    return render(request, f"meetings/screen.html{'#code' if request.htmx else ''}", context)


def _show(request, meeting, form, status):
    context = {"meeting": meeting, "form": form, "seat": meeting.seats.filter(person=request.user).first()}
    return render(request, "meetings/check_in.html", context, status=status)


def _is_too_often(person):
    key = f"check-in:{person.pk}"
    return not cache.add(key, 1, A_MINUTE) and cache.incr(key) > MOST_A_MINUTE
