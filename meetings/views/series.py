"""Meetings that belong together: planned at once, shown on one page, booked and called off at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from meetings import actions
from meetings.errors import MeetingStale
from meetings.forms.meetings import CallOffForm
from meetings.forms.series import ChangeProgrammeForm, MoreDatesForm, PlanSeriesForm
from meetings.queries.series import series_page, told_of
from meetings.queries.spaces import spaces_to_meet_in, usual_space
from meetings.rules import may_plan, may_run_series
from meetings.views.fetching import meetings_of, series_of_somebody, visible_series
from meetings.views.meetings import usual_place
from meetings.views.words import PLANNERS, TEAM


@require_safe
def series(request, pk):
    page = series_page(visible_series(request, pk), request.user)
    return render(request, "meetings/series.html", {"page": page, "series": page.series})


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, slug):
    standing = meetings_of(request, slug)
    spaces = spaces_to_meet_in(standing)
    require(bool(spaces), PLANNERS)
    community = standing.community
    zone = request.user.time_zone or community.time_zone
    initial = {"space": str(usual_space(spaces).pk), "time_zone": zone, "kind": "other"} | usual_place(community)
    form = PlanSeriesForm(posted(request), community=community, reader=request.user, spaces=spaces, initial=initial)
    context = {"standing": standing}
    if (answer := _with_tool(request, "meetings/plan_series.html", form, context)) is not None:
        return answer
    if form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        facts = {name: cleaned[name] for name in ("submission", "is_tentative", "begins_on", "ends_on")}
        try:
            planned = actions.plan_series(cleaned["space"], actor=request.user, whens=form.whens, **facts, **form.said)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The series is planned, and you host each of its dates."))
            return redirect(planned)
    return _show(request, "meetings/plan_series.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    found = _run_by(request, pk, may_plan)
    last = found.meetings.order_by("-starts_at", "-pk")[0]
    ends = last.ends_at.astimezone(last.zone).time()
    form = MoreDatesForm(
        posted(request),
        series=found,
        community=found.community,
        reader=request.user,
        initial={"time_zone": last.time_zone},
        rows=None if request.method == "POST" else [{"begins": f"{last.begins:%H:%M}", "ends": f"{ends:%H:%M}"}],
    )
    context = {"series": found}
    if (answer := _with_tool(request, "meetings/add_dates.html", form, context)) is not None:
        return answer
    if form.is_bound and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("submission", "is_tentative")}
        try:
            actions.add_dates(found, actor=request.user, whens=form.whens, **facts)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The dates are added. They say what the last one said."))
            return redirect(found)
    return _show(request, "meetings/add_dates.html", form, context)


@require_POST
def book(request, pk):
    found = series_of_somebody(request, pk)
    try:
        seats = actions.book_series(found, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        for said in _said_of(seats):
            messages.success(request, said)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request, pk):
    found = _run_by(request, pk, may_run_series)
    page = series_page(found, request.user)
    if not page.ahead:
        messages.info(request, _("Nothing of it is still ahead."))
        return redirect(found)
    form = CallOffForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            number = actions.call_off_series(found, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("%(number)d date is called off.", "%(number)d dates are called off.", number)
            messages.success(request, said % {"number": number})
            return redirect(found)
    context = {"series": found, "page": page, "form": form, "told": told_of(found, but=request.user)}
    return render(request, "meetings/call_off_series.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def programme(request, pk):
    found = _run_by(request, pk, may_run_series)
    form = ChangeProgrammeForm(posted(request), series=found)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("begins_on", "ends_on")}
            try:
                actions.set_programme(found, actor=request.user, before=form.before, **said)
            except MeetingStale as refusal:
                found = series_of_somebody(request, pk)
                form, status = form.again(found, str(refusal)), 409
            else:
                messages.success(request, _("Saved. Dates outside of it are pointed out on this page."))
                return redirect(found)
    return render(request, "meetings/series_programme.html", {"series": found, "form": form}, status=status)


def _run_by(request, pk, may):
    found = series_of_somebody(request, pk)
    require(may(request.user, found.space if may is may_plan else found), TEAM)
    return found


def _with_tool(request, template, form, context):
    """Another row, one less, or the dates that a rhythm proposes; with htmx the dates alone. Nothing is stored."""
    if request.method != "POST" or not {"rows", "propose"} & set(request.GET):
        return None
    form = form.with_proposals() if "propose" in request.GET else form.after(request.POST.get("row", ""))
    if request.htmx:
        return render(request, "meetings/_dates.html", {"form": form})
    return render(request, template, context | {"form": form})


def _show(request, template, form, context):
    is_wrong = form.is_bound and not (form.rows.is_valid() and not form.errors)
    return render(request, template, context | {"form": form}, status=422 if is_wrong else 200)


def _said_of(seats):
    """What became of each date, in words."""
    booked = [seat for seat in seats if seat.is_booked]
    waiting = [seat for seat in seats if seat.is_waiting]
    others = len(seats) - len(booked) - len(waiting)
    if booked:
        said = ngettext("You have a seat at %(number)d date.", "You have a seat at %(number)d dates.", len(booked))
        yield said % {"number": len(booked)}
    if waiting:
        yield _("No seat is free on %(days)s: you wait for one there.") % {"days": _days(waiting)}
    if others:
        said = ngettext(
            "On %(number)d date you said that you do not come; that stays.",
            "On %(number)d dates you said that you do not come; that stays.",
            others,
        )
        yield said % {"number": others}
    if not seats:
        yield _("There was no date to book.")


def _days(seats):
    return ", ".join(date_format(timezone.localtime(seat.meeting.starts_at), _("D j F")) for seat in seats)
