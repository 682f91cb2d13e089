"""Links that let several people in: the team makes them, whoever holds one comes in by it."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions, queries
from communities.errors import AnswerMissing, InvitationOver, NobodyLeads
from communities.forms.links import LinkForm
from communities.forms.questions import AnswersForm
from communities.models import InvitationLink, Membership, Role
from communities.views.fetching import standing_of_asker
from core import paging
from core.errors import DomainError
from core.forms import posted

LINKS_PER_PAGE = 20


@require_safe
def links(request, slug):
    standing = standing_of_asker(request, slug)
    rows = queries.links_of(standing.community, request.user)
    page = paging.page(rows, key="pk", size=LINKS_PER_PAGE, descending=True, **paging.asked(request.GET))
    return render(
        request, "communities/links.html", {"standing": standing, "page": page, "site_url": settings.SITE_URL}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def link_new(request, slug):
    standing = standing_of_asker(request, slug)
    form = LinkForm(posted(request), community=standing.community, held=standing.role)
    if form.is_valid():
        try:
            actions.make_link(standing.community, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The link is made. Whoever holds it may come in."))
            return redirect("communities:links", slug)
    context = {"standing": standing, "form": form}
    return render(request, "communities/link_new.html", context, status=422 if form.errors else 200)


@require_POST
def link_revoke(request, slug, pk):
    standing = standing_of_asker(request, slug)
    link = get_object_or_404(queries.links_of(standing.community, request.user), pk=pk)
    if actions.take_link_back(link, actor=request.user):
        said = _("“%(label)s” is taken back. Those who came in by it stay.")
        messages.success(request, said % {"label": link.label})
    return redirect("communities:links", slug)


@require_safe
def link(request, token):
    """What it leads to, for whoever holds it; nothing is accepted by looking."""
    found = _find(token)
    inside = _membership(request, found)
    if inside:
        return redirect(inside.community)
    if found is None or not _lets_in(found):
        return _over(request)
    return _show(request, found, _form(request, found))


@require_POST
def link_accept(request, token):
    found = _find(token)
    if found is None:
        return _over(request)
    if not request.user.is_authenticated:
        return redirect(_entrance("account_signup", found))
    form = _form(request, found, request.POST)
    if not _membership(request, found) and not form.is_valid():
        return _show(request, found, form) if _lets_in(found) else _over(request)
    try:
        membership = actions.use_link(found, actor=request.user, answers=form.answers if form.is_valid() else {})
    except InvitationOver:
        return _over(request)
    except (AnswerMissing, NobodyLeads) as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Welcome to %(name)s.") % {"name": membership.community.name})
    return redirect(membership.community)


def _find(token):
    return InvitationLink.objects.by_link(token).select_related("community__charter", "made_by").first()


def _lets_in(found):
    return found.is_open and found.community.is_writable


def _membership(request, found):
    if found is None or not request.user.is_authenticated:
        return None
    return Membership.objects.live_of(request.user).filter(community=found.community).first()


def _form(request, found, data=None):
    if not request.user.is_authenticated:
        return AnswersForm(data)
    given = queries.own_answers(request.user, found.community)
    return AnswersForm(data, questions=queries.questions_of(found.community), given=given)


def _over(request):
    """The same page for what is used up, taken back or over, and for what never was."""
    return render(request, "communities/invitation_over.html", status=404)


def _entrance(name, found):
    """Sign-up or sign-in, which goes on to the link's page."""
    return f"{reverse(name)}?{urlencode({'next': found.get_absolute_url()})}"


def _show(request, found, form):
    role = queries.role_by_link(found)
    context = {
        "link": found,
        "form": form,
        "offer": queries.offer_of(found.community, role),
        "is_less": role < Role(found.role),
        "signup_url": _entrance("account_signup", found),
        "login_url": _entrance("account_login", found),
    }
    return render(request, "communities/link.html", context, status=422 if form.errors else 200)
