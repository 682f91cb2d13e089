from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from core.markdown import render as render_markdown
from forums import actions
from forums.models import Discussion
from forums.queries import closings, pages
from forums.queries.answers import answer_of
from forums.queries.asking import asking_of
from forums.queries.jumping import ways_from
from forums.queries.rail import rail_of
from forums.queries.reactions import reactions_of
from forums.queries.readers import reader_of
from forums.queries.thanks import with_thanks
from forums.views.fetching import visible_discussion
from notifications.queries import unread_count


@require_safe
def discussion(request, pk, slug=""):
    found = visible_discussion(request, pk)
    if slug != found.slug:
        query = request.META["QUERY_STRING"]
        return HttpResponseRedirect(f"{found.get_absolute_url()}{'?' if query else ''}{query}")
    reader = reader_of(found, request.user)
    unread = unread_count(request.user) if request.user.is_authenticated else 0
    etag = _etag(request, reader, unread)
    response = get_conditional_response(request, etag=etag) if etag else None
    if response is None:
        response = _shared(request, etag, lambda: _page(request, found, reader, unread))
        if etag:
            response["ETag"] = etag
    return response


def _page(request, discussion, reader, unread):
    page = pages.thread_page(discussion, request.GET)
    if reader.has_news(page):
        actions.mark_read(discussion, actor=request.user, before=reader.last_read, shown=page.shown.keys())
    if unread:
        actions.see_posts(discussion, actor=request.user, posts=page.shown.values())
    if unread and discussion.closing and page.is_first:
        actions.see_closing(discussion.closing, actor=request.user)
    reader.reacted.update(reactions_of(request.user, page.posts))
    ways = ways_from(discussion, page, request.GET)
    context = {"discussion": discussion, "reader": reader, "page": page, "ways": ways, "unread_count": unread}
    context["rail"] = rail_of(discussion, page)
    if discussion.opened_at is None:
        context["question_html"] = render_markdown(discussion.question)
    if discussion.closing and page.is_first:
        with_thanks([discussion.closing], request.user)
    if discussion.kind == Discussion.Kind.QUESTION:
        context["answer"] = answer_of(reader) if page.is_first else None
        context["asking"] = asking_of(discussion, request.user, may_ask=reader.may_ask_members)
    if discussion.was_reopened:
        context["history"] = closings.history(discussion, request.user)
    for closing in [discussion.closing, *(chapter.closing for chapter in context.get("history", ()))]:
        if closing:
            closing.kept_as = reader.kept.get(closing.pk)
            closing.leads_to = reader.leads.get(closing.pk, [])
    return render(request, "forums/discussion.html", context)


def _shared(request, etag, make):
    """All visitors are shown the same page, so this process keeps it for a minute; its tag says when it has changed."""
    if request.user.is_authenticated or etag is None:
        return make()
    key = pages.fingerprint(etag, request.get_full_path())
    html = caches["pages"].get(key)
    if html is None:
        html = make().content
        caches["pages"].set(key, html)
    return HttpResponse(html)


def _etag(request, reader, unread):
    """What the page depends on, known before a post is read; nothing while a message waits to be shown."""
    if messages.get_messages(request):
        return None
    # The forms' token is good as long as its cookie stays the same; a visitor's page has no forms.
    token = request.user.is_authenticated and request.META.get("CSRF_COOKIE")
    manner = (settings.RELEASE, request.LANGUAGE_CODE, timezone.get_current_timezone_name())
    return pages.fingerprint(*manner, token, *reader.state, unread)


@require_POST
def follow(request, pk):
    return _set_volume(request, pk, actions.follow_discussion)


@require_POST
def unfollow(request, pk):
    return _set_volume(request, pk, actions.unfollow_discussion)


@require_POST
def mute(request, pk):
    return _set_volume(request, pk, actions.mute_discussion)


def _set_volume(request, pk, action):
    found = visible_discussion(request, pk)
    action(found, actor=request.user)
    if request.htmx:
        reader = reader_of(visible_discussion(request, pk), request.user)
        context = {
            "pk": pk,
            "volume": reader.discussion.volume,
            "around": reader.discussion.volume_around,
            "has_asked": reader.has_asked,
            "has_written": reader.discussion.has_written,
            "takes_focus": True,
        }
        return render(request, "forums/_volume.html", context)
    return redirect(found)
