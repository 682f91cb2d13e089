"""The door through which views come to a discussion."""

from django.http import Http404

from communities.queries import use_clock_of
from forums.models import Discussion
from forums.queries.pages import find_discussion


def visible_discussion(request, pk):
    """The discussion as the reader finds it, by their clock; for whoever may not know of it, it does not exist."""
    try:
        found = find_discussion(pk, request.user)
    except Discussion.DoesNotExist as missing:
        raise Http404 from missing
    use_clock_of(found.space.community, request.user)
    return found
