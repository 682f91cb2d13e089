from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.errors import NotConfirmed
from communities.rules import may_arrange
from core.errors import DomainError
from core.paging import number_in
from forums import actions
from forums.forms.moves import MoveForm
from forums.queries.moves import notes_left, shift_of, targets_of
from forums.views.fetching import run_discussion


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk):
    """Choose a space, see who would gain and who would lose sight of it, and then take the discussion there."""
    discussion = run_discussion(request, pk)
    sent = request.POST if request.method == "POST" else request.GET if "to" in request.GET else None
    if request.method == "POST" and number_in(request.POST.get("to", "")) == discussion.space_id:
        return redirect(discussion)  # a double click
    form = MoveForm(sent, targets=targets_of(discussion, request.user))
    target = form.cleaned_data["to"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and target:
        try:
            wish = {"source_id": form.cleaned_data["found_in"], "target": target}
            moved = actions.move_discussion(
                discussion, actor=request.user, is_confirmed="confirm" in request.POST, **wish
            )
        except NotConfirmed:
            pass  # it is asked again, as it stands now
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("forums:move", pk=pk)
        else:
            messages.success(request, _("It is in %(space)s now.") % {"space": moved.space.name})
            return redirect(moved)
    return _show(request, discussion, form, target)


def _show(request, discussion, form, target):
    is_leader = may_arrange(request.user, discussion.space.community)
    context = {"discussion": discussion, "form": form, "target": target, "is_leader": is_leader}
    if target:
        context["shift"] = shift_of(discussion, target, is_leader=is_leader)
    if request.htmx:
        return render(request, "forums/move.html#check", context)
    context["left"] = notes_left(discussion, request.user)
    is_wrong = request.method == "POST" and form.errors
    return render(request, "forums/move.html", context, status=422 if is_wrong else 200)
