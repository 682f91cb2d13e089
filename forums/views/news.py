from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.paging import number_in
from forums.queries.news import news_since, posts_since
from forums.queries.readers import reader_of
from forums.views.fetching import visible_discussion

NOTHING, NO_MORE = 204, 286  # the latter ends the asking


@require_safe
def news(request, pk):
    """What came since the page was made: how much of it or, once the reader wants to see it, the posts themselves.

    Nothing is marked as read by it.
    """
    after = number_in(request.GET.get("after", ""))
    found = news_since(pk, request.user, after) if request.user.is_authenticated and after is not None else None
    if found is None:
        raise Http404
    if found.count == 0:
        return HttpResponse(status=NOTHING if found.is_open else NO_MORE)
    if "show" not in request.GET:
        return render(request, "forums/_news.html", {"pk": pk, "after": after, "news": found})
    discussion = visible_discussion(request, pk)
    posts = posts_since(discussion, request.user, after)
    if not posts:  # what came was removed a moment ago
        return HttpResponse(status=NOTHING)
    context = {"discussion": discussion, "reader": reader_of(discussion, request.user), "posts": posts}
    return render(request, "forums/_news_shown.html", context | {"pk": pk, "after": posts[-1].number})
