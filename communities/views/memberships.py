"""The members of a community, and what the team does about a membership."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import actions, queries
from communities.forms.members import MembersForm, RemovalForm, RoleForm, SuspensionForm, TermForm
from communities.models import Membership, Role
from communities.queries.kinds import kinds_in
from communities.rules import may_change_role, may_exclude, may_read_notes, may_set_term
from communities.views.fetching import overseen, standing_of_member
from core import paging
from core.errors import DomainError
from core.markdown import clean

MEMBERS_PER_PAGE = 30
MEMBERS_OFFERED = 8
FORMS = {"role": RoleForm, "term": TermForm, "suspend": SuspensionForm, "remove": RemovalForm}


def _form(deed, community, *args, **kwargs):
    clock = {"zone": community.zone}
    more = {"role": {"community": community}, "suspend": clock, "term": clock}.get(deed, {})
    return FORMS[deed](*args, auto_id=f"{deed}_%s", **more, **kwargs)


@require_safe
def members_found(request, slug):
    """Options for a field that names a member: those whose name or handle has what is typed, whatever the field."""
    standing = standing_of_member(request, slug)
    words = clean(next(iter(request.GET.values()), "")).strip().removeprefix("@")
    named = Q(person__display_name__icontains=words) | Q(person__handle__istartswith=words)
    found = queries.members_of(standing).filter(named).order_by("person__display_name", "pk") if words else []
    return render(request, "communities/_members_found.html", {"found": found[:MEMBERS_OFFERED]})


@require_safe
def members(request, slug):
    standing = standing_of_member(request, slug)
    form = MembersForm(request.GET, community=standing.community)
    is_former = standing.may_exclude and request.GET.get("show") == "former"
    page = paging.page(
        queries.members_sought(standing, request.user, form.wanted, former=is_former),
        key="pk",
        size=MEMBERS_PER_PAGE,
        **paging.asked(request.GET),
    )
    context = {
        "standing": standing,
        "page": page,
        "profiles": queries.seen_profiles([row.person_id for row in page.rows], request.user),
        "form": form,
        "is_former": is_former,
        "professions": [] if is_former else queries.professions_in(standing, request.user),
        "kinds": [] if is_former else kinds_in(standing, request.user),
        "has_questions": standing.community.registration_questions.asked().exists(),
    }
    template = "communities/members.html#found" if request.htmx else "communities/members.html"
    return render(request, template, context)


@require_safe
def member(request, slug, pk):
    return _show(request, *overseen(request, slug, pk))


@require_POST
def member_role(request, slug, pk):
    return _change(request, slug, pk, "role", actions.change_role, _("%(name)s is told of the new role."))


@require_POST
def member_term(request, slug, pk):
    return _change(request, slug, pk, "term", actions.set_term, _("%(name)s is told of it."))


@require_POST
def member_suspend(request, slug, pk):
    return _change(request, slug, pk, "suspend", actions.suspend_member, _("%(name)s is suspended, and told why."))


@require_POST
def member_remove(request, slug, pk):
    return _change(request, slug, pk, "remove", actions.remove_member, _("%(name)s is removed, and told why."))


@require_POST
def member_lift(request, slug, pk):
    _standing, membership = overseen(request, slug, pk)
    if actions.lift_exclusion(membership, actor=request.user):
        messages.success(request, _("The door is open to %(name)s again.") % {"name": membership.person.name})
    return redirect("communities:member", slug, pk)


def _change(request, slug, pk, deed, action, said):
    standing, membership = overseen(request, slug, pk)
    form = _form(deed, standing.community, request.POST)
    if not form.is_valid():
        return _show(request, standing, membership, **{deed: form})
    try:
        action(membership, actor=request.user, **form.cleaned_data)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"name": membership.person.name})
    return redirect("communities:member", slug, pk)


def _show(request, standing, membership, **sent):
    """The page of one membership; `sent` is a form that could not be taken, by its deed."""
    held = standing.role
    offered = [deed for deed, is_offered in _offered(request.user, membership, held) if is_offered]
    until = membership.until and membership.until.astimezone(standing.community.zone)
    now = {"role": {"role": membership.role}, "term": {"until": until}}
    fresh = {deed: _form(deed, standing.community, initial=now.get(deed)) for deed in offered}
    context = {
        "standing": standing,
        "membership": membership,
        "steps": queries.history_of(membership, standing),
        "may_read_notes": may_read_notes(request.user, membership, held=held),
        "note": membership.facilitation_notes.visible_to(request.user).select_related("author").first(),
        "answers": queries.answers_of([membership.person_id], standing.community, request.user),
        "may_lift": membership.is_shut_out and may_exclude(request.user, membership, held=held),
        "profiles": queries.seen_profiles([membership.person_id], request.user),
        "forms": fresh | sent,
        "form": next(iter(sent.values()), None),
    }
    return render(request, "communities/member.html", context, status=422 if sent else 200)


def _offered(person, membership, held):
    may = may_exclude(person, membership, held=held)
    is_active = membership.state == Membership.State.ACTIVE
    yield "role", may_change_role(person, membership, Role.PARTICIPANT, held=held)
    yield "term", may_set_term(person, membership, held=held)
    yield "suspend", may and is_active
    yield "remove", may and (is_active or membership.state == Membership.State.SUSPENDED)
