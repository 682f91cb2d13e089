from copy import copy

from allauth.account.decorators import reauthentication_required
from allauth.account.views import logout
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, archive, documents, queries
from accounts.forms import AgreementForm, EraseForm, ProfileForm
from core.forms import posted


@require_safe
@login_required
def account(request):
    return render(request, "accounts/account.html", {"standing": queries.standing(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request):
    # A copy: what does not pass must not stand in the head of the page.
    form = ProfileForm(posted(request), instance=copy(request.user))
    if form.is_valid():
        actions.change_profile(form.instance, actor=request.user, fields=form.changed_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return _asking(request, "accounts/profile.html", form)


@require_POST
@login_required
def session_end(request, pk):
    """Sign out somewhere else; what has ended already or is not theirs stays as it is."""
    if actions.end_session(request.user, actor=request.user, session=pk, here=request.session.session_key):
        messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")


@require_safe
def document(request, name):
    """The terms, or what Copse keeps of people."""
    page = {"document": documents.DOCUMENTS[name], "operator": settings.OPERATOR, "contact": settings.CONTACT_EMAIL}
    return render(request, f"accounts/documents/{name}.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agreement(request):
    """Ask to agree to documents that are new to this person, and lead back to where they were."""
    onward = _onward(request)
    news = documents.news_for(request.user)
    if not news:
        return HttpResponseRedirect(onward)
    form = AgreementForm(posted(request))
    if form.is_valid():
        actions.agree(request.user, actor=request.user, version=form.cleaned_data["version"])
        return HttpResponseRedirect(onward)
    page = {"news": news, "next": onward, "version": documents.newest(), "is_first": request.user.agreed_to is None}
    return _asking(request, "accounts/agreement.html", form, page)


def _asking(request, template, form, page=None):
    return render(request, template, {"form": form, **(page or {})}, status=422 if form.errors else 200)


def _onward(request):
    """The page of this site that was asked for before, else home."""
    onward = request.POST.get("next") or request.GET.get("next", "")
    here = {"allowed_hosts": {request.get_host()}, "require_https": request.is_secure()}
    return (
        onward if onward.startswith("/") and url_has_allowed_host_and_scheme(onward, **here) else reverse("home:home")
    )


@require_safe
@login_required
def blocked(request):
    return render(request, "accounts/blocked.html", {"blocks": queries.blocks_of(request.user)})


@require_POST
@login_required
def unblock(request, pk):
    block = queries.blocks_of(request.user).filter(pk=pk).first()
    if block:  # a second click finds none
        actions.unblock(block, actor=request.user)
        messages.success(request, _("You hear of %(name)s again.") % {"name": block.blocked.name})
    return redirect("accounts:blocked")


@require_safe
@login_required
def data(request):
    return render(request, "accounts/data.html")


@require_POST
@login_required
def export(request):
    everything = actions.export_person(request.user, actor=request.user)
    disposition = content_disposition_header(as_attachment=True, filename=_("copse-my-data.zip"))
    headers = {"Content-Type": "application/zip", "Content-Disposition": disposition}
    return HttpResponse(archive.packed(request.user, everything), headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request):
    """Say what goes and what stays; then forget the person who is signed in, and say goodbye."""
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect("home:home")  # a second click: the first has erased them
    return _erase(request)


@login_required
@reauthentication_required
def _erase(request):
    form = EraseForm(posted(request))
    is_recent = queries.signed_in_lately(request)
    if request.method == "POST" and is_recent and form.is_valid():
        actions.erase_myself(request.user, actor=request.user)
        auth.logout(request)
        return _forgetting(render(request, "accounts/goodbye.html"))
    page = {"is_recent": is_recent, "left_behind": queries.left_behind(request.user)}
    return _asking(request, "accounts/erase.html", form, page)


def sign_out(request):
    """allauth's way out."""
    response = logout(request)
    return _forgetting(response) if request.method == "POST" else response


def _forgetting(response):
    """Let the browser drop the pages that it kept of who was signed in (on https alone)."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
