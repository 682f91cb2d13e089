"""How views come by what they are about."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from communities.models import Community
from communities.queries import standing_in, use_clock_of
from library.models import Item


def library_of(request, slug):
    """How the reader stands in a community whose inside is open to them, on its clock; 404 to anybody else."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    use_clock_of(community, request.user)
    return standing_in(community, request.user)


def visible_item(request, pk):
    """An item that the reader may see, on its community's clock; 404 to anybody else."""
    found = Item.objects.visible_to(request.user).select_related("space__community", "contributed_by", "taken_down_by")
    item = get_object_or_404(found, pk=pk)
    use_clock_of(item.community, request.user)
    return item


def item_of_somebody(request, pk):
    """The same for whoever would do something to it: a visitor learns nothing, not even that there is one."""
    if not request.user.is_authenticated:
        raise Http404
    return visible_item(request, pk)
