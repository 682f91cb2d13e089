from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.permissions import require
from home.queries.places import find_own_standing
from home.queries.rhythm import calendar_of
from home.queries.this_week import this_week_of
from home.views.fetching import or_404


@require_safe
def rhythm(request, slug):
    """The calendar of a community, for its members."""
    standing = or_404(find_own_standing, slug, request.user)
    return render(request, "home/rhythm.html", {"standing": standing, "calendar": calendar_of(standing)})


@require_safe
def this_week(request, slug):
    """What each role of the team may do this week, for whoever holds one."""
    standing = or_404(find_own_standing, slug, request.user)
    require(standing.is_in_team, _("This page is for those who hold a role here."))
    return render(request, "home/this_week.html", {"standing": standing, "page": this_week_of(standing)})
