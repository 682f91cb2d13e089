from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.models import Space
from core.errors import DomainError, Stale
from core.markdown import render as render_markdown
from core.permissions import require
from forums import actions
from forums.forms import PlanForm
from forums.queries import closings, pages
from forums.queries.jumping import ways_from
from forums.queries.results import results_offered
from forums.queries.thanks import with_thanks
from forums.rules import may_change_plan, may_plan
from forums.views.fetching import visible_discussion
from notifications.queries import unread_count


@require_safe
def discussion(request, pk, slug=""):
    found = visible_discussion(request, pk)
    if slug != found.slug:
        query = request.META["QUERY_STRING"]
        return HttpResponseRedirect(f"{found.get_absolute_url()}{'?' if query else ''}{query}")
    reader = pages.reader_of(found, request.user)
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
    ways = ways_from(discussion, page, request.GET)
    context = {"discussion": discussion, "reader": reader, "page": page, "ways": ways, "unread_count": unread}
    if discussion.opened_at is None:
        context["question_html"] = render_markdown(discussion.question)
    if discussion.closing and page.is_first:
        with_thanks([discussion.closing], request.user)
    if discussion.was_reopened:
        context["history"] = closings.history(discussion, request.user)
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


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request, slug, space_slug):
    space = get_object_or_404(
        Space.objects.visible_to(request.user).select_related("community"), community__slug=slug, slug=space_slug
    )
    require(may_plan(request.user, space), _("In this space the team starts the discussions."))
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(posted, zone=request.user.zone, results=results_offered(request.user, space))
    if _asks_preview(request):
        return _plan_preview(request, {"form": form, "space": space})
    if request.method == "POST" and form.is_valid():
        try:
            planned = actions.plan_discussion(space, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("question", str(refusal))
        else:
            messages.success(request, _("Your plan is kept. Members see it once it opens."))
            return redirect(planned)
    return render(request, "forums/plan.html", {"form": form, "space": space}, status=422 if form.errors else 200)


def _asks_preview(request):
    return request.method == "POST" and request.GET.get("preview") in ("question", "guidelines")


def _plan_preview(request, context):
    """How a text of the plan would look: with htmx its HTML alone, otherwise above the form, which keeps it."""
    text = request.POST.get(request.GET["preview"], "")
    try:
        html = render_markdown(text)
    except DomainError as refusal:
        html = format_html('<p class="field__error">{}</p>', refusal)
    if request.htmx:
        return HttpResponse(html)
    return render(request, "forums/plan.html", context | {"preview": html})


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, pk):
    found = visible_discussion(request, pk)
    require(may_change_plan(request.user, found))
    posted = request.POST if request.method == "POST" else None
    results = results_offered(request.user, found.space, now=found.result_id)
    form = PlanForm.of(found, zone=request.user.zone, data=posted, results=results)
    if _asks_preview(request):
        return _plan_preview(request, {"form": form, "discussion": found, "space": found.space})
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_plan(found, actor=request.user, **form.cleaned_data)
        except Stale as refusal:
            form = form.again(found, str(refusal))
        except DomainError as refusal:
            form.add_error("question" if "question" in form.fields else "guidelines", str(refusal))
        else:
            messages.success(request, _("The plan is changed."))
            return redirect(changed)
    context = {"form": form, "discussion": found, "space": found.space}
    return render(request, "forums/plan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def open_now(request, pk):
    found = visible_discussion(request, pk)
    if request.method != "POST":  # the address of a refusal, asked for again
        return redirect(found)
    actions.open_discussion(found, actor=request.user)
    messages.success(request, _("The discussion is open. The members of this space have been told."))
    return redirect(found)


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
        reader = pages.reader_of(visible_discussion(request, pk), request.user)
        context = {
            "pk": pk,
            "volume": reader.discussion.volume,
            "has_asked": reader.has_asked,
            "has_written": reader.discussion.has_written,
            "takes_focus": True,
        }
        return render(request, "forums/_volume.html", context)
    return redirect(found)
