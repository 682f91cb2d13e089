"""How views come by what they are about."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from communities.models import Community
from communities.queries import standing_in, use_clock_of
from core.permissions import require
from meetings.models import Meeting, Seat, Series
from meetings.rules import may_mark
from meetings.views.words import MARKERS


def meetings_of(request, slug):
    """How the reader stands in a community whose inside is open to them, on its clock; 404 to anybody else."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    use_clock_of(community, request.user)
    return standing_in(community, request.user)


def visible_meeting(request, pk):
    """A meeting that the reader may see, on its community's clock; 404 to anybody else."""
    found = Meeting.objects.visible_to(request.user).select_related("space__community", "series")
    meeting = get_object_or_404(found, pk=pk)
    use_clock_of(meeting.community, request.user)
    return meeting


def meeting_of_somebody(request, pk):
    """The same for whoever would do something about it: a visitor learns nothing, not even that there is one."""
    if not request.user.is_authenticated:
        raise Http404
    return visible_meeting(request, pk)


def visible_series(request, pk):
    """A series of which the reader sees a date, on its community's clock; 404 to anybody else."""
    found = Series.objects.visible_to(request.user).select_related("space__community")
    series = get_object_or_404(found, pk=pk)
    use_clock_of(series.community, request.user)
    return series


def series_of_somebody(request, pk):
    """The same for whoever would do something about it."""
    if not request.user.is_authenticated:
        raise Http404
    return visible_series(request, pk)


def marked_by(request, pk):
    """A meeting of which the reader says who came; 403 to others who see it."""
    meeting = meeting_of_somebody(request, pk)
    require(may_mark(request.user, meeting), MARKERS)
    return meeting


def seat_by(token):
    """That of the guest for whom a link was made, at its meeting; 404 when the link is over, or not ours."""
    found = Seat.objects.by_link(token).select_related("meeting__space__community").first()
    if found is None:
        raise Http404
    return found
