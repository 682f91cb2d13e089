"""The texts that a team uses again: at hand where somebody writes, and the pages on which they are kept."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError, Gone
from core.forms import posted
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.errors import SavedReplyStale
from forums.forms.saved_replies import SavedReplyForm
from forums.queries.saved_replies import may_use_saved_replies, saved_replies_of
from forums.rules import may_keep_saved_replies
from forums.views.fetching import run_discussion, standing_inside


@require_safe
def choose(request, pk):
    """With htmx a menu beside the box in which somebody writes; otherwise a page from which one begins an answer."""
    discussion = run_discussion(request, pk)
    require(may_use_saved_replies(request.user, discussion))
    saved = list(saved_replies_of(discussion.space.community))
    template = "forums/_saved_menu.html" if request.htmx else "forums/saved.html"
    to = number_in(request.GET.get("to", ""))  # the number of the post that is answered
    return render(request, template, {"discussion": discussion, "saved": saved, "to": to})


@require_http_methods(["GET", "HEAD", "POST"])
def saved_replies(request, slug):
    """All of them, and a new one."""
    standing = _team(request, slug)
    form = SavedReplyForm(posted(request))
    if form.is_bound and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "markdown")}
        try:
            actions.save_reply(standing.community, actor=request.user, **said)
        except DomainError as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("It is kept."))
            return redirect("forums:saved-replies", slug)
    context = {"standing": standing, "saved": saved_replies_of(standing.community), "form": form}
    return render(request, "forums/saved_replies.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_reply_change(request, slug, pk):
    standing = _team(request, slug)
    saved = get_object_or_404(saved_replies_of(standing.community), pk=pk)
    initial = {"title": saved.title, "markdown": saved.markdown, "version": saved.version}
    form = SavedReplyForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data | {"version": form.cleaned_data["version"] or 0}
        try:
            actions.change_saved_reply(saved, actor=request.user, **said)
        except SavedReplyStale as refusal:
            form.data = form.data.copy()
            form.data["version"] = saved.version
            form.add_error("markdown", str(refusal))
        except DomainError as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("It is changed."))
            return redirect("forums:saved-replies", slug)
    context = {"standing": standing, "saved": saved, "form": form}
    return render(request, "forums/saved_reply.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_reply_discard(request, slug, pk):
    standing = _team(request, slug)
    found = saved_replies_of(standing.community).filter(pk=pk)
    if request.method == "POST":
        for saved in found:  # a double click finds nothing more to do
            with suppress(Gone):  # both clicks at once
                actions.throw_saved_reply_away(saved, actor=request.user)
                messages.success(request, _("It is thrown away."))
        return redirect("forums:saved-replies", slug)
    context = {"standing": standing, "saved": get_object_or_404(found)}
    return render(request, "forums/saved_reply_discard.html", context)


def _team(request, slug):
    """The community, for whoever keeps these texts: a stranger learns nothing, a member that it is not theirs to do."""
    standing = standing_inside(request, slug)
    if not request.user.is_authenticated:
        raise Http404
    require(
        may_keep_saved_replies(request.user, standing.community),
        _("Moderators and leaders keep the team’s saved replies."),
    )
    return standing
