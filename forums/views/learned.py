from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.models import Community
from communities.queries import standing_in, use_clock_of
from core.errors import DomainError
from forums.actions import showing as actions
from forums.models import Closing
from forums.queries.learned import learned as closings_of
from forums.queries.showing import learned_near as closings_near


@require_safe
def learned(request, slug):
    return _show(request, slug, "forums/learned.html", closings_of, request.GET)


@require_safe
def learned_near(request, slug):
    """What the neighbours have learned, for the team with a way to show it among their own."""
    after = request.GET.get("after", "")
    return _show(request, slug, "forums/learned_near.html", lambda *whose: closings_near(*whose, after=after))


@require_POST
def closing_show(request, slug, pk):
    said = _("It stands among what you learned now, as coming from there.")
    return _change(request, slug, pk, actions.show_closing, said, "forums:learned-near")


@require_POST
def closing_hide(request, slug, pk):
    return _change(request, slug, pk, actions.hide_closing, _("It is shown here no longer."), "forums:learned")


def _show(request, slug, template, find, *asked):
    community = _inside(request, slug)
    use_clock_of(community, request.user)
    context = {"standing": standing_in(community, request.user), "page": find(community, request.user, *asked)}
    return render(request, template, context)


def _change(request, slug, pk, action, said, back):
    community = _inside(request, slug)
    closing = get_object_or_404(Closing.objects.visible_to(request.user), pk=pk)
    try:
        action(closing, community=community, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(back, slug)


def _inside(request, slug):
    return get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
