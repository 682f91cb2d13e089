"""What a team tells all members at once, or some of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from communities import actions
from communities.actions.announcements import TEAM
from communities.errors import NotBefore
from communities.forms.announcements import AnnouncementChangeForm, AnnouncementForm, SendForm
from communities.models import Announcement
from communities.queries.announcing import page_of, page_of_readers, progress_of, reach_of
from communities.rules import may_announce
from communities.views.fetching import require_here, standing_of_member
from communities.views.wording import asks_preview, show_preview, show_wording
from core import paging
from core.errors import DomainError, Stale
from core.forms import posted
from core.markdown import clean

FORM = "communities/announcement_form.html"


@require_safe
def announcements(request, slug):
    standing = standing_of_member(request, slug)
    page = page_of(standing, request.user, **paging.asked(request.GET))
    context = {"standing": standing, "page": page, "may_announce": standing.may("announce")}
    return render(request, "communities/announcements.html", context)


@require_safe
def announcement(request, slug, pk):
    """Its text; for the team how far it is as well."""
    standing, announcement = _announcement(request, slug, pk)
    context = {"standing": standing, "announcement": announcement, "may_announce": standing.may("announce")}
    if standing.is_in_team and not announcement.is_draft:
        context["progress"] = progress_of(announcement)
    if request.htmx:  # asks how far it is
        if standing.is_in_team and announcement.is_sending:
            return render(request, "communities/announcement.html#progress", context)
        return HttpResponseClientRefresh()
    return render(request, "communities/announcement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_new(request, slug):
    standing = standing_of_member(request, slug)
    require_here(may_announce, standing, TEAM)
    form = AnnouncementForm(posted(request), community=standing.community)
    if asks_preview(request):
        return show_preview(request, FORM, form, standing=standing)
    if form.is_valid():
        drafted = actions.draft_announcement(standing.community, actor=request.user, **form.cleaned_data)
        return redirect("communities:announcement-send", slug, drafted.pk)
    return show_wording(request, FORM, form, standing=standing)


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_change(request, slug, pk):
    standing, announcement = _written(request, slug, pk)
    if not announcement.is_draft and request.method != "POST":
        messages.error(request, _("It was sent, so it stays as it is."))
        return redirect(announcement)
    begun = {name: getattr(announcement, name) for name in ("title", "markdown", "audience", "version")}
    form = AnnouncementChangeForm(posted(request), community=standing.community, initial=begun)
    if asks_preview(request):
        return show_preview(request, FORM, form, standing=standing, announcement=announcement)
    if form.is_valid():
        try:
            actions.change_announcement(announcement, actor=request.user, **form.cleaned_data)
        except (Stale, NotBefore) as refusal:
            return _again(request, standing, announcement, form, str(refusal))
        return redirect("communities:announcement-send", slug, pk)
    return show_wording(request, FORM, form, standing=standing, announcement=announcement)


def _again(request, standing, announcement, form, refusal):
    """What was typed, over the announcement as it is now, which is shown too. Sent again, it replaces it."""
    announcement.refresh_from_db()
    again = AnnouncementChangeForm(form.data.copy(), community=standing.community)
    again.data["version"] = announcement.version
    again.add_error(None, refusal)
    context = {"announcement": announcement, "meanwhile": announcement}
    return show_wording(request, FORM, again, standing=standing, status=409, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_send(request, slug, pk):
    """How it will look and who will get it; then it goes."""
    standing, announcement = _written(request, slug, pk)
    if request.method != "POST":
        return _last_look(request, standing, announcement) if announcement.is_draft else redirect(announcement)
    form = SendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This form was damaged. Please send it again."))
        return redirect(announcement)
    try:
        is_new = actions.send_announcement(announcement, actor=request.user, **form.cleaned_data)
    except DomainError as refusal:
        announcement.refresh_from_db()
        return _last_look(request, standing, announcement, str(refusal))
    if is_new:
        messages.success(request, _("It is on its way."))
    return redirect(announcement)


def _last_look(request, standing, announcement, refusal=None):
    context = {
        "standing": standing,
        "announcement": announcement,
        "reach": reach_of(announcement, sender=request.user),
        "page": page_of_readers(announcement, sender=request.user, **paging.asked(request.GET, clean)),
        "refusal": refusal,
    }
    return render(request, "communities/announcement_send.html", context, status=409 if refusal else 200)


@require_POST
def announcement_stop(request, slug, pk):
    _standing, announcement = _written(request, slug, pk)
    held_back = actions.stop_announcement(announcement, actor=request.user)
    if held_back is None:
        messages.info(request, _("There was nothing left to stop."))
    elif held_back:
        said = ngettext(
            "Stopped. %(number)s letter that was still waiting is not sent.",
            "Stopped. %(number)s letters that were still waiting are not sent.",
            held_back,
        )
        messages.success(request, said % {"number": held_back})
    else:
        messages.success(request, _("Stopped. Nobody more is told."))
    return redirect(announcement)


@require_POST
def announcement_discard(request, slug, pk):
    _standing, announcement = _written(request, slug, pk)
    try:
        actions.discard_announcement(announcement, actor=request.user)
    except NotBefore as refusal:
        messages.error(request, str(refusal))
        return redirect(announcement)
    messages.success(request, _("The draft is gone."))
    return redirect("communities:announcements", slug)


def _written(request, slug, pk):
    """For those who write them."""
    standing, announcement = _announcement(request, slug, pk)
    require_here(may_announce, standing, TEAM)
    return standing, announcement


def _announcement(request, slug, pk):
    standing = standing_of_member(request, slug)
    seen = Announcement.objects.visible_to(request.user).filter(community=standing.community)
    found = get_object_or_404(seen.select_related("created_by", "sent_by"), pk=pk)
    found.community = standing.community
    return standing, found
