"""Communities that wait for the site's word, for its staff (G13)."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.rules import lacks_second_step
from communities.actions import settings as actions
from communities.forms.settings import RefusalForm, VerdictForm
from communities.models import Approval
from communities.queries.settings import approvals as found_by
from communities.rules import may_decide_approvals
from core import paging
from core.errors import DomainError

ANSWERED_PER_PAGE = 20


def for_staff(view):
    """To everybody else there is no such page; and nobody of the staff is let in without a second step."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if lacks_second_step(request.user):
            messages.warning(request, _("Site staff sign in with two steps. Please set up the second one first."))
            return redirect("mfa_activate_totp")
        if not may_decide_approvals(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_staff
def approvals(request):
    return _show(request)


@require_POST
@for_staff
def approval_grant(request, pk):
    return _answer(request, pk, VerdictForm(request.POST), actions.approve, _("%(name)s can be found now."))


@require_POST
@for_staff
def approval_turn_down(request, pk):
    return _answer(request, pk, RefusalForm(request.POST), actions.turn_down, _("%(name)s stays hidden."))


def _answer(request, pk, form, deed, said):
    approval = get_object_or_404(found_by(request.user), pk=pk)
    if not form.is_valid():
        return _show(request, form=form, at=approval.pk)
    try:
        deed(approval, actor=request.user, sentence=form.cleaned_data["sentence"])
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"name": approval.community.name} + " " + _("Its leaders are told."))
    return redirect("communities:approvals")


def _show(request, form=None, at=None):
    rows = found_by(request.user)
    waiting = [
        (approval, form if approval.pk == at else VerdictForm(auto_id=f"answer_{approval.pk}_%s"))
        for approval in rows.pending().order_by("pk")
    ]
    answered = rows.exclude(state__in=(Approval.State.PENDING, Approval.State.WITHDRAWN))
    context = {
        "waiting": waiting,
        "form": form,
        "page": paging.page(answered, key="pk", size=ANSWERED_PER_PAGE, descending=True, **paging.asked(request.GET)),
    }
    return render(request, "communities/approvals.html", context, status=422 if form else 200)
