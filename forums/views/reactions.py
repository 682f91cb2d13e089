"""Reacting to a post, and who did."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from forums import actions
from forums.models import Reaction
from forums.queries import pages
from forums.queries.reactions import reacted_to, reactions_of
from forums.queries.readers import reader_of
from forums.views.fetching import visible_discussion, visible_post


@require_POST
def react(request, pk, kind):
    return _change(request, pk, kind, actions.react)


@require_POST
def unreact(request, pk, kind):
    return _change(request, pk, kind, actions.take_back_reaction)


def _change(request, pk, kind, action):
    """The post again, or with htmx the row beneath it."""
    if kind not in Reaction.Kind:
        raise Http404
    post = visible_post(request, pk)
    action(post, kind=kind, actor=request.user)
    if not request.htmx:
        return redirect(pages.address_of_post(post))
    discussion = visible_discussion(request, post.discussion_id)
    row = pages.post_row(discussion, pk)
    reader = reader_of(discussion, request.user)
    reader.reacted.update(reactions_of(request.user, [row]))
    return render(request, "forums/_post_row.html", {"discussion": discussion, "reader": reader, "post": row})


@require_safe
def reactions(request, pk):
    """Who reacted: a page, or with htmx the list that stands beneath the post."""
    post = visible_post(request, pk)
    if post.is_removed:
        return redirect(pages.address_of_post(post))
    context = {"post": post, "discussion": post.discussion, "reacted": reacted_to(post, request.user)}
    return render(request, "forums/_reactions.html" if request.htmx else "forums/reactions.html", context)
