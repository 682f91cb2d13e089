from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import actions, queries
from communities.forms import RoleForm
from communities.models import Community, Membership
from core import paging
from core.errors import DomainError
from core.markdown import clean

MEMBERS_PER_PAGE = 30


@require_POST
def join(request, slug):
    community = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    if not request.user.is_authenticated:
        return redirect_to_login(community.get_absolute_url(), "account_signup")
    actions.join_community(community, actor=request.user)
    messages.success(request, _("Welcome to %(name)s.") % {"name": community.name})
    return redirect(community)


@require_POST
def leave(request, slug):
    community = get_object_or_404(Community.objects.ever_joined_by(request.user), slug=slug)
    try:
        has_left = actions.leave_community(community, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(community)
    if has_left:
        messages.success(request, _("You have left %(name)s. What you wrote stays.") % {"name": community.name})
    return redirect("home:home")


@require_safe
def roles(request, slug):
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    context = {
        "standing": queries.standing_in(community, request.user),
        "callings": [(role, queries.CALLINGS[role]) for role in queries.ROLES],
        "table": queries.role_table(),
        "team": queries.team_of(community),
    }
    return render(request, "communities/roles.html", context)


@require_safe
def members(request, slug):
    community = get_object_or_404(Community.objects.joined_by(request.user), slug=slug)
    standing = queries.standing_in(community, request.user)
    name = clean(request.GET.get("name", "")).strip()
    page = paging.page(
        _memberships(request, slug).filter(person__display_name__icontains=name),
        key="pk",
        size=MEMBERS_PER_PAGE,
        **paging.asked(request.GET, int),
    )
    context = {
        "standing": standing,
        "page": page,
        "rows": [_row(membership, standing) for membership in page.rows],
        "name": name,
    }
    return render(request, "communities/members.html", context)


@require_POST
def member_role(request, slug, pk):
    membership = get_object_or_404(_memberships(request, slug), pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            membership = actions.change_role(membership, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            said = {"name": membership.person.name, "role": membership.get_role_display()}
            messages.success(request, _("%(name)s: %(role)s.") % said)
    else:
        messages.error(request, _("Choose one of the four roles."))
    if request.htmx:
        standing = queries.standing_in(membership.community, request.user)
        row = _row(membership, standing)
        return render(request, "communities/members.html#member-row", {"row": row, "standing": standing})
    start = reverse("communities:members", args=[slug])
    return redirect(f"{start}?after={pk - 1}#member-{pk}")


def _memberships(request, slug):
    return (
        Membership.objects.visible_to(request.user).filter(community__slug=slug).select_related("person", "community")
    )


def _row(membership, standing):
    form = RoleForm(initial={"role": membership.role}, auto_id=f"member-{membership.pk}-%s")
    return {"membership": membership, "form": form if standing.is_leader else None}
