"""Blocking somebody, from their page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.rules import may_block
from communities.queries import visible_people
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def block(request, handle):
    person = get_object_or_404(visible_people(request.user), handle=handle)
    return block_person(request, person, back=reverse("home:person", args=[handle]))


def block_person(request, person, *, back):
    """Say what blocking `person` does, and do it; then the list of whom one has blocked."""
    if not request.user.is_authenticated:
        raise Http404
    require(may_block(request.user, person), _("You cannot block yourself."))
    if request.method != "POST":
        return render(request, "accounts/block.html", {"person": person, "back": back})
    actions.block(person, actor=request.user)
    messages.success(request, _("%(name)s is blocked.") % {"name": person.name})
    return redirect("accounts:blocked")
