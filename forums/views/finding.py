from contextlib import suppress

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forums.forms.finding import PostsForm
from forums.queries.finding import posts_found, writer_there
from forums.queries.pages import read_path
from forums.views.fetching import visible_discussion


@require_safe
def search(request, pk):
    """What was said in one discussion, by words or by who said it."""
    discussion = visible_discussion(request, pk)
    if discussion.opened_at is None:
        raise Http404
    form = PostsForm(request.GET)
    words, handle = form.wanted.get("q", ""), form.wanted.get("by", "")
    by = writer_there(discussion, handle) if handle else None
    context = {"discussion": discussion, "form": form, "words": words, "by": by, "is_nobody": bool(handle) and not by}
    if by or (words and not handle):
        context["found"] = posts_found(discussion, request.user, words=words, by=by, after=_position(request))
    return render(request, "forums/search.html", context)


def _position(request):
    with suppress(ValueError):
        return read_path(request.GET.get("after", ""))
    return ""
