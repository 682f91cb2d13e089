"""A first post that waits for the team: its author's view of it, and the team's."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.queries import use_clock_of
from communities.queries.audiences import audience_of
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.errors import HeldOver, HeldStale, ReadByMore
from forums.forms import EditForm
from forums.forms.fields import ask_again
from forums.forms.held import LetThroughForm, TurnDownForm
from forums.models import Discussion, HeldPost
from forums.queries import pages
from forums.queries.held import others_waiting, shown_as_written, turned_down_before
from forums.rules import may_change_held, may_decide_held, may_take_back
from forums.views.files import chosen_in
from forums.views.previews import preview_of, render_preview


def _held(request, pk):
    found = HeldPost.objects.visible_to(request.user).select_related(
        *("author", "decided_by", "post", "parent__author", "parent__sender", "discussion__space__community"),
        "discussion__planned_by",
    )
    held = get_object_or_404(found, pk=pk)
    use_clock_of(held.community, request.user)
    return held


def _too_late(request, held):
    """Back to where it stands by whom, for a second one of the team."""
    messages.info(request, _("Somebody else has turned it down already, and their words were sent."))
    return redirect("forums:reports", held.community.slug)


@require_safe
def held(request, pk):
    if answered := turned_down_before(pk, request.user):
        return redirect("forums:reports", answered.community.slug)
    found = _held(request, pk)
    if found.post:
        return redirect(found.post)
    return _show(request, found)


def _show(request, held, *, form=None, refusal="", status=422):
    reader, is_own = request.user, held.author_id == request.user.pk
    decides = held.is_waiting and may_decide_held(reader, held)
    context = {
        "held": held,
        "discussion": held.discussion,
        "community": held.community,
        "html": shown_as_written(held),
        "is_own": is_own,
        "is_found": not is_own or Discussion.objects.visible_to(reader).filter(pk=held.discussion_id).exists(),
        "may_change": held.is_waiting and may_change_held(reader, held),
        "decides": decides,
        "others": [(other, shown_as_written(other)) for other in others_waiting(held, reader)] if decides else [],
        "form": form or (TurnDownForm() if decides else None),
        "refusal": refusal,
    }
    failed = refusal or (form and form.errors)
    return render(request, "forums/held.html", context, status=status if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    found = _held(request, pk)
    require(may_change_held(request.user, found), _("Only its author changes a post."))
    if request.method != "POST" and not found.is_waiting:
        return redirect(found)
    initial = {"text": found.markdown, "version": found.version, "readers": audience_of(found.discussion.space)}
    form, chosen = EditForm(posted(request), initial=initial), chosen_in(request, found)
    if request.method == "POST" and "preview" in request.GET:
        return _preview(request, found, form, chosen)
    if form.is_bound and form.is_valid() and not chosen.refusals:
        said = form.cleaned_data
        try:
            actions.change_held(
                found,
                actor=request.user,
                markdown=chosen.placed_in(said["text"]),
                version=said["version"],
                readers=said["readers"],
                files=chosen.wanted,
            )
        except HeldStale as refusal:
            return _edit_again(request, found, form, chosen, str(refusal))
        except ReadByMore as refusal:
            found = _held(request, pk)
            ask_again(form, found.discussion.space, str(refusal))
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Saved. The team reads it like this."))
            return redirect(found)
    return _show_edit(request, found, form, chosen, status=422 if form.errors or chosen.refusals else 200)


def _preview(request, held, form, chosen):
    if request.htmx:
        return render_preview(form, held.discussion, request.user, chosen)
    return _show_edit(request, held, form, chosen, preview=preview_of(form, held.discussion, request.user, chosen))


def _edit_again(request, held, form, chosen, refusal):
    held = _held(request, held.pk)
    again = EditForm(form.data.copy())
    again.data["version"] = held.version
    again.add_error(None, refusal)
    return _show_edit(request, held, again, chosen, meanwhile=shown_as_written(held), status=409)


def _show_edit(request, held, form, chosen, *, status=200, **more):
    context = {"held": held, "discussion": held.discussion, "form": form, "chosen": chosen, **more}
    return render(request, "forums/held_edit.html", context, status=status)


@require_POST
def take_back(request, pk):
    found = _held(request, pk)
    require(may_take_back(request.user, found), _("Only its author takes a post back."))
    try:
        if actions.take_back(found, actor=request.user):
            messages.success(request, _("Taken back. Nobody else is shown it; the text is kept for you here."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def let_through(request, pk):
    if answered := turned_down_before(pk, request.user):
        return _too_late(request, answered)
    found = _held(request, pk)
    form = LetThroughForm(request.POST)
    require(may_decide_held(request.user, found), _("Moderators and leaders look at first posts."))
    if not form.is_valid():
        return _show(request, found, refusal=_("Please read it once more before you let it through."), status=409)
    try:
        post = actions.let_through(found, actor=request.user, version=form.cleaned_data["version"])
    except HeldOver as refusal:
        messages.error(request, str(refusal))
        return redirect("forums:reports", found.community.slug)
    except DomainError as refusal:
        return _show(request, _held(request, pk), refusal=str(refusal), status=409)
    messages.success(request, _("It is shown now. Its author is told, and so is whom it concerns."))
    _let_others_through(request, found, form.cleaned_data["others"])
    return redirect(pages.address_of_post(post))


def _let_others_through(request, held, versions):
    """What was read on the same page, each by itself: what was changed or decided meanwhile waits on."""
    left = 0
    for other in others_waiting(held, request.user):
        if other.pk in versions:
            try:
                actions.let_through(other, actor=request.user, version=versions[other.pk])
            except DomainError:
                left += 1
    if left:
        said = _("Something else of theirs could not be shown with it, because it was changed or closed meanwhile.")
        messages.warning(request, said)


@require_POST
def turn_down(request, pk):
    if answered := turned_down_before(pk, request.user):
        return _too_late(request, answered)
    found = _held(request, pk)
    form = TurnDownForm(request.POST)
    require(may_decide_held(request.user, found), _("Moderators and leaders look at first posts."))
    if not form.is_valid():
        return _show(request, found, form=form)
    try:
        if not actions.turn_down(found, actor=request.user, words=form.cleaned_data["words"]):
            return _too_late(request, found)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Not shown. Its author is told why."))
    return redirect("forums:reports", found.community.slug)
