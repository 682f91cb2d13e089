"""Who comes, as those who run a meeting see and change it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import paging
from core.errors import DomainError
from core.markdown import clean
from core.permissions import require
from meetings import actions
from meetings.forms.guests import GuestsForm
from meetings.forms.people import AddForm, RoleForm, SeveralForm
from meetings.models import Seat
from meetings.queries.counting import rate_of
from meetings.queries.people import people_of
from meetings.rules import may_ask_guests, may_run
from meetings.views.fetching import meeting_of_somebody
from meetings.views.words import RUNNERS


@require_safe
def people(request, pk):
    return show_people(request, _run_by(request, pk))


@require_POST
def add(request, pk):
    meeting = _run_by(request, pk)
    form = AddForm(request.POST, space=meeting.space)
    if form.is_valid():
        person, role = form.cleaned_data["person"], form.cleaned_data["role"]
        do = actions.name_host if role in Seat.HOSTS else actions.put_on_list
        try:
            seat = do(meeting, actor=request.user, person=person, role=role)
        except DomainError as refusal:
            form.add_error("person", str(refusal))
        else:
            messages.success(request, _said_of(seat))
            return redirect("meetings:people", pk)
    return show_people(request, meeting, add=form)


@require_POST
def add_several(request, pk):
    """All of them, or nobody: what cannot be taken is named line by line."""
    meeting = _run_by(request, pk)
    form = SeveralForm(request.POST, space=meeting.space)
    if form.is_valid():
        try:
            seats = actions.put_several_on_list(meeting, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("people", str(refusal))
        else:
            messages.success(request, _said_of_all(seats))
            return redirect("meetings:people", pk)
    return show_people(request, meeting, several=form)


@require_POST
def role(request, pk, seat):
    meeting, found = _seat_at(request, pk, seat)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("meetings:people", pk)
    try:
        changed = actions.give_role(found, actor=request.user, role=form.cleaned_data["role"])
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said_of(changed))
    return redirect("meetings:people", pk) if may_run(request.user, meeting) else redirect(meeting)


@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request, pk, seat):
    """Say what follows; then take somebody off the list."""
    meeting, found = _seat_at(request, pk, seat)
    if request.method != "POST" and found.is_standing:
        return render(request, "meetings/take_off.html", {"meeting": meeting, "seat": found})
    if request.method == "POST":
        try:
            actions.take_off_list(found, actor=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("meetings:people", pk)
    messages.success(request, _("%(name)s is not on the list any more.") % {"name": found.who})
    return redirect("meetings:people", pk) if may_run(request.user, meeting) else redirect(meeting)


def _run_by(request, pk):
    meeting = meeting_of_somebody(request, pk)
    require(may_run(request.user, meeting), RUNNERS)
    return meeting


def _seat_at(request, pk, seat):
    meeting = _run_by(request, pk)
    found = get_object_or_404(meeting.seats.select_related("person"), pk=seat)
    found.meeting = meeting
    return meeting, found


def show_people(request, meeting, add=None, several=None, guests=None):
    context = {
        "meeting": meeting,
        "people": people_of(meeting, request.user, **paging.asked(request.GET, clean)),
        "add": add or AddForm(space=meeting.space),
        "several": several or SeveralForm(space=meeting.space),
        "guests": guests or GuestsForm(),
        "may_ask": may_ask_guests(request.user, meeting) and meeting.takes_bookings,
        "roles": RoleForm.base_fields["role"].choices,
        "is_open": meeting.is_open,
        "rate": rate_of(meeting) if meeting.is_held else None,
    }
    return render(request, "meetings/people.html", context, status=422 if add or several or guests else 200)


def _said_of(seat):
    words = {"name": seat.who, "role": seat.get_role_display()}
    if seat.is_booked:
        return _("%(name)s is on the list as %(role)s.") % words
    if seat.is_waiting:
        return _("No seat is free, so %(name)s waits for one.") % words
    return _("%(name)s stays as they are.") % words


def _said_of_all(seats):
    waiting = sum(seat.is_waiting for seat in seats)
    said = ngettext("%(number)d person is on the list.", "%(number)d people are on the list.", len(seats))
    said %= {"number": len(seats)}
    if waiting:
        more = ngettext("%(number)d waits for a seat.", "%(number)d wait for a seat.", waiting)
        said = f"{said} {more % {'number': waiting}}"
    return said
