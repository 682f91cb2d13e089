"""How leaders let their community belong together with others, and who is at home in several of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions import kinship as actions
from communities.forms.kinship import AnswerLinkForm, EndLinkForm, ProposeLinkForm
from communities.queries import find_communities
from communities.queries import kinship as queries
from communities.rules import may_answer_link, may_end_link, may_link, may_withdraw_link
from communities.views.fetching import standing_inside, standing_of_member
from core import paging
from core.errors import DomainError
from core.forms import posted
from core.markdown import clean
from core.permissions import require

OFFERED = 8
_LEADERS = gettext_lazy("Leaders say where a community belongs, as long as it lives.")


@require_safe
def neighbours_found(request, slug):
    """Options for the field that names another community: what the directory would find."""
    standing = standing_of_member(request, slug)
    words = clean(request.GET.get("other", "")).strip()
    found = find_communities(request.user, words).exclude(pk=standing.community.pk).order_by("name", "pk")
    return render(request, "communities/_neighbours_found.html", {"found": found[:OFFERED] if words else []})


@require_http_methods(["GET", "HEAD", "POST"])
def neighbour_new(request, slug):
    """Ask another community whether the two belong together."""
    standing = standing_of_member(request, slug)
    require(may_link(request.user, standing.community), _LEADERS)
    asked = {"other": clean(request.GET.get("other", ""))}
    form = ProposeLinkForm(
        posted(request),
        community=standing.community,
        reader=request.user,
        initial=asked,
    )
    if form.is_valid():
        try:
            actions.propose_link(standing.community, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Asked. Their leaders are told, and you hear what they say."))
            return redirect("home:neighbours", slug)
    context = {"standing": standing, "form": form}
    return render(request, "communities/neighbour_new.html", context, status=422 if form.errors else 200)


@require_safe
def bridges(request, slug):
    standing = standing_inside(request, slug)
    page = queries.bridges(standing.community, request.user, **paging.asked(request.GET, clean))
    return render(request, "communities/bridges.html", {"standing": standing, "page": page})


@require_safe
def neighbour(request, slug, pk):
    """What joins the two, and for leaders what they may do about it."""
    standing, link = _fetch(request, slug, pk)
    return _show(request, standing, link)


@require_POST
def neighbour_agree(request, slug, pk):
    said = _("Agreed. Both communities show it from now on.")
    return _answer(request, slug, pk, actions.agree_link, said)


@require_POST
def neighbour_decline(request, slug, pk):
    return _answer(request, slug, pk, actions.decline_link, _("Declined. They are told."))


@require_POST
def neighbour_withdraw(request, slug, pk):
    standing, link = _fetch(request, slug, pk)
    require(may_withdraw_link(request.user, link), _("The leaders of the community that asked take it back."))
    _do(request, actions.withdraw_link, link, _("Taken back."))
    return redirect("home:neighbours", standing.community.slug)


@require_POST
def neighbour_end(request, slug, pk):
    standing, link = _fetch(request, slug, pk)
    require(may_end_link(request.user, link), _LEADERS)
    form = EndLinkForm(request.POST)
    if not form.is_valid():
        return _show(request, standing, link, form)
    _do(request, actions.end_link, link, _("Ended. The leaders of both are told."), **form.cleaned_data)
    return redirect("home:neighbours", standing.community.slug)


def _answer(request, slug, pk, action, said):
    standing, link = _fetch(request, slug, pk)
    require(may_answer_link(request.user, link), _("The leaders of the community that was asked answer."))
    form = AnswerLinkForm(request.POST)
    if not form.is_valid():
        return _show(request, standing, link, form)
    _do(request, action, link, said, **form.cleaned_data)
    return redirect("home:neighbours", standing.community.slug)


def _do(request, action, link, said, **words):
    try:
        is_new = action(link, actor=request.user, **words)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            messages.success(request, said)


def _fetch(request, slug, pk):
    """How the reader stands in the community, and its link; 404 for one of which they may not know both ends."""
    standing = standing_inside(request, slug)
    return standing, get_object_or_404(queries.links_of(standing.community, request.user), pk=pk)


def _show(request, standing, link, form=None):
    """Its page, with the form of what the reader may do about it; `form` is the one that was sent and refused."""
    person = request.user
    form_of = None
    if link.is_proposed and may_answer_link(person, link):
        form_of = AnswerLinkForm
    elif link.is_agreed and may_link(person, standing.community):
        form_of = EndLinkForm
    context = {
        "standing": standing,
        "neighbour": queries.as_neighbours([link], standing.community, person)[0],
        "form": form or (form_of and form_of()),
        "may_withdraw": link.is_proposed and may_withdraw_link(person, link),
    }
    return render(request, "communities/neighbour.html", context, status=422 if form else 200)
