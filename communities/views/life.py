"""The life of a community: what its launch lacks, and each step from a phase to the next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.actions import life as actions
from communities.errors import PhaseMoved
from communities.forms.life import PhaseForm, PrepareForm
from communities.models import STEPS
from communities.queries import life as queries
from communities.queries.chapters import chapters_of
from communities.rules import may_change_phase, may_change_settings
from communities.views.fetching import standing_of_member
from core.errors import DomainError
from core.forms import posted
from core.permissions import require


@require_safe
def life(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.is_in_team, _("The team prepares the next phase; what has happened stands on the front page."))
    form = PrepareForm(community=standing.community)
    return _show(request, standing, form)


@require_POST
def life_prepare(request, slug):
    standing = standing_of_member(request, slug)
    require(may_change_settings(request.user, standing.community), _("Leaders prepare the launch."))
    form = PrepareForm(request.POST, community=standing.community)
    if not form.is_valid():
        return _show(request, standing, form, status=422)
    actions.prepare_launch(standing.community, actor=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("communities:life", slug)


def _show(request, standing, form, status=200):
    community = standing.community
    context = {
        "standing": standing,
        "checks": queries.checks_of(community),
        "ways": queries.ways_from(community) if standing.is_leader else [],
        "chapters": chapters_of(community),
        "form": form if standing.is_leader else None,
    }
    return render(request, "communities/life.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def life_step(request, slug, key):
    """The page that says what a step does and asks for a sentence; and the taking of it."""
    standing = standing_of_member(request, slug)
    community, step = standing.community, STEPS.get(key)
    if step is None:
        raise Http404
    require(may_change_phase(request.user, community), _("Leaders decide on the life of a community."))
    form = PhaseForm(posted(request), community=community, step=step)
    if form.is_valid():
        try:
            actions.change_phase(community, step, actor=request.user, **form.cleaned_data)
        except PhaseMoved as refusal:
            form.add_error(None, str(refusal))
            return _show_step(request, standing, step, form, status=409)
        except DomainError as refusal:
            form.add_error("sentence", str(refusal))
        else:
            messages.success(request, _("Done. The members are told."))
            return redirect("communities:life", slug)
    elif community.phase != step.before and not form.is_bound:
        return redirect("communities:life", slug)
    return _show_step(request, standing, step, form, status=422 if form.errors else 200)


def _show_step(request, standing, step, form, status):
    community = standing.community
    is_asked = step.key in ("launch", "conclude")
    context = {
        "standing": standing,
        "way": queries.way_by(step),
        "form": form,
        "lacking": [check for check in queries.checks_of(community) if not check.is_done] if is_asked else [],
    }
    return render(request, "communities/life_step.html", context, status=status)
