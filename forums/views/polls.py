"""A poll in a discussion: put, answered, ended."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.queries import use_clock_of
from communities.queries.audiences import audience_of
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.errors import ReadByMore
from forums.forms.fields import ask_again
from forums.forms.polls import OutcomeForm, PollForm, VoteForm
from forums.models import Poll
from forums.queries import pages
from forums.queries.polls import poll_shown
from forums.rules import may_run
from forums.views.fetching import run_discussion
from forums.views.files import chosen_in
from forums.views.previews import preview_of, render_preview


@require_http_methods(["GET", "HEAD", "POST"])
def poll_new(request, pk):
    discussion = run_discussion(request, pk)
    is_preview = request.method == "POST" and "preview" in request.GET
    if not discussion.is_open and not request.POST:
        return redirect(discussion)
    form = PollForm(posted(request), zone=request.user.zone, initial={"readers": audience_of(discussion.space)})
    chosen = chosen_in(request)
    if is_preview and request.htmx:
        return render_preview(form, discussion, request.user, chosen)
    if not is_preview and form.is_bound and form.is_valid() and not chosen.refusals:
        asked = dict(form.cleaned_data)
        markdown = chosen.placed_in(asked.pop("text"))
        try:
            poll = actions.start_poll(discussion, actor=request.user, markdown=markdown, files=chosen.files, **asked)
        except ReadByMore as refusal:
            discussion = run_discussion(request, pk)
            ask_again(form, discussion.space, str(refusal))
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect(pages.address_of_post(poll.post))
    preview = preview_of(form, discussion, request.user, chosen) if is_preview else ""
    context = {"discussion": discussion, "form": form, "preview": preview, "chosen": chosen}
    failed = (form.errors or chosen.refusals) and not is_preview
    return render(request, "forums/poll_new.html", context, status=422 if failed else 200)


@require_safe
def poll(request, pk):
    found = _visible_poll(request, pk)
    shown = poll_shown(found, request.user)
    return _show(request, shown, _vote_form(shown) if shown.asks or _is_changing(request, shown) else None)


@require_http_methods(["GET", "HEAD", "POST"])
def vote(request, pk):
    found = _visible_poll(request, pk)
    if request.method != "POST":  # the address of a refusal, asked for again
        return redirect(found)
    form = _vote_form(poll_shown(found, request.user), request.POST)
    if form.is_valid():
        try:
            actions.vote(found, actor=request.user, chosen=form.chosen)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your vote is counted."))
            return redirect(pages.address_of_post(found.post))
    return _show(request, poll_shown(_visible_poll(request, pk), request.user), form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def poll_end(request, pk):
    """To end it, and to say what follows; of one that has ended, what follows may be said later."""
    found = _visible_poll(request, pk)
    require(may_run(request.user, found.discussion), _("Moderators and leaders put polls here, and end them."))
    form = OutcomeForm(posted(request), initial={"outcome": found.outcome})
    if form.is_bound and form.is_valid():
        try:
            actions.end_poll(found, actor=request.user, outcome=form.cleaned_data["outcome"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(pages.address_of_post(found.post))
    context = {"shown": poll_shown(found, request.user), "form": form}
    return render(request, "forums/poll_end.html", context, status=422 if form.errors else 200)


def _visible_poll(request, pk):
    polls = Poll.objects.visible_to(request.user).select_related("post__author", "post__discussion__space__community")
    found = get_object_or_404(polls, pk=pk)
    use_clock_of(found.discussion.space.community, request.user)
    return found


def _is_changing(request, shown):
    return shown.may_change and "change" in request.GET


def _vote_form(shown, data=None):
    return VoteForm(data, poll=shown.poll, options=shown.options, mine=shown.mine)


def _show(request, shown, form, *, status=200):
    return render(request, "forums/poll.html", {"shown": shown, "form": form}, status=status)
