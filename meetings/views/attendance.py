"""Who came, as those who run a meeting mark it: a page of large buttons, and finishing it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.queries import seen_profiles
from core import paging
from core.errors import DomainError
from core.forms import posted
from core.markdown import clean
from core.tables import csv_answer
from meetings import actions
from meetings.forms.attendance import FinishForm, MarkForm, WalkInForm
from meetings.queries.attendance import CHANGES_PER_PAGE, MARKS, changes_of, mark_counts, roster_of, rows_of
from meetings.queries.counting import rate_of
from meetings.rules import may_run
from meetings.views.fetching import marked_by


@require_safe
def attendance(request, pk):
    return _show(request, marked_by(request, pk))


@require_POST
def mark(request, pk, seat):
    """One tap: the row and the counts anew, or the page where it stands."""
    meeting = marked_by(request, pk)
    found = get_object_or_404(meeting.seats.select_related("person"), pk=seat)
    found.meeting = meeting
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("reason", [_("Choose one of the marks.")])))
    else:
        try:
            actions.mark_seat(found, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, str(refusal))
    if not request.htmx:
        return redirect(f"{reverse('meetings:attendance', args=[pk])}#seat-{seat}")
    context = {"meeting": meeting, "seat": found, "marks": MARKS, "counts": mark_counts(meeting)}
    context["profiles"] = seen_profiles([found.person_id], request.user) if found.person_id else set()
    return render(request, "meetings/_marked.html", context)


@require_POST
def walk_in(request, pk):
    meeting = marked_by(request, pk)
    form = WalkInForm(request.POST, meeting=meeting)
    if form.is_valid():
        try:
            seat = actions.add_walk_in(meeting, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("comer", str(refusal))
        else:
            messages.success(request, _("%(name)s was there.") % {"name": seat.who})
            return redirect("meetings:attendance", pk)
    return _show(request, meeting, walk_in=form)


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request, pk):
    """Say what becomes of those who are not marked; then it is finished."""
    meeting = marked_by(request, pk)
    if meeting.is_finished:
        return redirect("meetings:attendance", pk)
    form = FinishForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.finish_meeting(meeting, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is finished. Corrections stay possible, with a reason."))
            return redirect("meetings:attendance", pk)
    unmarked = list(meeting.seats.unmarked().select_related("person").order_by("pk")[:30])
    context = {"meeting": meeting, "form": form, "counts": mark_counts(meeting), "unmarked": unmarked}
    return render(request, "meetings/finish.html", context, status=422 if form.errors else 200)


@require_safe
def history(request, pk):
    meeting = marked_by(request, pk)
    asked = paging.asked(request.GET)
    page = paging.page(changes_of(meeting), key="pk", size=CHANGES_PER_PAGE, descending=True, **asked)
    return render(request, "meetings/attendance_history.html", {"meeting": meeting, "page": page})


@require_safe
def table(request, pk):
    meeting = marked_by(request, pk)
    return csv_answer(f"attendance-{pk}", [_("Who"), _("Came as"), _("Attendance")], rows_of(meeting))


def _show(request, meeting, walk_in=None):
    runs = may_run(request.user, meeting)
    context = {
        "meeting": meeting,
        "roster": roster_of(meeting, request.user, **paging.asked(request.GET, clean)),
        "marks": MARKS,
        "walk_in": walk_in or WalkInForm(meeting=meeting),
        "adds": runs and meeting.has_started and not meeting.is_cancelled,
        "may_finish": runs and meeting.may_be_finished,
        "rate": rate_of(meeting) if meeting.is_held else None,
    }
    return render(request, "meetings/attendance.html", context, status=422 if walk_in else 200)
