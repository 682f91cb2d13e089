"""What those with a seat are told before a meeting and after it, as those who run it see and change it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from meetings import actions
from meetings.errors import MeetingStale
from meetings.forms.reminders import RemindersForm
from meetings.queries.reminders import reminders_page
from meetings.rules import may_run
from meetings.views.fetching import meeting_of_somebody, visible_meeting
from meetings.views.words import RUNNERS


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request, pk):
    meeting = meeting_of_somebody(request, pk)
    require(may_run(request.user, meeting), RUNNERS)
    form = RemindersForm.of(meeting, posted(request))
    if form.is_bound and "preview" in request.GET:
        form.is_valid()
        return _show(request, meeting, form, words=form.cleaned_data.get("text", ""), is_preview=True)
    meanwhile = None
    if form.is_bound and form.is_valid():
        try:
            actions.set_reminders(meeting, actor=request.user, **form.cleaned_data)
        except MeetingStale as refusal:
            meanwhile = visible_meeting(request, pk)
            form = form.again(meanwhile, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:reminders", pk)
    status = 409 if meanwhile else 422 if form.errors else 200
    shown = meanwhile or meeting
    return _show(request, shown, form, status=status, words=shown.reminder_text, meanwhile=meanwhile)


def _show(request, meeting, form, *, status=200, **more):
    more["is_open"] = meeting.is_open
    context = {"meeting": meeting, "page": reminders_page(meeting), "form": form, **more}
    return render(request, "meetings/reminders.html", context, status=status)
