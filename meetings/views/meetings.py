"""The meetings of a community, one of them, planning one and putting it right."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from meetings import actions
from meetings.errors import MeetingStale
from meetings.forms.meetings import ChangeForm, PlanForm
from meetings.queries.lists import ahead, past
from meetings.queries.pages import meeting_page, profiles_in
from meetings.queries.series import has_later, place_of
from meetings.queries.spaces import spaces_to_meet_in, usual_space
from meetings.rules import may_run
from meetings.views.dates import warn_of_date
from meetings.views.fetching import meeting_of_somebody, meetings_of, visible_meeting
from meetings.views.words import PLANNERS, RUNNERS


@require_safe
def meetings(request, slug):
    standing = meetings_of(request, slug)
    after = request.GET.get("after", "")
    context = {
        "standing": standing,
        "ahead": [] if after else ahead(request.user, standing.community),
        "past": past(request.user, standing.community, after=after),
        "is_beginning": not after,
        "may_plan": bool(spaces_to_meet_in(standing)),
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def meeting(request, pk):
    found = visible_meeting(request, pk)
    page = meeting_page(found, request.user)
    context = {"page": page, "meeting": found, "profiles": profiles_in(page), "place": place_of(found, request.user)}
    return render(request, "meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, slug):
    standing = meetings_of(request, slug)
    spaces = spaces_to_meet_in(standing)
    require(bool(spaces), PLANNERS)
    community = standing.community
    zone = request.user.time_zone or community.time_zone
    initial = {"space": str(usual_space(spaces).pk), "time_zone": zone} | usual_place(community)
    form = PlanForm(posted(request), spaces=spaces, initial=initial | _asked(request))
    if form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        try:
            planned = actions.plan_meeting(
                cleaned["space"],
                actor=request.user,
                submission=cleaned["submission"],
                when=form.when,
                is_tentative=cleaned["is_tentative"],
                **form.said,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is planned, and you host it."))
            warn_of_date(request, planned)
            return redirect(planned)
    context = {"standing": standing, "form": form}
    return render(request, "meetings/plan.html", context, status=422 if form.errors else 200)


def usual_place(community):
    """Where a community meets unless somebody says otherwise: an address is a link, anything else a place."""
    where = community.meeting_place
    return {"link": where} if where.startswith(("https://", "http://")) else {"place": where}


def _asked(request):
    """The kind of meeting that a link asks for, such as that of the steps of a new community."""
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in dict(PlanForm.base_fields["kind"].choices) else {"kind": "other"}


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    found = meeting_of_somebody(request, pk)
    require(may_run(request.user, found), RUNNERS)
    form = ChangeForm.of(found, posted(request), has_later=has_later(found, request.user))
    meanwhile = None
    if form.is_bound and form.is_valid():
        try:
            kept = _change(form, found, request.user)
        except MeetingStale as error:
            meanwhile = visible_meeting(request, pk)
            form = form.again(meanwhile, str(error), has_later="onwards" in form.fields)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            for other in kept:
                day = date_format(timezone.localtime(other.starts_at), _("D j F"))
                messages.info(request, _("%(day)s kept what it has of its own.") % {"day": day})
            return redirect(found)
    status = 409 if meanwhile else 422 if form.errors else 200
    return render(
        request, "meetings/change.html", {"meeting": found, "form": form, "meanwhile": meanwhile}, status=status
    )


def _change(form, meeting, actor):
    """Of this date alone, or of those after it too; returns those that kept something of their own."""
    read = {name: form.cleaned_data[name] for name in ("version", "seen")}
    if form.cleaned_data.get("onwards"):
        return actions.change_onwards(meeting, actor=actor, **read, **form.said)
    actions.change_meeting(meeting, actor=actor, **read, **form.said)
    return []
