"""A community's settings, for its leaders."""

from copy import copy

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.actions import settings as actions
from communities.errors import NameTaken, NotConfirmed
from communities.forms.settings import SettingsForm
from communities.queries import settings as queries
from communities.rules import may_change_settings
from communities.views.fetching import require_here, standing_of_member
from core.errors import DomainError
from core.forms import posted
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.is_leader, _("Leaders change the settings."))
    require_here(may_change_settings, standing, _("Nothing is changed here any more."))
    pending = standing.community.approvals.pending().first()
    shown = pending.wish if pending else standing.community.visibility
    instance = copy(standing.community)  # the form writes into it
    form = SettingsForm(posted(request), instance=instance, shown=shown)
    context = {
        "standing": standing,
        "form": form,
        "pending": pending,
        "answer": queries.last_answer(standing.community),
    }
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            changed = _change(request, standing.community, form)
        except NotConfirmed:
            context |= {"change": queries.who_gains(standing.community, form.cleaned_data["visibility"])}
            return render(request, "communities/settings_wider.html", context)
        except NameTaken as refusal:
            form.add_error("visibility", str(refusal))
            status = 422
        except DomainError as refusal:
            _show_beside(form, standing.community, refusal)
            status = 409
        else:
            return redirect("communities:settings", changed.slug)
    return render(request, "communities/settings.html", context, status=status)


def _show_beside(form, community, refusal):
    """What somebody else has set meanwhile, beside what was sent, which a second try would put in its place."""
    community.refresh_from_db()
    form.data = form.data.copy()
    form.data["version"] = community.settings_version
    form.add_error(None, str(refusal))
    for name, now in queries.in_words(community, form.differing_from(community)):
        form.add_error(name, _("Meanwhile it is: %(now)s") % {"now": now})


def _change(request, community, form):
    changed = actions.change_settings(
        community, actor=request.user, is_confirmed="confirm" in request.POST, **form.wish
    )
    messages.success(request, _("Saved."))
    if changed.approvals.pending().exists() and "visibility" in form.changed_data:
        messages.info(request, _("Those who run this site look at it first; you are told what they say."))
    elif changed.slug != community.slug:
        messages.warning(
            request, _("The community has a new address. Your members are told, and the old one leads them there.")
        )
    return changed
