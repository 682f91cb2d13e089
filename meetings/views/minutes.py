"""What a meeting came to: written by those who run it, published, and kept in the library."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.forms import posted
from core.markdown import previewed
from core.paging import number_in
from core.permissions import require
from meetings import actions
from meetings.errors import MeetingStale
from meetings.forms.minutes import KeepForm, MinutesForm
from meetings.models import Minutes
from meetings.queries.keeping import item_seen, of_minutes
from meetings.rules import may_keep_minutes, may_run
from meetings.views.fetching import meeting_of_somebody, visible_meeting
from meetings.views.words import RUNNERS


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request, pk):
    meeting = meeting_of_somebody(request, pk)
    require(may_run(request.user, meeting), RUNNERS)
    if request.method != "POST" and (meeting.is_cancelled or not meeting.has_started):
        messages.info(request, _("Minutes are written once it has begun."))
        return redirect(meeting)
    found = _minutes_of(request, meeting)
    form = MinutesForm.of(meeting, found, posted(request))
    if form.is_bound and request.GET.get("preview") in MinutesForm.TEXTS:
        return _preview(request, meeting, found, form)
    meanwhile = None
    if form.is_bound and form.is_valid():
        try:
            saved = actions.write_minutes(meeting, actor=request.user, **form.cleaned_data)
        except MeetingStale as refusal:
            meeting = visible_meeting(request, pk)
            meanwhile = _minutes_of(request, meeting)
            form = form.again(meeting, meanwhile, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved.") if saved.is_published else _("The draft is saved."))
            return redirect(meeting)
    status = 409 if meanwhile else 422 if form.errors else 200
    return _show(request, meeting, meanwhile or found, form, status=status, meanwhile=meanwhile)


def _minutes_of(request, meeting):
    found = Minutes.objects.visible_to(request.user).filter(meeting=meeting).select_related("written_by").first()
    if found:
        found.meeting = meeting
    return found


def _preview(request, meeting, found, form):
    """How one of the texts would look: with htmx its HTML alone, otherwise above the form, which keeps it."""
    html = previewed(request.POST.get(request.GET["preview"], ""))
    if request.htmx:
        return HttpResponse(html)
    return _show(request, meeting, found, form, preview=html)


def _show(request, meeting, found, form, *, status=200, **more):
    context = {"meeting": meeting, "minutes": found, "form": form, **more}
    return render(request, "meetings/minutes.html", context, status=status)


@require_POST
def publish(request, pk):
    meeting = meeting_of_somebody(request, pk)
    version = number_in(request.POST.get("version", ""))
    try:
        is_new = actions.publish_minutes(meeting, actor=request.user, version=-1 if version is None else version)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            messages.success(request, _("The minutes are published, and those who had a seat are told."))
    return redirect(meeting)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request, pk):
    """A draft for the library from published minutes."""
    meeting = meeting_of_somebody(request, pk)
    found = get_object_or_404(Minutes.objects.visible_to(request.user).select_related("written_by"), meeting=meeting.pk)
    found.meeting = meeting
    words = _("Whoever runs a meeting keeps its minutes once they are published, where there is a library.")
    require(may_keep_minutes(request.user, found), words)
    form = KeepForm(posted(request), proposal=of_minutes(found))
    if found.item_id is None and form.is_bound and form.is_valid():
        try:
            found.item = actions.keep_minutes(found, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is kept. Read it once more, change what you like, then publish it."))
    if found.item_id is not None:
        return _lead_on(request, found)
    context = {"meeting": meeting, "minutes": found, "form": form}
    return render(request, "meetings/minutes_keep.html", context, status=422 if form.errors else 200)


def _lead_on(request, minutes):
    """To the item, for whoever may see it: a draft is for who began it, and for those who keep the library."""
    item = item_seen(minutes, request.user)
    if item is None:
        messages.info(request, _("Somebody else keeps this in the library already, and has not published it yet."))
    return redirect(item or minutes.meeting)
