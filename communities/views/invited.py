"""What somebody who was asked in sees and answers, with an account or without."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import actions, queries
from communities.errors import AnswerMissing, InvitationOver, NobodyLeads
from communities.forms.questions import AnswersForm
from communities.models import Invitation, Role, SpaceGrant


@login_required
@require_safe
def invitations_to_me(request):
    return render(request, "communities/invited_list.html", {"invitations": queries.invitations_to(request.user)})


@require_safe
def invitation(request, token):
    """Looking marks it as opened, once, and answers nothing; whoever it let in is led to where that is."""
    found = _find(token)
    if found is None or not _is_open(found):
        given = queries.what_it_gave(found, request.user) if found else None
        return _lead_in(given) if given else _over(request, found)
    if request.method == "GET":
        found.mark_opened()
    return _show(request, found, _form(request, found))


@require_POST
def invitation_accept(request, token):
    found = _find(token)
    if found is None:
        return _over(request)
    if not request.user.is_authenticated:
        return redirect(_entrance("account_signup", found))
    form = _form(request, found, request.POST)
    if form.is_untouched:
        form = _form(request, found)
    if _is_open(found) and not form.is_valid():
        return _show(request, found, form)
    try:
        given = actions.accept_invitation(found, actor=request.user, answers=_answers(form))
    except InvitationOver:
        return _over(request, found)
    except (AnswerMissing, NobodyLeads) as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Welcome to %(name)s.") % {"name": found.place.name})
    return _lead_in(given)


@require_POST
def invitation_decline(request, token):
    found = _find(token)
    if found is None or not actions.decline_invitation(found, actor=request.user):
        return _over(request, found)
    return render(request, "communities/invited_declined.html", {"invitation": found})


def _find(token):
    return Invitation.objects.by_link(token).select_related("community", "room", "invited_by").first()


def _is_open(found):
    return found.is_live and found.place.is_writable


def _over(request, found=None):
    """One page for what was answered, taken back, not answered in time, or never was; or whose community has ended."""
    ended = found.community if found and found.is_live and not found.community.is_writable else None
    return render(request, "communities/invitation_over.html", {"ended": ended}, status=404)


def _lead_in(given):
    return redirect(given.content_object if isinstance(given, SpaceGrant) else given.community)


def _entrance(name, found):
    """Sign-up or sign-in, which goes on to the invitation's page."""
    wanted = {"next": found.get_absolute_url()}
    if name == "account_signup":
        wanted["email"] = found.email
    return f"{reverse(name)}?{urlencode(wanted)}"


def _form(request, found, data=None):
    """What the community asks of newcomers; nothing of a guest, and of members no more."""
    if (
        found.room_id
        or not request.user.is_authenticated
        or queries.standing_in(found.community, request.user).role is not None
    ):
        return AnswersForm(data)
    given = queries.own_answers(request.user, found.community)
    return AnswersForm(data, questions=queries.questions_of(found.community), given=given)


def _answers(form):
    return form.answers if form.is_valid() else {}


def _show(request, found, form):
    role = queries.role_it_gives(found, request.user) if request.user.is_authenticated else Role(found.role)
    context = {
        "invitation": found,
        "form": form,
        "offer": None if found.room_id else queries.offer_of(found.community, role),
        "is_another": request.user.is_authenticated and not queries.is_addressed_to(found, request.user),
        "is_less": role < found.role,
        "standing": queries.standing_in(found.community, request.user),
        "signup_url": _entrance("account_signup", found),
        "login_url": _entrance("account_login", found),
    }
    return render(request, "communities/invited.html", context, status=422 if form.errors else 200)
