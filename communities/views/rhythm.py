"""The team sets the rhythm of its community, and when it rests."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.actions import rhythm as actions
from communities.forms.rhythm import BreakForm, RhythmForm
from communities.models import Rhythm
from communities.queries.rhythm import rhythm_of
from communities.rules import may_set_rhythm
from communities.views.fetching import require_here, standing_of_member
from core.errors import DomainError, Stale
from core.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, slug):
    standing = _setting(request, slug)
    rhythm = rhythm_of(standing.community)
    form = RhythmForm(posted(request), rhythm=rhythm)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            actions.set_rhythm(standing.community, actor=request.user, **form.cleaned_data)
        except Stale as refusal:
            _show_beside(form, standing.community, refusal)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("home:rhythm", slug)
    return _show(request, standing, form=form, status=status)


@require_POST
def break_add(request, slug):
    standing = _setting(request, slug)
    form = BreakForm(request.POST, community=standing.community)
    if form.is_valid():
        try:
            actions.add_break(standing.community, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("begins_on", str(refusal))
        else:
            messages.success(request, _("Saved. Nothing is missed while you rest."))
            return redirect("communities:rhythm-change", slug)
    return _show(request, standing, break_form=form, status=422)


@require_POST
def break_remove(request, slug, pk):
    standing = _setting(request, slug)
    if rest := standing.community.breaks.select_related("community").filter(pk=pk).first():  # twice is once
        actions.remove_break(rest, actor=request.user)
        messages.success(request, _("Taken out."))
    return redirect("communities:rhythm-change", slug)


def _setting(request, slug):
    standing = standing_of_member(request, slug)
    require_here(may_set_rhythm, standing, _("Moderators and leaders set the rhythm."))
    return standing


def _show_beside(form, community, refusal):
    """What somebody else has set meanwhile, beside what was sent, which a second try would put in its place."""
    community.refresh_from_db()  # what somebody else has set, not what was read before
    now = rhythm_of(community) or Rhythm()
    form.data = form.data.copy()
    form.data["version"] = now.version
    form.add_error(None, str(refusal))
    said = {"discussion_weeks": now.get_discussion_weeks_display() or _("when it suits"), "most_open": now.most_open}
    for name, value in said.items():
        if form.cleaned_data.get(name) != getattr(now, name):
            form.add_error(name, _("Meanwhile it is: %(now)s") % {"now": value or _("no limit")})


def _show(request, standing, *, form=None, break_form=None, status=200):
    community = standing.community
    today = timezone.localdate(timezone=community.zone)
    context = {
        "standing": standing,
        "form": form or RhythmForm(rhythm=rhythm_of(community)),
        "break_form": break_form or BreakForm(community=community),
        "breaks": community.breaks.filter(ends_on__gte=today),
    }
    return render(request, "communities/rhythm_form.html", context, status=status)
