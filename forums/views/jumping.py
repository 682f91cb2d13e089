"""The ways to one post of a discussion, on whichever page it stands."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.markdown import clean
from forums.queries import pages
from forums.queries.jumping import post_asked_for
from forums.queries.lines import post_at
from forums.views.fetching import discussion_alone


@require_safe
def post_by_number(request, pk, number):
    discussion = discussion_alone(request, pk)
    found = post_at(discussion, number, request.user, is_as_it_was=True)
    if found is None:
        raise Http404
    return redirect(pages.address_of_post(found))


@require_safe
def jump(request, pk):
    """To a post by its number, or to the first one of a day, on whichever page it stands."""
    discussion = discussion_alone(request, pk)
    found = post_asked_for(discussion, request.GET)
    asked = request.GET.get("post", "") or request.GET.get("day", "")
    if asked and not found and discussion.last_number:
        return render(request, "forums/jump.html", {"discussion": discussion, "asked": clean(asked)}, status=404)
    return redirect(pages.address_of_post(found) if found else discussion)
