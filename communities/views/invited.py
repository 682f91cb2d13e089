"""What somebody who was asked in sees and answers, with an account or without."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import actions, queries
from communities.errors import InvitationOver
from communities.models import Invitation, Role, SpaceGrant


@login_required
@require_safe
def invitations_to_me(request):
    return render(request, "communities/invited_list.html", {"invitations": queries.invitations_to(request.user)})


@require_safe
def invitation(request, token):
    """Looking marks it as opened, once, and answers nothing; whoever it let in is led to where that is."""
    found = _find(token)
    if found is None or not _is_open(found):
        given = queries.what_it_gave(found, request.user) if found else None
        return _lead_in(given) if given else _over(request)
    if request.method == "GET":
        found.mark_opened()
    return render(request, "communities/invited.html", _context(request, found))


@require_POST
def invitation_accept(request, token):
    found = _find(token)
    if found is None:
        return _over(request)
    if not request.user.is_authenticated:
        return redirect(_entrance("account_signup", found))
    try:
        given = actions.accept_invitation(found, actor=request.user)
    except InvitationOver:
        return _over(request)
    messages.success(request, _("Welcome to %(name)s.") % {"name": found.place.name})
    return _lead_in(given)


@require_POST
def invitation_decline(request, token):
    found = _find(token)
    if found is None or not actions.decline_invitation(found, actor=request.user):
        return _over(request)
    return render(request, "communities/invited_declined.html", {"invitation": found})


def _find(token):
    return Invitation.objects.by_link(token).select_related("community", "room", "invited_by").first()


def _is_open(found):
    return found.is_live and found.place.is_writable


def _over(request):
    """One page for what was answered, taken back, not answered in time, or never was."""
    return render(request, "communities/invitation_over.html", status=404)


def _lead_in(given):
    return redirect(given.content_object if isinstance(given, SpaceGrant) else given.community)


def _entrance(name, found):
    """Sign-up or sign-in, which goes on to the invitation's page."""
    wanted = {"next": found.get_absolute_url()}
    if name == "account_signup":
        wanted["email"] = found.email
    return f"{reverse(name)}?{urlencode(wanted)}"


def _context(request, found):
    role = queries.role_it_gives(found, request.user) if request.user.is_authenticated else Role(found.role)
    return {
        "invitation": found,
        "role": role,
        "calling": queries.CALLINGS.get(role, ""),
        "is_another": request.user.is_authenticated and not queries.is_addressed_to(found, request.user),
        "is_less": role < found.role,
        "standing": queries.standing_in(found.community, request.user),
        "signup_url": _entrance("account_signup", found),
        "login_url": _entrance("account_login", found),
    }
