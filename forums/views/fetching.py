"""The door through which views come to a discussion."""

from django.http import Http404

from forums.models import Discussion
from forums.queries.pages import find_discussion


def visible_discussion(request, pk):
    """The discussion as the reader finds it; for whoever may not know of it, it does not exist."""
    try:
        return find_discussion(pk, request.user)
    except Discussion.DoesNotExist as missing:
        raise Http404 from missing
