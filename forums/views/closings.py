from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.forms import CloseForm, ReopenForm
from forums.models import PrivateNote
from forums.queries.closings import draft_of
from forums.queries.groups import groups_of
from forums.rules import may_close
from forums.views.fetching import run_discussion


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk):
    discussion = run_discussion(request, pk)
    require(may_close(request.user, discussion))
    form = CloseForm(posted(request))
    if not form.is_bound and not discussion.is_open:
        return redirect("forums:closing", pk=pk)
    if _is_done(request, discussion, form, actions.close_discussion):
        return redirect("forums:closing", pk=pk)
    groups = groups_of(discussion, request.user)
    context = {"discussion": discussion, "form": form, "draft": draft_of(discussion), "groups": groups}
    return render(request, "forums/close.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, pk):
    discussion = run_discussion(request, pk)
    require(may_close(request.user, discussion))
    form = ReopenForm(posted(request))
    if not form.is_bound and discussion.is_open:
        return redirect(discussion)
    if _is_done(request, discussion, form, actions.reopen_discussion):
        messages.success(request, _("The discussion is open again, and those who took part are told."))
        return redirect(discussion)
    context = {"discussion": discussion, "form": form, "draft": draft_of(discussion)}
    return render(request, "forums/reopen.html", context, status=422 if form.errors else 200)


def _is_done(request, discussion, form, action):
    if not form.is_bound or not form.is_valid():
        return False
    try:
        action(discussion, actor=request.user, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_safe
def note(request, pk, closing, note):
    found = PrivateNote.objects.visible_to(request.user).filter(closing=closing, closing__discussion=pk)
    found = found.select_related("closing__discussion__space__community", "author", "receiver")
    note = get_object_or_404(found, pk=note)
    actions.see_note(note, actor=request.user)
    return render(request, "forums/note.html", {"note": note, "discussion": note.closing.discussion})
