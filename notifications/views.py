from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.rules import lacks_second_step
from core import paging, seams
from core.forms import posted
from notifications import actions, digests, outbox, queries, wishes
from notifications.forms import SettingsForm, VolumeForm
from notifications.hearing import COMMUNITY
from notifications.models import Notification
from notifications.rules import (
    may_restore_address,
    may_run_outbox,
    may_silence,
    mute_token,
    read_mute_token,
    read_restore_token,
    restore_token,
    silence_of,
)


@login_required
@require_safe
def notification_list(request):
    is_new_only = request.GET.get("show") == "new"
    page = queries.notices(request.user, is_new_only=is_new_only, **paging.asked(request.GET))
    return render(request, "notifications/list.html", {"page": page, "is_new_only": is_new_only})


@login_required
@require_safe
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request):
    form = _settings_form(request.user, posted(request))
    if form.is_valid():
        actions.change_settings(actor=request.user, **form.changed)
        messages.success(request, _("Saved."))
        return redirect("notifications:settings")
    return _show_settings(request, form)


def _settings_form(person, data):
    return SettingsForm(
        data,
        deliveries=wishes.deliveries_of(person),
        rhythm=wishes.rhythm_of(person),
        communities=wishes.communities_of(person),
    )


def _show_settings(request, form):
    others, page = wishes.followed_by(request.user, **paging.asked(request.GET))
    context = {"form": form, "others": others, "page": page, "zone": request.user.zone}
    return render(request, "notifications/settings.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def as_usual(request, kind, pk):
    """Forget what the person wanted to hear of one thing; of what they never chose, there is nothing to forget.

    What they had changed above on the same page is kept too.
    """
    if kind not in seams.resolve.answers:
        raise Http404
    form = _settings_form(request.user, request.POST if "rhythm" in request.POST else None)
    if form.is_bound and not form.is_valid():
        return _show_settings(request, form)
    if form.is_bound:
        actions.change_settings(actor=request.user, **form.changed)
    actions.restore_volume((kind, pk), level="", actor=request.user)
    title = wishes.name_of((kind, pk), request.user)
    messages.success(request, _("You hear of “%(title)s” as usual again.") % {"title": title} if title else _("Saved."))
    return redirect(f"{reverse('notifications:settings')}#discussions")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def volume(request, kind, pk):
    """How much the reader hears of a discussion, a space or a community, and what counts where they chose nothing."""
    wish = wishes.wish_for(request.user, (kind, pk))
    if wish is None:
        raise Http404
    form = VolumeForm(posted(request), wish=wish)
    if form.is_valid():
        actions.choose_volume(wish.scope, level=form.cleaned_data["level"], actor=request.user)
        messages.success(request, _("Saved."))
        return redirect(wish.url)
    return render(
        request, "notifications/volume.html", {"form": form, "wish": wish}, status=422 if form.errors else 200
    )


@login_required
@require_safe
def digest_preview(request):
    return render(request, "notifications/preview.html", {"digest": digests.preview(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request):
    """That the reader's mail came back, and what they can do."""
    if request.method == "POST":
        if actions.mail_me_again(actor=request.user):
            messages.success(request, _("Copse mails you again. If a letter comes back once more, you read it here."))
        return redirect("notifications:settings")
    return render(request, "notifications/returned.html", {"trouble": queries.trouble_of(request.user)})


def for_staff(view):
    """To everybody else there is no such page; and nobody of the staff is let in without a second step."""

    @wraps(view)
    def guarded(request):
        if lacks_second_step(request.user):
            messages.warning(request, _("Site staff sign in with two steps. Please set up the second one first."))
            return redirect("mfa_activate_totp")
        if not may_run_outbox(request.user):
            raise Http404
        return view(request)

    return guarded


@require_safe
@for_staff
def outbox_page(request):
    return render(request, "notifications/outbox.html", {"outbox": outbox.outbox()})


@require_POST
@for_staff
def outbox_again(request):
    number = actions.try_again(actor=request.user)
    said = ngettext("%(number)s letter is tried again.", "%(number)s letters are tried again.", number)
    messages.success(request, said % {"number": number})
    return redirect("notifications:outbox")


@require_POST
@for_staff
def outbox_give_up(request):
    number = actions.give_up_failing(actor=request.user)
    said = ngettext("%(number)s letter is given up.", "%(number)s letters are given up.", number)
    messages.success(request, said % {"number": number})
    return redirect("notifications:outbox")


# Mail programs post here for their users, without a cookie (RFC 8058): the link alone says who and what.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    person, scope, community = _meant_by(token, read_mute_token)
    if request.method == "POST":
        actions.mute(scope, actor=person)
    is_muted = request.method == "POST" or wishes.wish_of(person, scope) == silence_of(scope)
    undo = restore_token(person.pk, scope, wishes.wish_before(person, scope)) if is_muted else ""
    around = (COMMUNITY, community) if community else None
    context = {
        "title": wishes.name_of(scope, person),
        "of": scope[0],
        "undo": undo,
        "around": wishes.name_of(around, person) if around else "",
        "around_token": mute_token(person.pk, around) if around else "",
    }
    return render(request, "notifications/unsubscribe.html", context)


@csrf_exempt
@require_POST
def resubscribe(request, token):
    person, scope, level = _meant_by(token, read_restore_token)
    actions.restore_volume(scope, level=level, actor=person)
    return render(request, "notifications/resubscribed.html", {"title": wishes.name_of(scope, person)})


def _meant_by(token, read):
    """Whom and what a signed link was made for; 404 when we did not make it."""
    try:
        person_id, *about = read(token)
    except BadSignature:
        raise Http404 from None
    return get_object_or_404(User.objects.present(), pk=person_id), *about


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request, token):
    """The way out for whoever has no account: from a mail to their address, in one click."""
    if not may_silence(request.user, token):
        raise Http404
    undo = actions.silence_address(token, actor=request.user) if request.method == "POST" else ""
    return render(request, "notifications/silence.html", {"undo": undo})


@csrf_exempt
@require_POST
def listen(request, token):
    if not may_restore_address(request.user, token):
        raise Http404
    actions.restore_address(token, actor=request.user)
    return render(request, "notifications/resubscribed.html")
