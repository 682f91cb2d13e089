"""What happens to a post that stands: it is changed, removed, brought back; and what it said before."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.queries import use_clock_of
from core.errors import DomainError, Stale
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.errors import DiscussionClosed, PostRemoved
from forums.forms import EditForm, RemoveForm
from forums.models import Post
from forums.queries import pages
from forums.queries.mentions import named_before, with_erased
from forums.queries.quoting import traces_of
from forums.queries.revisions import history_of
from forums.rules import may_edit, may_remove, may_restore, may_run
from forums.views.previews import preview_of, render_preview


def _visible_post(request, pk):
    found = Post.objects.visible_to(request.user).select_related("discussion__space__community", "author", "sender")
    post = get_object_or_404(found, pk=pk)
    use_clock_of(post.discussion.space.community, request.user)
    return post


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    post = _visible_post(request, pk)
    require(may_edit(request.user, post), _("Only its author changes a post, and a summary only while they moderate."))
    if request.method != "POST" and (post.is_gone or not post.discussion.is_open):
        return redirect(post)
    form = EditForm(request.POST or None, initial={"text": post.markdown, "version": post.version})
    if request.method == "POST" and "preview" in request.GET:
        return _preview_edit(request, post, form)
    if form.is_bound and form.is_valid():
        try:
            edited = actions.edit_post(
                post, actor=request.user, markdown=form.cleaned_data["text"], version=form.cleaned_data["version"]
            )
        except Stale as refusal:
            return _edit_again(request, post, form, str(refusal))
        except (PostRemoved, DiscussionClosed) as refusal:
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect(pages.address_of_post(edited))
    return _show_edit(request, post, form, status=422 if form.errors else 200)


def _preview_edit(request, post, form):
    before = named_before(post)
    if request.htmx:
        return render_preview(form, post.discussion, request.user, before=before)
    return _show_edit(request, post, form, preview=preview_of(form, post.discussion, request.user, before=before))


def _edit_again(request, post, form, refusal):
    """The same text over the post as it is now, which is shown too. Sent again, it replaces it."""
    post = _visible_post(request, post.pk)
    again = EditForm(form.data.copy())
    again.data["version"] = post.version
    again.data["text"] = with_erased(again.data.get("text", ""), post.markdown)
    again.add_error(None, refusal)
    return _show_edit(request, post, again, meanwhile=post.html, status=409)


def _show_edit(request, post, form, *, status=200, **more):
    context = {"post": post, "discussion": post.discussion, "form": form, **more}
    return render(request, "forums/edit.html", context, status=status)


@require_safe
def history(request, pk):
    post = _visible_post(request, pk)
    if post.is_removed:
        raise Http404
    found = history_of(post, before=number_in(request.GET.get("before", "")))
    return render(request, "forums/history.html", {"post": post, "discussion": post.discussion, "history": found})


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, pk):
    post = _visible_post(request, pk)
    require(may_remove(request.user, post), _("Its author and whoever runs the discussion remove a post."))
    is_own = post.author_id == request.user.pk
    if request.method != "POST" and (post.is_removed or post.number == 1):
        return redirect(pages.address_of_post(post))
    form = RemoveForm(request.POST or None) if not is_own else None
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
        "traces": traces_of(post),
        "may_run": may_run(request.user, post.discussion),
    }
    return render(request, "forums/remove.html", context, status=422 if form and form.errors else 200)


def _offer_undo(request, post):
    # Rendered by a template, which escapes.
    context = {"post": post, "is_own": post.author_id == request.user.pk}
    return mark_safe(render_to_string("forums/_undo.html", context, request))


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request, pk):
    post = _visible_post(request, pk)
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
