from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.models import Charter
from communities.queries import use_clock_of
from home import queries


@require_safe
def charter(request, slug):
    """What a community has agreed on, and what works towards each of its expected results."""
    charters = Charter.objects.visible_to(request.user).select_related("community")
    found = get_object_or_404(charters, community__slug=slug)
    use_clock_of(found.community, request.user)
    page = queries.charter_page(found, request.user)
    return render(request, "home/charter.html", {"page": page, "standing": page.standing})
