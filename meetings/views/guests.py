"""One meeting for somebody from outside, by the link in their letters; and asking them."""

import zoneinfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.permissions import require
from meetings import actions
from meetings.forms.guests import GuestsForm, ZoneForm
from meetings.forms.seats import ApologyForm
from meetings.queries.guests import guest_page
from meetings.rules import may_ask_guests, may_come_as_oneself
from meetings.views.fetching import meeting_of_somebody, seat_by
from meetings.views.people import show_people
from meetings.views.words import RUNNERS
from notifications.rules import silence_token


@require_safe
def guest(request, token):
    return _show(request, token, ApologyForm())


@require_POST
def come(request, token):
    return _answer(request, token, actions.come_as_guest, _entered)


@require_POST
def maybe(request, token):
    return _answer(request, token, actions.say_maybe_as_guest, lambda seat: _("Noted. A maybe takes no seat."))


@require_POST
def decline(request, token):
    form = ApologyForm(request.POST)
    if not form.is_valid():
        return _show(request, token, form)
    reason = form.cleaned_data["reason"]
    return _answer(request, token, actions.decline_as_guest, lambda seat: _("Thank you for saying so."), reason=reason)


@login_required
@require_POST
def as_oneself(request, token):
    """The same seat in one's own name, for somebody with an account to whose address the link was sent."""
    seat_by(token)
    try:
        meeting = actions.come_as_oneself(token, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:guest", token)
    messages.success(request, _("Here you are yourself."))
    return redirect(meeting)


@require_POST
def ask(request, pk):
    """All of them, or nobody: a line that cannot be taken is named."""
    meeting = meeting_of_somebody(request, pk)
    require(may_ask_guests(request.user, meeting), RUNNERS)
    form = GuestsForm(request.POST)
    if form.is_valid():
        try:
            asked = actions.ask_guests(meeting, actor=request.user, guests=form.cleaned_data["guests"])
        except DomainError as refusal:
            form.add_error("guests", str(refusal))
        else:
            said = ngettext("%(number)d letter is on its way.", "%(number)d letters are on their way.", len(asked))
            messages.success(request, said % {"number": len(asked)} if asked else _("All of them are asked already."))
            return redirect("meetings:people", pk)
    return show_people(request, meeting, guests=form)


def _answer(request, token, do, said, **facts):
    seat_by(token)
    try:
        seat = do(token, actor=request.user, **facts)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said(seat))
    zone = ZoneForm(request.POST)
    query = zone.cleaned_data if zone.is_valid() else None
    return redirect(reverse("meetings:guest", args=[token], query=query))


def _entered(seat):
    if seat.is_waiting:
        return _("There is no free seat. You are in the queue, and get a letter at once when one is yours.")
    return _("You have a seat.")


def _show(request, token, form):
    """On the clock that they chose, else on their own, else on the meeting's. Search engines are to leave it alone."""
    page = guest_page(seat_by(token))
    own = request.user.time_zone if request.user.is_authenticated else ""
    zone = ZoneForm({"zone": request.GET.get("zone") or own or page.meeting.time_zone})
    chosen = zone.cleaned_data["zone"] if zone.is_valid() else page.meeting.time_zone
    context = {
        "page": page,
        "meeting": page.meeting,
        "form": form,
        "zone": ZoneForm(initial={"zone": chosen}),
        "chosen": request.GET.get("zone", "") and chosen,
        "token": token,
        "silence": silence_token(page.seat.email),
        "is_own": request.user.is_authenticated and may_come_as_oneself(request.user, page.seat),
    }
    with timezone.override(zoneinfo.ZoneInfo(chosen)):
        response = render(request, "meetings/guest.html", context, status=422 if form.errors else 200)
    response["X-Robots-Tag"] = "noindex"
    return response
