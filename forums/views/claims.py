from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from forums import actions
from forums.models import ImportedSender
from forums.queries.claims import found_for


@require_safe
@login_required
def claims(request):
    """What was written to mailing lists from an address of the reader, theirs for the asking."""
    return render(request, "forums/claims.html", {"claims": found_for(request.user)})


@require_POST
def claim(request, pk):
    return _decide(request, pk, actions.claim_posts, _("What %(name)s wrote there is yours now."))


@require_POST
def give_back(request, pk):
    return _decide(request, pk, actions.give_back_posts, _("What %(name)s wrote there is not yours any more."))


def _decide(request, pk, action, said):
    senders = ImportedSender.objects.visible_to(request.user).select_related("space__community")
    sender = get_object_or_404(senders, pk=pk)
    try:
        sender = action(sender, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"name": sender.name})
    return redirect("forums:claims")
