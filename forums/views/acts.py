"""Whatever a reader may do with one post beyond answering, quoting and editing it."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from forums.queries import pages
from forums.queries.acts import acts_of
from forums.views.fetching import visible_post


@require_safe
def more(request, pk):
    """A page, or with htmx the list that stands beneath the post."""
    post = visible_post(request, pk)
    if post.is_removed:
        return redirect(pages.address_of_post(post))
    context = {"post": post, "discussion": post.discussion, "acts": acts_of(post, request.user)}
    return render(request, "forums/_post_acts.html" if request.htmx else "forums/more.html", context)
