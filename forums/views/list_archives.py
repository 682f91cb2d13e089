"""The archive of a mailing list: sent, looked through, brought in or thrown away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.forms.list_archives import ListArchiveForm
from forums.models import ListArchive
from forums.queries.list_archives import days_between, files_left, latest_archive, messages_left
from forums.views.fetching import standing_inside


@require_http_methods(["GET", "HEAD", "POST"])
def list_archive(request, slug):
    """How far the one is that is here, what is said of it, and where none is, how to send one."""
    standing = _leading(request, slug)
    form = ListArchiveForm(posted(request), request.FILES or None, community=standing.community, sender=request.user)
    if form.is_bound and form.is_valid():
        try:
            actions.send_archive(form.cleaned_data["space"], actor=request.user, **form.wish)
        except DomainError as refusal:
            form.add_error("archive", str(refusal))
        else:
            return redirect("forums:list-archive", slug)
    sent = latest_archive(standing.community, request.user)
    context = {"standing": standing, "form": form, "sent": sent}
    if request.htmx and not form.is_bound:  # asks how far it is
        if sent is None or not sent.is_worked_on:
            return HttpResponseClientRefresh()
        return render(request, "forums/list_archive.html#progress", context)
    if sent and sent.report:
        left = {"messages_left": messages_left(sent.report), "files_left": files_left(sent.report)}
        context |= {"days": days_between(sent.report), **left}
    return render(request, "forums/list_archive.html", context, status=422 if form.errors else 200)


@require_POST
def list_archive_bring_in(request, slug, pk):
    return _decide(request, slug, pk, actions.bring_archive_in)


@require_POST
def list_archive_throw_away(request, slug, pk):
    return _decide(request, slug, pk, actions.throw_archive_away, _("It is thrown away."))


def _decide(request, slug, pk, act, said=""):
    standing = _leading(request, slug)
    sent = get_object_or_404(ListArchive.objects.visible_to(request.user).filter(community=standing.community), pk=pk)
    try:
        if act(sent, actor=request.user) and said:
            messages.success(request, said)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("forums:list-archive", slug)


def _leading(request, slug):
    """The community, for whoever leads it: a stranger learns nothing, a member that it is not theirs to do."""
    standing = standing_inside(request, slug)
    if not request.user.is_authenticated:
        raise Http404
    require(standing.is_leader, _("Leaders bring in the archive of a list."))
    return standing
