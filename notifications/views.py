from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from core import paging
from notifications import actions, queries
from notifications.models import Notification, Volume
from notifications.rules import read_mute_token, read_restore_token, restore_token


@login_required
@require_GET
def notification_list(request):
    page = queries.notices(request.user, **paging.asked(request.GET, int))
    return render(request, "notifications/list.html", {"page": page})


@login_required
@require_GET
def notification_open(request, pk):
    """Lead to what the notification is about. Reading is the reader's own position, which a GET may advance."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user).select_related("entry"), pk=pk)
    target = queries.target_of(notification.entry, request.user)
    if target is None:
        raise Http404
    actions.read_notification(notification, actor=request.user)
    return redirect(target.url)


@login_required
@require_POST
def read_all(request):
    actions.read_everything(actor=request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:list")


# Mail programs post here for their users, without a cookie (RFC 8058): the link alone says who and what.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    person, scope = _meant_by(token, read_mute_token)
    before = queries.level_of(person, scope)
    if request.method == "POST":
        actions.mute(scope, actor=person)
    is_muted = request.method == "POST" or before == Volume.Level.MUTE
    undo = restore_token(person.pk, scope, "" if before == Volume.Level.MUTE else before) if is_muted else ""
    context = {"title": queries.title_of(scope, person), "undo": undo}
    return render(request, "notifications/unsubscribe.html", context)


@csrf_exempt
@require_POST
def resubscribe(request, token):
    person, scope, level = _meant_by(token, read_restore_token)
    actions.restore_volume(scope, level=level, actor=person)
    return render(request, "notifications/resubscribed.html", {"title": queries.title_of(scope, person)})


def _meant_by(token, read):
    """Whom and what a signed link was made for; 404 when we did not make it."""
    try:
        person_id, *about = read(token)
    except BadSignature:
        raise Http404 from None
    return get_object_or_404(User.objects.present(), pk=person_id), *about
