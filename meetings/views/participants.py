"""The list of a video service: handed in, looked through, and only then written."""

from django.contrib import messages
from django.core.signing import BadSignature
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.permissions import require
from meetings import actions
from meetings.forms.participants import ParticipantsForm, ReviewForm
from meetings.queries.counting import counting_of
from meetings.rules import may_run
from meetings.views.fetching import marked_by
from meetings.views.words import MARKERS


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request, pk):
    """What is found is shown at once; nothing is written, and the file is not kept."""
    meeting = _run_by(request, pk)
    is_sent = request.method == "POST"
    form = ParticipantsForm(*((request.POST, request.FILES) if is_sent else ()), meeting=meeting)
    if is_sent and form.is_valid():
        return _review(request, meeting, ReviewForm(None, meeting=meeting, packed=form.packed))
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/participants.html", context, status=422 if form.errors else 200)


@require_POST
def confirm(request, pk):
    meeting = _run_by(request, pk)
    try:
        form = ReviewForm(request.POST, meeting=meeting, packed=request.POST.get("packed", ""))
    except BadSignature:
        messages.error(request, _("This list waited for too long, or was damaged. Hand it in again."))
        return redirect("meetings:participants", pk)
    if form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            changed = actions.import_marks(meeting, actor=request.user, marks=form.marks, reason=reason)
        except DomainError as refusal:
            form.add_error("reason" if "reason" in form.fields else None, str(refusal))
        else:
            said = ngettext("%(number)d mark is new.", "%(number)d marks are new.", len(changed))
            messages.success(request, said % {"number": len(changed)})
            return redirect("meetings:attendance", pk)
    return _review(request, meeting, form, status=422)


def _review(request, meeting, form, status=200):
    context = {"meeting": meeting, "form": form, "counting": counting_of(meeting.community)}
    return render(request, "meetings/participants_review.html", context, status=status)


def _run_by(request, pk):
    meeting = marked_by(request, pk)
    require(may_run(request.user, meeting), MARKERS)
    return meeting
