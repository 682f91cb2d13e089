"""What happens to a post that stands: it is changed, removed, brought back; and what it said before."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.queries.audiences import audience_of
from core.errors import DomainError, Stale
from core.forms import posted
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.errors import DiscussionClosed, PostRemoved, ReadByMore
from forums.forms import EditForm, RemoveForm
from forums.forms.fields import ask_again
from forums.models import Unsent
from forums.queries import pages
from forums.queries.mentions import named_before, with_erased
from forums.queries.quoting import traces_of
from forums.queries.revisions import history_of
from forums.queries.unsent import begun_at
from forums.rules import may_edit, may_remove, may_restore, may_run
from forums.views.fetching import visible_post
from forums.views.files import chosen_in
from forums.views.previews import preview_of, render_preview
from forums.views.unsent import forget_sent


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    post = visible_post(request, pk)
    require(may_edit(request.user, post), _("Only its author changes a post, and a summary only while they moderate."))
    if request.method != "POST" and (post.is_gone or not post.discussion.is_open):
        return redirect(post)
    initial = {"text": post.markdown, "version": post.version, "readers": audience_of(post.discussion.space)}
    begun = begun_at(request.user, Unsent.Kind.EDIT, post) if request.method != "POST" else None
    goes_on = begun if "unsent" in request.GET else None
    if goes_on:
        initial |= {"text": begun.text, "version": begun.based_on, "known": begun.known}
    form, chosen = EditForm(posted(request), initial=initial), chosen_in(request, post)
    if request.method == "POST" and "preview" in request.GET:
        return _preview_edit(request, post, form, chosen)
    if form.is_bound and form.is_valid() and not chosen.refusals:
        said = form.cleaned_data
        try:
            edited = actions.edit_post(
                post,
                actor=request.user,
                markdown=chosen.placed_in(said["text"]),
                version=said["version"],
                readers=said["readers"],
                files=chosen.wanted,
            )
        except Stale as refusal:
            return _edit_again(request, post, form, chosen, str(refusal))
        except ReadByMore as refusal:
            post = visible_post(request, pk)
            ask_again(form, post.discussion.space, str(refusal))
        except (PostRemoved, DiscussionClosed) as refusal:
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            forget_sent(request, Unsent.Kind.EDIT, post)
            return redirect(pages.address_of_post(edited))
    status = 422 if form.errors or chosen.refusals else 200
    return _show_edit(request, post, form, chosen, status=status, begun=begun, goes_on=goes_on)


def _preview_edit(request, post, form, chosen):
    before = named_before(post)
    if request.htmx:
        return render_preview(form, post.discussion, request.user, chosen, before=before)
    html = preview_of(form, post.discussion, request.user, chosen, before=before)
    return _show_edit(request, post, form, chosen, preview=html)


def _edit_again(request, post, form, chosen, refusal):
    """The same text over the post as it is now, which is shown too. Sent again, it replaces it."""
    post = visible_post(request, post.pk)
    again = EditForm(form.data.copy())
    again.data["version"] = post.version
    again.data["text"] = with_erased(again.data.get("text", ""), post.markdown)
    again.add_error(None, refusal)
    return _show_edit(request, post, again, chosen, meanwhile=post.html, status=409)


def _show_edit(request, post, form, chosen, *, status=200, **more):
    context = {"post": post, "discussion": post.discussion, "form": form, "chosen": chosen, **more}
    return render(request, "forums/edit.html", context, status=status)


@require_safe
def history(request, pk):
    post = visible_post(request, pk)
    if post.is_removed:
        raise Http404
    found = history_of(post, before=number_in(request.GET.get("before", "")))
    return render(request, "forums/history.html", {"post": post, "discussion": post.discussion, "history": found})


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, pk):
    post = visible_post(request, pk)
    require(may_remove(request.user, post), _("Its author and whoever runs the discussion remove a post."))
    is_own = post.author_id == request.user.pk
    if request.method != "POST" and (post.is_removed or post.number == 1):
        return redirect(pages.address_of_post(post))
    form = RemoveForm(posted(request)) if not is_own else None
    if request.method == "POST" and (is_own or form.is_valid()):
        why = {} if is_own else form.cleaned_data
        try:
            actions.remove_post(post, actor=request.user, **why)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _offer_undo(request, post))
        return redirect(pages.address_of_post(post))
    context = {
        "post": post,
        "discussion": post.discussion,
        "form": form,
        "traces": traces_of(post, request.user),
        "may_run": may_run(request.user, post.discussion),
    }
    return render(request, "forums/remove.html", context, status=422 if form and form.errors else 200)


def _offer_undo(request, post):
    # Rendered by a template, which escapes.
    context = {"post": post, "is_own": post.author_id == request.user.pk}
    return mark_safe(render_to_string("forums/_undo.html", context, request))


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request, pk):
    post = visible_post(request, pk)
    if not post.is_gone:
        return redirect(pages.address_of_post(post))
    require(may_restore(request.user, post), _("Whoever removed a post brings it back."))
    if request.method != "POST":
        return render(request, "forums/restore.html", {"post": post, "discussion": post.discussion})
    try:
        actions.restore_post(post, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The post is back."))
    return redirect(pages.address_of_post(post))
