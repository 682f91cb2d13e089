"""What a person does about their own seat; each is a page without JavaScript and a panel with it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.forms import posted
from meetings import actions
from meetings.forms.seats import ApologyForm
from meetings.models import Meeting, Seat
from meetings.queries.pages import meeting_page
from meetings.views.fetching import meeting_of_somebody, visible_meeting


def _deed(do, said):
    """A view that lets `do` happen to the reader's own seat and says what `said` makes of it."""

    @require_POST
    def view(request, pk):
        meeting = meeting_of_somebody(request, pk)
        try:
            seat = do(meeting, actor=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said(seat))
        return shown(request, pk)

    return view


def shown(request, pk):
    """The panel of the seat alone for htmx, else the way back to the meeting."""
    meeting = visible_meeting(request, pk)
    if not request.htmx:
        return redirect(meeting)
    page = meeting_page(meeting, request.user)
    return render(request, "meetings/meeting.html#seat-panel", {"page": page, "meeting": meeting})


def _entered(seat):
    if seat.state == Seat.State.WAITING:
        return _("There is no free seat. You are in the queue, and hear at once when one is yours.")
    return _("You have a seat.")


book = _deed(actions.book_seat, _entered)
maybe = _deed(actions.say_maybe, lambda seat: _("Noted. A maybe takes no seat."))
decline = _deed(actions.decline_seat, lambda seat: _("Noted that you do not come."))
take = _deed(actions.take_offer, lambda seat: _("The seat is yours."))
watch = _deed(actions.watch, lambda nothing: _("You hear when a seat is free."))
unwatch = _deed(actions.unwatch, lambda nothing: _("You no longer watch it."))


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request, pk):
    """Apologise in advance: a page that asks why, and says who gets the seat."""
    meeting = meeting_of_somebody(request, pk)
    form = ApologyForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.give_seat_back(meeting, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you for saying so. The seat is free for somebody else."))
        return redirect(visible_meeting(request, pk)) if _still_sees(request, pk) else redirect("home:home")
    context = {"meeting": meeting, "form": form, "page": meeting_page(meeting, request.user)}
    return render(request, "meetings/give_back.html", context, status=422 if form.errors else 200)


def _still_sees(request, pk):
    """A meeting for those with a seat is out of sight of whoever gave theirs back."""
    return Meeting.objects.visible_to(request.user).filter(pk=pk).exists()
