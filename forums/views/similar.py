from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.models import Space
from core.permissions import require
from forums.queries.similar import similar_to
from forums.rules import may_plan


@require_POST
def similar(request, slug, space_slug):
    """What asks something similar to the title that somebody types who plans a discussion there.

    It is sent, not asked for by an address: what is typed for a few belongs into no log, and into no list of visits.
    """
    spaces = Space.objects.visible_to(request.user).select_related("community")
    space = get_object_or_404(spaces, community__slug=slug, slug=space_slug)
    require(may_plan(request.user, space), _("In this space the team starts the discussions."))
    found = similar_to(request.POST.get("title", ""), request.user, community=space.community_id)
    return render(request, "forums/_similar.html", {"similar": found})
