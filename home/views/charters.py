from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.models import Charter
from communities.queries import use_clock_of
from home import queries
from home.queries.progress import board


@require_safe
def charter(request, slug):
    """What a community has agreed on, and what works towards each of its expected results."""
    page = queries.charter_page(_charter(request, slug), request.user)
    return render(request, "home/charter.html", {"page": page, "standing": page.standing})


@require_safe
def progress(request, slug):
    """How far each expected result is, and who looks after it."""
    shown = board(_charter(request, slug), request.user)
    return render(request, "home/progress.html", {"board": shown, "standing": shown.standing})


def _charter(request, slug):
    charters = Charter.objects.visible_to(request.user).select_related("community")
    found = get_object_or_404(charters, community__slug=slug)
    use_clock_of(found.community, request.user)
    return found
