"""The door through which views come to a discussion."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from communities.queries import use_clock_of
from core.permissions import require
from forums.models import Discussion
from forums.queries.pages import find_discussion, find_discussion_alone
from forums.rules import may_run


def visible_discussion(request, pk):
    """The discussion as the reader finds it, by their clock; for whoever may not know of it, it does not exist."""
    return _found(request, pk, find_discussion)


def discussion_alone(request, pk):
    """The same without how the reader stands to it: for whoever writes in it."""
    return _found(request, pk, find_discussion_alone)


def _found(request, pk, find):
    try:
        found = find(pk, request.user)
    except Discussion.DoesNotExist as missing:
        raise Http404 from missing
    use_clock_of(found.space.community, request.user)
    return found


def run_discussion(request, pk):
    """The discussion, for whoever runs it: a stranger learns nothing, a member that it is not theirs to do."""
    found = Discussion.objects.visible_to(request.user).select_related("space__community", "closing")
    discussion = get_object_or_404(found, pk=pk)
    if not request.user.is_authenticated:
        raise Http404
    require(may_run(request.user, discussion), _("Moderators and leaders run discussions here."))
    return discussion
