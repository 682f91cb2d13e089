from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.models import Space
from communities.queries import use_clock_of
from core import paging
from forums.queries.written import written_by


@require_safe
def written(request, slug, space_slug):
    """What the reader wrote in one space, with the way to delete each of it."""
    spaces = Space.objects.visible_to(request.user).select_related("community")
    space = get_object_or_404(spaces, community__slug=slug, slug=space_slug)
    if not request.user.is_authenticated:
        raise Http404
    use_clock_of(space.community, request.user)
    rows, page = written_by(request.user, space, **paging.asked(request.GET))
    return render(request, "forums/written.html", {"space": space, "rows": rows, "page": page})
