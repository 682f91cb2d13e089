from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.markdown import render as render_markdown
from forums.queries import closings, pages
from forums.queries.follow_ons import with_links
from forums.queries.groups import with_people
from forums.queries.readers import Reader
from forums.views.fetching import visible_discussion


@require_safe
def print_out(request, pk):
    """The whole discussion on one page, or a part of a very long one.

    The same for all who have blocked nobody, voted in its polls, know the same people of its groups and find the same
    in the library.
    """
    discussion = visible_discussion(request, pk)
    timezone.activate(discussion.space.community.zone)  # until the answer is made: paper has one clock for all
    page = pages.thread_page(discussion, request.GET, size=pages.POSTS_PER_PRINT)
    reader = Reader(request.user, discussion, None)  # nothing can be done on paper
    context = {"discussion": discussion, "page": page, "reader": reader, "site": request.build_absolute_uri("/")[:-1]}
    if discussion.opened_at is None:
        context["question_html"] = render_markdown(discussion.question)
    if page.is_first and reader.groups:
        context["groups"] = with_people(reader.groups, discussion, request.user)
    if discussion.was_reopened and page.is_first:
        context["history"] = closings.history(discussion, request.user)
    with_links(filter(None, [discussion.closing, *(each.closing for each in context.get("history", ()))]), request.user)
    return render(request, "forums/print.html", context)
