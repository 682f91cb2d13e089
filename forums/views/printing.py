from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forums.queries import closings, pages
from forums.views.fetching import visible_discussion


@require_safe
def print_out(request, pk):
    """The whole discussion on one page, or a part of a very long one; it says the same to every reader."""
    discussion = visible_discussion(request, pk)
    timezone.activate(discussion.space.community.zone)  # until the answer is made: paper has one clock for all
    page = pages.thread_page(discussion, request.GET, size=pages.POSTS_PER_PRINT)
    context = {"discussion": discussion, "page": page}
    if discussion.was_reopened and page.is_first:
        context["history"] = closings.history(discussion, request.user)
    return render(request, "forums/print.html", context)
