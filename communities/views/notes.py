"""What the team notes of a member."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.actions.notes import change_note, delete_note, note_of_member
from communities.forms.notes import NewNoteForm, NoteForm
from communities.models import FacilitationNote
from communities.queries.notes import notes_on
from communities.rules import may_change_note, may_read_notes, may_write_notes
from communities.views.fetching import overseen
from core.forms import posted
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request, slug, pk):
    standing, membership = _noted(request, slug, pk)
    form = NewNoteForm(posted(request))
    if form.is_valid():
        note_of_member(membership, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The note is kept."))
        return redirect("communities:notes", slug, pk)
    context = {
        "standing": standing,
        "membership": membership,
        "notes": notes_on(membership, standing),
        "form": form if may_write_notes(request.user, membership, held=standing.role) else None,
    }
    return render(request, "communities/notes.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request, slug, pk, note):
    standing, membership = _noted(request, slug, pk)
    found = _note(request, membership, note)
    require(may_change_note(request.user, found, held=standing.role), _("Whoever wrote a note changes it."))
    form = NoteForm(posted(request), initial={"text": found.text})
    if form.is_valid():
        change_note(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("communities:notes", slug, pk)
    context = {"standing": standing, "membership": membership, "note": found, "form": form}
    return render(request, "communities/note.html", context, status=422 if form.is_bound else 200)


@require_POST
def note_delete(request, slug, pk, note):
    _standing, membership = _noted(request, slug, pk)
    delete_note(_note(request, membership, note), actor=request.user)
    messages.success(request, _("The note is gone."))
    return redirect("communities:notes", slug, pk)


def _noted(request, slug, pk):
    standing, membership = overseen(request, slug, pk)
    said = _("Nobody reads here what is noted of themselves. It comes with your own data, from your account.")
    require(may_read_notes(request.user, membership, held=standing.role), said)
    return standing, membership


def _note(request, membership, pk):
    own = FacilitationNote.objects.visible_to(request.user).filter(membership=membership)
    found = get_object_or_404(own.select_related("author"), pk=pk)
    found.membership = membership
    return found
