"""Keeping a post to find it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.paging import number_in
from forums import actions
from forums.queries import pages
from forums.queries.acts import acts_of
from forums.queries.bookmarks import bookmarks_of
from forums.views.fetching import visible_post


@require_safe
@login_required
def bookmarks(request):
    after, before = (number_in(request.GET.get(name, "")) for name in ("after", "before"))
    page = bookmarks_of(request.user, after=after, before=None if after else before)
    return render(request, "forums/bookmarks.html", {"page": page})


@require_POST
def bookmark(request, pk):
    return _change(request, pk, actions.keep_bookmark, _("Kept. You find it under your name, in Bookmarks."))


@require_POST
def unbookmark(request, pk):
    return _change(request, pk, actions.drop_bookmark, _("The bookmark is gone."))


def _change(request, pk, action, said):
    """The post, or where the list of bookmarks was left; with htmx what may be done with the post, anew."""
    post = visible_post(request, pk)
    action(post, actor=request.user)
    if request.htmx:
        acts = acts_of(post, request.user)
        context = {"post": post, "discussion": post.discussion, "acts": acts, "is_changed": True}
        return render(request, "forums/_post_acts.html", context)
    messages.success(request, said)
    return redirect("forums:bookmarks" if "from_list" in request.POST else pages.address_of_post(post))
