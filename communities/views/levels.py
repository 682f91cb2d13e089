"""Who takes part how much: for the team, to thank people and to invite them back."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities import queries
from communities.models import Membership
from communities.queries.levels import ADVICE, MEANINGS, level_page, levels_of
from communities.views.fetching import standing_of_member
from core import paging
from core.markdown import clean
from core.permissions import require

FIRST_SHOWN = 12
PER_PAGE = 60


@require_safe
def levels(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.knows_members, _("The team looks at this, to thank people and to invite them back."))
    asked = request.GET.get("level", "")
    if asked in Membership.Level.values:
        return _one(request, standing, Membership.Level(asked))
    groups = levels_of(standing, most=FIRST_SHOWN)
    people = [row.person_id for group in groups for row in group.members]
    context = {
        "standing": standing,
        "groups": groups,
        "is_empty": not people,
        "profiles": queries.seen_profiles(people, request.user),
    }
    return render(request, "communities/levels.html", context)


def _one(request, standing, level):
    place = paging.asked(request.GET, read=clean)
    page = level_page(standing, level, size=PER_PAGE, **place)
    context = {
        "standing": standing,
        "level": level,
        "meaning": MEANINGS[level],
        "advice": ADVICE[level],
        "page": page,
        "profiles": queries.seen_profiles([row.person_id for row in page.rows], request.user),
    }
    return render(request, "communities/level.html", context)
