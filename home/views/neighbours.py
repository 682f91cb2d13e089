from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.queries import standing_in, use_clock_of
from core import paging
from core.markdown import clean
from home import queries
from home.queries.neighbours import neighbours_page
from home.views.fetching import or_404


@require_safe
def neighbours(request, slug):
    """The communities with which one belongs together, what they learned, what comes up there, and who bridges them."""
    community = or_404(queries.find_readable_community, slug, request.user)
    use_clock_of(community, request.user)
    standing = standing_in(community, request.user)
    page = neighbours_page(standing, request.user, paging.asked(request.GET, clean))
    return render(request, "home/neighbours.html", {"standing": standing, "neighbours": page})
