"""A closing that was published: it is put right in place, and everybody reads that it was."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError, Stale
from core.forms import posted
from forums import actions
from forums.forms import CorrectForm
from forums.models import Closing
from forums.queries.corrections import corrections_of, lines_on_removed
from forums.rules import may_run
from forums.views.citing import warn_of_citations
from forums.views.fetching import run_discussion, visible_discussion


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk, closing):
    discussion = run_discussion(request, pk)
    closing = _published(request, discussion, closing)
    begun = {"summary": closing.summary, "result": closing.result, "value": closing.value, "version": closing.version}
    form = CorrectForm(posted(request), initial=begun)
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.correct_closing(closing, actor=request.user, keeps_old=not said.pop("forgets"), **said)
        except Stale as refusal:
            return _again(request, discussion, form, closing, str(refusal))
        except DomainError as refusal:
            form.add_error("summary", str(refusal))
        else:
            messages.success(request, _("The summary is corrected. Nobody was written to."))
            warn_of_citations(request, discussion, form.cleaned_data["summary"])
            return redirect(closing)
    return _show(request, discussion, closing, form, status=422 if form.errors else 200)


def _published(request, discussion, pk):
    closing = get_object_or_404(Closing.objects.visible_to(request.user), discussion=discussion, pk=pk)
    closing.discussion = discussion
    return closing


def _again(request, discussion, form, closing, refusal):
    """The same text over the summary as it is now, which is shown too. Sent again, it replaces it."""
    closing.refresh_from_db()
    again = CorrectForm(form.data.copy())
    again.data["version"] = closing.version
    again.add_error(None, refusal)
    return _show(request, discussion, closing, again, meanwhile=closing.summary_html, status=409)


def _show(request, discussion, closing, form, *, status, **more):
    context = {"discussion": discussion, "closing": closing, "form": form, "stale": lines_on_removed(closing), **more}
    return render(request, "forums/closing_correct.html", context, status=status)


@require_safe
def history(request, pk, closing):
    discussion = visible_discussion(request, pk)
    closing = _published(request, discussion, closing)
    if closing.corrected_at is None:
        raise Http404
    sees_old = may_run(request.user, discussion)
    context = {
        "discussion": discussion,
        "closing": closing,
        "corrections": corrections_of(closing, with_words=sees_old),
        "sees_old": sees_old,
    }
    return render(request, "forums/closing_corrections.html", context)
