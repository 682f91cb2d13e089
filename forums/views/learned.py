from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.models import Community
from communities.queries import standing_in, use_clock_of
from forums.queries.learned import learned as closings_of


@require_safe
def learned(request, slug):
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    use_clock_of(community, request.user)
    context = {
        "standing": standing_in(community, request.user),
        "page": closings_of(community, request.user, request.GET),
    }
    return render(request, "forums/learned.html", context)
