"""Leaving a community, and pausing instead."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import actions, queries
from communities.forms.members import PauseForm
from communities.models import Community, Membership
from communities.queries.handover import hand_overs_of
from communities.views.fetching import standing_of_member
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, slug):
    if request.method != "POST":
        return _before_leaving(request, standing_of_member(request, slug))
    community = get_object_or_404(Community.objects.ever_joined_by(request.user), slug=slug)
    try:
        has_left = actions.leave_community(community, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(community)
    if has_left:
        messages.success(request, _("You have left %(name)s. What you wrote stays.") % {"name": community.name})
    return redirect("home:home")


@require_POST
def pause(request, slug):
    standing = standing_of_member(request, slug)
    form = PauseForm(request.POST, zone=standing.community.zone)
    if not form.is_valid():
        return _before_leaving(request, standing, form)
    actions.pause(standing.community, until=form.cleaned_data["until"], actor=request.user)
    messages.success(request, _("You are left alone until then."))
    return redirect("communities:leave", slug)


@require_POST
def resume(request, slug):
    standing = standing_of_member(request, slug)
    actions.pause(standing.community, until=None, actor=request.user)
    messages.success(request, _("Everything is as before."))
    return redirect("communities:leave", slug)


def _before_leaving(request, standing, form=None):
    own = queries.led_alone(request.user).filter(community=standing.community).first()
    membership = Membership.objects.live_of(request.user).get(community=standing.community)
    paused_until = membership.paused_until if membership.is_resting else None
    context = {
        "paused_until": paused_until,
        "form": form or PauseForm(zone=standing.community.zone),
        "standing": standing,
        "leads_alone": own is not None and standing.community.is_writable,
        "successor": own and queries.successor_of(own),
        "own": own and hand_overs_of(request.user, standing.community).filter(leader=own).first(),
    }
    return render(request, "communities/leave.html", context, status=422 if form else 200)
