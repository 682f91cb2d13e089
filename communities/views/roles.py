"""What the roles of a community are, what it calls them, and who holds them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import queries
from communities.actions.roles import call_roles
from communities.forms.members import LabelsForm
from communities.rules import may_call_roles
from communities.views.fetching import require_here, standing_inside, standing_of_member
from core.errors import DomainError


@require_safe
def roles(request, slug):
    standing = standing_inside(request, slug)
    is_offered = may_call_roles(request.user, standing.community)
    return _show(request, standing, LabelsForm(community=standing.community) if is_offered else None)


@require_POST
def roles_call(request, slug):
    standing = standing_of_member(request, slug)
    require_here(may_call_roles, standing, _("Leaders say what the roles are called."))
    form = LabelsForm(request.POST, community=standing.community)
    if form.is_valid():
        try:
            call_roles(standing.community, labels=form.wish, actor=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("communities:roles", slug)
    return _show(request, standing, form)


def _show(request, standing, form):
    holders = queries.holders_by_role(queries.team_of(standing.community), queries.ROLES)
    team = [membership.person_id for _role, memberships in holders for membership in memberships]
    context = {
        "standing": standing,
        "roles": [(role, queries.CALLINGS[role], memberships) for role, memberships in holders],
        "table": queries.role_table(),
        "profiles": queries.seen_profiles(team, request.user),
        "form": form,
    }
    return render(request, "communities/roles.html", context, status=422 if form and form.errors else 200)
