"""Whom a community asks in: the list, asking, sending again, taking back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions, queries
from communities.forms.invitations import InvitationForm
from communities.models import Invitation
from communities.queries.measure import measure_of_letters
from communities.rules import may_manage_invitation
from communities.views.fetching import standing_of_member, why_not
from core import paging
from core.errors import DomainError
from core.forms import posted
from core.markdown import clean
from core.permissions import require


@require_safe
def invitations(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.sees_invitations, _("Here the team asks people in."))
    asked = queries.invitation_list(
        standing.community,
        request.user,
        state=clean(request.GET.get("state", "")),
        **paging.asked(request.GET),
    )
    rows = [_row(invitation, request.user, standing) for invitation in asked.page.rows]
    return render(request, "communities/invitations.html", {"standing": standing, "asked": asked, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request, slug):
    """Write; then look through whom it would go to, as nothing leaves before that."""
    standing = standing_of_member(request, slug)
    require(standing.invites, why_not(standing.community, _("Here the team asks people in.")))
    form = InvitationForm(posted(request), community=standing.community, held=standing.role)
    context = {"standing": standing, "form": form}
    if form.is_bound and "change" not in request.POST and form.is_valid():
        try:
            found = actions.look_through(standing.community, emails=form.wish["emails"], actor=request.user)
        except DomainError as refusal:
            form.add_error("addresses", str(refusal))
        else:
            context["wanted"] = [email for email, why in found if not why]
            context["left_out"] = [(email, why) for email, why in found if why]
            context["measure"] = measure_of_letters(request.user)
            return render(request, "communities/invitation_review.html", context)
    return render(request, "communities/invitation_new.html", context, status=422 if form.errors else 200)


@require_POST
def invitation_send(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.invites, why_not(standing.community, _("Here the team asks people in.")))
    form = InvitationForm(request.POST, community=standing.community, held=standing.role)
    if form.is_valid():
        try:
            outcome = actions.invite_people(standing.community, actor=request.user, **form.wish)
        except DomainError as refusal:
            form.add_error("addresses", str(refusal))
        else:
            tell_outcome(request, outcome)
            return redirect("communities:invitations", slug)
    return render(request, "communities/invitation_new.html", {"standing": standing, "form": form}, status=422)


def tell_outcome(request, outcome):
    number, left_out = len(outcome.sent), len(outcome.left_out)
    if number:
        said = ngettext("%(number)s invitation is on its way.", "%(number)s invitations are on their way.", number)
        messages.success(request, said % {"number": number})
    if left_out:
        said = ngettext("%(number)s address was left out.", "%(number)s addresses were left out.", left_out)
        reasons = "; ".join(f"{email} {why}" for email, why in outcome.left_out[:5])
        messages.info(request, f"{said % {'number': left_out}} {reasons}.")


@require_POST
def invitation_again(request, slug, pk):
    invitation = _invitation(request, slug, pk)
    try:
        actions.send_again(invitation, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is on its way to %(email)s once more.") % {"email": invitation.email})
    return _row_or_list(request, slug, pk)


@require_POST
def invitation_revoke(request, slug, pk):
    invitation = _invitation(request, slug, pk)
    if actions.take_back(invitation, actor=request.user):
        said = _("The invitation to %(email)s is taken back. Its link opens nothing any more.")
        messages.success(request, said % {"email": invitation.email})
    return _row_or_list(request, slug, pk)


def _invitation(request, slug, pk):
    seen = Invitation.objects.visible_to(request.user).filter(community__slug=slug)
    return get_object_or_404(seen.select_related("community", "room", "invited_by", "person"), pk=pk)


def _row_or_list(request, slug, pk):
    if request.htmx:
        standing = standing_of_member(request, slug)
        context = {"row": _row(_invitation(request, slug, pk), request.user, standing), "standing": standing}
        return render(request, "communities/invitations.html#invitation-row", context)
    return redirect("communities:invitations", slug)


def _row(invitation, reader, standing):
    is_open = invitation.is_live and invitation.place.is_writable
    may_manage = is_open and may_manage_invitation(reader, invitation, role=standing.role)
    return {"invitation": invitation, "may_manage": may_manage, "has_rested": invitation.has_rested}
