"""A community's spaces and who is let into the private ones: for its leaders."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions, queries
from communities.errors import NotConfirmed
from communities.forms.invitations import GuestForm, UntilForm
from communities.forms.spaces import SpaceForm, readers_of
from communities.models import Membership, Space, SpaceGrant
from communities.queries.audiences import shift_of_access
from communities.rules import may_arrange
from communities.views.fetching import require_here, standing_of_member
from communities.views.invitations import tell_outcome
from core.errors import DomainError
from core.forms import posted
from core.markdown import clean
from core.paging import number_in
from core.permissions import require


@require_safe
def spaces(request, slug):
    return render(request, "communities/spaces.html", _in_order(_standing(request, slug)))


def _in_order(standing):
    rows = list(queries.spaces_of(standing.community))
    last = next((space.pk for space in reversed(rows) if space.archived_at is None), None)
    return {"standing": standing, "rows": rows, "last": last}


@require_http_methods(["GET", "HEAD", "POST"])
def space_new(request, slug):
    standing = _standing(request, slug)
    require_here(may_arrange, standing, _("Nothing new is opened here any more."))
    form = SpaceForm(posted(request), community=standing.community)
    if form.is_valid():
        try:
            space = actions.open_space(standing.community, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("%(name)s is open.") % {"name": space.name})
            return redirect("communities:space-people", slug, space.slug)
    context = {"standing": standing, "form": form}
    return render(request, "communities/space_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def space_change(request, slug, space):
    standing, space = _standing_and_space(request, slug, space)
    require_here(may_arrange, standing, _("Nothing is changed here any more."))
    form = SpaceForm(posted(request), instance=space, community=standing.community)
    context = {"standing": standing, "space": space, "form": form}
    if form.is_valid():
        space.refresh_from_db()
        try:
            space = actions.change_space(
                space, actor=request.user, is_confirmed="confirm" in request.POST, **form.cleaned_data
            )
        except NotConfirmed:
            return _ask_again(request, context)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("communities:space-people", slug, space.slug)
    return render(request, "communities/space_form.html", context, status=422 if form.errors else 200)


def _ask_again(request, context):
    """Say who gains and who loses sight, before it is done."""
    space, access = context["space"], context["form"].cleaned_data["access"]
    readers = readers_of(context["standing"].community)
    context |= {"now": readers[space.access], "then": readers[access]}
    context |= {"shift": shift_of_access(space, access, actor=request.user)}
    return render(request, "communities/space_readers.html", context)


@require_POST
def space_move(request, slug, space):
    standing, space = _standing_and_space(request, slug, space)
    place = number_in(request.POST.get("place", ""))
    if place is not None:
        actions.move_space(space, place=place, actor=request.user)
    if request.htmx:
        return render(request, "communities/spaces.html#spaces", _in_order(standing) | {"moved": space.pk})
    return redirect("communities:spaces", slug)


@require_POST
def space_archive(request, slug, space):
    said = _("%(name)s is archived: it is read and not written.")
    return _changed(request, slug, space, actions.archive_space, said)


@require_POST
def space_unarchive(request, slug, space):
    return _changed(request, slug, space, actions.unarchive_space, _("%(name)s is open for writing again."))


def _changed(request, slug, space, action, said):
    _leader, space = _standing_and_space(request, slug, space)
    action(space, actor=request.user)
    messages.success(request, said % {"name": space.name})
    return redirect("communities:space-people", slug, space.slug)


@require_safe
def space_people(request, slug, space):
    """Who reads a space and how; for a private one, by name. What is written there is not shown."""
    standing, space = _standing_and_space(request, slug, space)
    return _render_people(request, standing, space)


@require_POST
def space_let_in(request, slug, space):
    standing, space = _standing_and_space(request, slug, space)
    members = Membership.objects.visible_to(request.user).filter(community=standing.community)
    membership = get_object_or_404(members, pk=number_in(request.POST.get("member", "")))
    actions.let_member_in(space, membership=membership, actor=request.user)
    messages.success(request, _("%(name)s is let in.") % {"name": membership.person.name})
    return redirect("communities:space-people", slug, space.slug)


@require_POST
def space_guest(request, slug, space):
    standing, space = _standing_and_space(request, slug, space)
    form = GuestForm(request.POST, zone=standing.community.zone)
    if form.is_valid():
        wish = {"email": form.cleaned_data["email"], "message": form.cleaned_data["message"], "until": form.until}
        try:
            outcome = actions.invite_guest(space, actor=request.user, **wish)
        except DomainError as refusal:
            form.add_error("email", str(refusal))
        else:
            tell_outcome(request, outcome)
            return redirect("communities:space-people", slug, space.slug)
    return _render_people(request, standing, space, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def space_leave(request, slug, space):
    """Say what ends and what stays; then go from a room that one was let into."""
    rooms = Space.objects.visible_to(request.user).filter(community__slug=slug).select_related("community")
    room = get_object_or_404(rooms, slug=space)
    grant = get_object_or_404(SpaceGrant.objects.live_of(request.user), content_object=room)
    if request.method != "POST":
        standing = queries.standing_in(room.community, request.user)
        return render(request, "communities/space_leave.html", {"space": room, "standing": standing})
    if actions.leave_space(grant, actor=request.user):
        messages.success(request, _("You have left %(name)s. What you wrote there stays.") % {"name": room.name})
    return redirect("home:home")


@require_POST
def grant_until(request, slug, pk):
    grant = _grant(request, slug, pk)
    form = UntilForm(request.POST, zone=grant.content_object.community.zone)
    if form.is_valid():
        actions.change_end(grant, actor=request.user, until=form.until)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("communities:space-people", slug, grant.content_object.slug)


@require_POST
def grant_end(request, slug, pk):
    grant = _grant(request, slug, pk)
    if actions.end_grant(grant, actor=request.user):
        said = _("%(name)s reads this space no longer. What they wrote stays.")
        messages.success(request, said % {"name": grant.user.name})
    return redirect("communities:space-people", slug, grant.content_object.slug)


def _standing(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.is_leader, _("Leaders arrange the spaces."))
    return standing


def _standing_and_space(request, slug, space):
    standing = _standing(request, slug)
    return standing, get_object_or_404(standing.community.spaces.select_related("community"), slug=space)


def _grant(request, slug, pk):
    """What participants may not is refused before it is looked for."""
    standing = _standing(request, slug)
    grants = SpaceGrant.objects.in_rooms_led_by(request.user).filter(content_object__community=standing.community)
    return get_object_or_404(grants.select_related("user", "content_object__community"), pk=pk)


def _render_people(request, standing, space, form=None):
    name = clean(request.GET.get("name", "")).strip()
    context = {
        "standing": standing,
        "space": space,
        "reader_words": readers_of(standing.community)[space.access],
        "is_for_all": space.is_for_all,
        "room": queries.room(space, request.user, name=name),
        "name": name,
        "form": form or GuestForm(zone=standing.community.zone),
    }
    return render(request, "communities/space_people.html", context, status=422 if form else 200)
