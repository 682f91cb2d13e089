"""For whom members are here, and who runs a community together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions import institutions as actions
from communities.forms.institutions import InstitutionForm
from communities.models import Representation
from communities.queries import institutions as queries
from communities.rules import may_in_community
from communities.views.fetching import standing_of_member
from core.errors import DomainError
from core.forms import posted
from core.markdown import clean
from core.permissions import require


@login_required
@require_safe
def institutions_found(request):
    """Options for a field that names an institution."""
    words = clean(next(iter(request.GET.values()), "")).strip()
    found = queries.institutions_found(words)
    return render(request, "communities/_institutions_found.html", {"found": found})


@require_safe
def institutions(request, slug):
    standing = standing_of_member(request, slug)
    context = {"standing": standing, "page": queries.institutions_page(standing)}
    return render(request, "communities/institutions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def representation(request, slug):
    """The form with which one says for whom one is here."""
    standing = standing_of_member(request, slug)
    require(may_in_community(request.user, "take_part", standing.community), _("Nothing is changed here any more."))
    return _name(request, standing, actions.represent, _("Said. The team is asked to confirm it."))


@require_POST
def representation_end(request, slug):
    standing = standing_of_member(request, slug)
    if actions.represent_nobody(standing.community, actor=request.user):
        messages.success(request, _("You are here for yourself now."))
    return redirect("communities:institutions", slug)


@require_POST
def representation_confirm(request, slug, pk, institution):
    return _answer(request, slug, pk, institution, actions.confirm_representation, _("Confirmed. They are told."))


@require_POST
def representation_decline(request, slug, pk, institution):
    return _answer(request, slug, pk, institution, actions.decline_representation, _("Not confirmed. They are told."))


@require_http_methods(["GET", "HEAD", "POST"])
def host_new(request, slug):
    standing = standing_of_member(request, slug)
    require(may_in_community(request.user, "lead", standing.community), _("Leaders say who runs it together."))
    return _name(request, standing, actions.add_host, _("Added."), is_host=True)


@require_POST
def host_remove(request, slug, pk):
    standing = standing_of_member(request, slug)
    host = get_object_or_404(standing.community.hosts, pk=pk)
    if actions.remove_host(standing.community, institution=host, actor=request.user):
        messages.success(request, _("Taken out."))
    return redirect("communities:institutions", slug)


def _name(request, standing, action, said, *, is_host=False):
    form = InstitutionForm(posted(request))
    if form.is_valid():
        try:
            action(standing.community, institution=form.cleaned_data["institution"], actor=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("communities:institutions", standing.community.slug)
    context = {"standing": standing, "form": form, "is_host": is_host}
    return render(request, "communities/institution_form.html", context, status=422 if form.errors else 200)


def _answer(request, slug, pk, institution, action, said):
    standing = standing_of_member(request, slug)
    found = Representation.objects.visible_to(request.user).select_related("membership__community")
    representation = get_object_or_404(found, pk=pk, membership__community=standing.community)
    try:
        is_new = action(representation, institution=institution, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            messages.success(request, said)
    return redirect("communities:institutions", slug)
