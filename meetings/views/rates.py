"""How many came: one's own rate for everybody, all of them for those who run meetings."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Stale
from core.forms import posted
from core.permissions import require
from core.tables import csv_answer
from meetings import actions
from meetings.forms.attendance import CountingForm
from meetings.models import Seat
from meetings.queries.counting import attendance_in, counting_of
from meetings.rules import may_see_attendance, may_set_counting
from meetings.views.fetching import meetings_of
from meetings.views.words import RUN_MEETINGS

SHOWN = 200  # of the meetings and people of a community; the table has all


@require_safe
def attendance(request, slug):
    standing = _member_of(request, slug)
    community = standing.community
    runs = may_see_attendance(request.user, community, role=standing.role)
    found = attendance_in(community, request.user, runs=runs)
    context = {"standing": standing, "found": found, "runs": runs, "shown": SHOWN}
    context["may_set"] = runs and may_set_counting(request.user, community)
    return render(request, "meetings/rates.html", context)


@require_safe
def table(request, slug):
    """A line for each person, with how often each mark was given."""
    standing = _member_of(request, slug)
    require(may_see_attendance(request.user, standing.community, role=standing.role), RUN_MEETINGS)
    found = attendance_in(standing.community, request.user, runs=True)
    heads = [_("Who"), *(mark.label for mark in Seat.Attendance), _("There"), _("Expected"), _("Per cent")]
    rows = (
        (person.name, *(rate.counts.get(mark, 0) for mark in Seat.Attendance), rate.there, rate.expected, rate.percent)
        for person, rate in found.people
    )
    return csv_answer(f"attendance-{slug}", heads, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def counting(request, slug):
    standing = _member_of(request, slug)
    require(may_set_counting(request.user, standing.community), RUN_MEETINGS)
    form = CountingForm(posted(request), counting=counting_of(standing.community))
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            actions.set_counting(standing.community, actor=request.user, **form.cleaned_data)
        except Stale as refusal:
            form.again(counting_of(standing.community), refusal)
            status = 409
        else:
            messages.success(request, _("Saved. The rates follow at once."))
            return redirect("meetings:rates", slug)
    return render(request, "meetings/counting.html", {"standing": standing, "form": form}, status=status)


def _member_of(request, slug):
    standing = meetings_of(request, slug)
    if standing.role is None:
        raise Http404
    return standing
