from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.rules import may_arrange
from core.errors import DomainError
from core.forms import posted
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.errors import MovedMeanwhile
from forums.forms.merging import MergeForm, TargetForm
from forums.models import Discussion
from forums.queries import pages
from forums.queries.merging import (
    carries_answer,
    marker_of,
    seen_of,
    shift_of_merge,
    targets_found,
    what_hinders,
    what_hinders_going,
)
from forums.rules import may_merge
from forums.views.fetching import run_discussion


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk):
    """Find the other discussion, see who would read what was said here, say why, and let this one go on in it."""
    if request.method == "POST" and (marker := marker_of(pk, request.user)):
        return redirect(pages.address_of_post(marker))  # a double click
    source = run_discussion(request, pk)
    into = number_in(request.POST.get("into", "") or request.GET.get("into", ""))
    if into is None:
        words = TargetForm(request.GET).wanted.get("q", "")
        why_not = what_hinders_going(source)
        targets = [] if why_not else targets_found(source, request.user, words)
        context = {"discussion": source, "words": words, "targets": targets, "why_not": why_not}
        return render(request, "forums/merge.html", context)
    target = _target(request, source, into)
    form = MergeForm(posted(request), initial={"seen": seen_of(source, target)})
    if form.is_bound and form.is_valid():
        try:
            merged = actions.merge_discussion(source, target=target, actor=request.user, **form.cleaned_data)
        except MovedMeanwhile as refusal:
            source, target = run_discussion(request, pk), _target(request, source, into)
            form.data = form.data | {"seen": seen_of(source, target)}
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("All of it goes on here now. Those who wrote in it or follow it are told."))
            return redirect(pages.address_of_post(merged.marker))
    return _show(request, source, target, form)


def _target(request, source, pk):
    found = Discussion.objects.visible_to(request.user).select_related("space__community")
    target = get_object_or_404(found, pk=pk)
    require(may_merge(request.user, source, target), _("Who runs both discussions merges one into the other."))
    return target


def _show(request, source, target, form):
    context = {
        "discussion": source,
        "target": target,
        "form": form,
        "why_not": what_hinders(source, target),
        "carries_answer": carries_answer(source, target),
        "shift": shift_of_merge(source, target, is_leader=may_arrange(request.user, source.space.community)),
    }
    return render(request, "forums/merge_check.html", context, status=422 if form.errors else 200)
