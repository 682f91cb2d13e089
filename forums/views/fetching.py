"""The door through which views come to a discussion."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from communities.models import Community
from communities.queries import standing_in, use_clock_of
from core.permissions import require
from forums.models import Discussion, Post, Subgroup
from forums.queries.merging import marker_of
from forums.queries.readers import find_discussion, find_discussion_alone
from forums.rules import may_run


def standing_inside(request, slug):
    """How the reader stands in a community whose inside is open to them, on its clock; 404 to anybody else."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    use_clock_of(community, request.user)
    return standing_in(community, request.user)


def visible_discussion(request, pk):
    """The discussion as the reader finds it, by their clock; for whoever may not know of it, it does not exist."""
    return _found(request, pk, find_discussion)


def discussion_alone(request, pk):
    """The same without how the reader stands to it: for whoever writes in it."""
    return _found(request, pk, find_discussion_alone)


def place_sent_to(request, pk):
    """(the discussion alone, None), or of one that was merged meanwhile also the post beneath which all of it stands.

    For what somebody wrote for it before.
    """
    try:
        return discussion_alone(request, pk), None
    except Http404:
        if (marker := marker_of(pk, request.user)) is None:
            raise
        return marker.merge.source, marker


def _found(request, pk, find):
    try:
        found = find(pk, request.user)
    except Discussion.DoesNotExist as missing:
        raise Http404 from missing
    use_clock_of(found.space.community, request.user)
    return found


def visible_post(request, pk):
    """A post with its discussion, also a removed one, by the reader's clock."""
    found = Post.objects.visible_to(request.user).select_related("discussion__space__community", "author", "sender")
    post = get_object_or_404(found, pk=pk)
    use_clock_of(post.discussion.space.community, request.user)
    return post


def run_discussion(request, pk):
    """The discussion, for whoever runs it: a stranger learns nothing, a member that it is not theirs to do."""
    found = Discussion.objects.visible_to(request.user).select_related("space__community", "closing")
    discussion = get_object_or_404(found, pk=pk)
    if not request.user.is_authenticated:
        raise Http404
    require(may_run(request.user, discussion), _("Moderators and leaders run discussions here."))
    return discussion


def visible_group(request, pk):
    """A group of a discussion with its room and its report, by the reader's clock."""
    found = Subgroup.objects.visible_to(request.user)
    found = found.select_related("grouping__discussion__space__community", "room", "report")
    group = get_object_or_404(found, pk=pk)
    use_clock_of(group.discussion.space.community, request.user)
    return group
