"""What a meeting does, written by those who run it: all items on one page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from meetings import actions
from meetings.errors import MeetingStale
from meetings.forms.agenda import AgendaForm
from meetings.queries.pages import steps_of
from meetings.rules import may_run
from meetings.views.fetching import meeting_of_somebody, visible_meeting
from meetings.views.words import RUNNERS


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request, pk):
    meeting = meeting_of_somebody(request, pk)
    require(may_run(request.user, meeting), RUNNERS)
    form = AgendaForm(posted(request), meeting=meeting)
    if request.method == "POST" and "rows" in request.GET:
        return _with_tool(request, meeting, form)
    meanwhile = None
    if form.is_bound and form.is_valid():
        try:
            actions.set_agenda(meeting, form.lines, actor=request.user, **form.cleaned_data)
        except MeetingStale as refusal:
            meanwhile = visible_meeting(request, pk)
            form = form.again(meanwhile, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The agenda is saved."))
            _warn_of_length(request, meeting, form.lines)
            return redirect(meeting)
    status = 409 if meanwhile else 422 if form.is_bound else 200
    return _show(request, meanwhile or meeting, form, status=status, meanwhile=meanwhile)


def _with_tool(request, meeting, form):
    """A row more or less, or in another place; with htmx the rows alone. Nothing is stored."""
    tool = request.POST.get("row", "")
    form = form.after(tool)
    context = {"rows": form.rows, "focused": form.rows.focused_after(tool)}
    if request.htmx:
        return render(request, "meetings/_agenda_rows.html", context)
    return _show(request, meeting, form, **context)


def _show(request, meeting, form, *, status=200, meanwhile=None, **context):
    seated = meeting.seats.booked().exclude(person=None).select_related("person").order_by("pk")
    context = {
        "meeting": meeting,
        "form": form,
        "rows": form.rows,
        "people": [seat.person for seat in seated[:100]],
        "steps": steps_of(meanwhile) if meanwhile else [],
        "meanwhile": meanwhile,
    } | context
    return render(request, "meetings/agenda.html", context, status=status)


def _warn_of_length(request, meeting, lines):
    said = sum(line.minutes or 0 for line in lines)
    if said > meeting.minutes:
        words = _("The items take %(said)d minutes together, the meeting lasts %(lasts)d.")
        messages.warning(request, words % {"said": said, "lasts": meeting.minutes})
