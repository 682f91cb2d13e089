from django.shortcuts import render
from django.views.decorators.http import require_safe

from activity import streams
from activity.actions import see_stream
from communities.queries import standing_in, use_clock_of
from core.paging import number_in
from home.queries import find_readable_community
from home.queries.stream import by_day, mark_since, position_of, seen_before, stream_of
from home.views.fetching import or_404


@require_safe
def activity(request, slug):
    """What happens in a community; the first page, of everything, remembers how far the reader has seen."""
    community = or_404(find_readable_community, slug, request.user)
    use_clock_of(community, request.user)
    kind = request.GET.get("show", "")
    kind = kind if kind in streams.KINDS else ""
    after = number_in(request.GET.get("after", ""))
    stream = stream_of(community, request.user, kind=kind, after=after)
    is_front = request.user.is_authenticated and not kind and after is None
    if is_front and stream.newest is not None:
        position = position_of(community, request.user)
        mark_since(stream.lines, seen_before(position))
        if position is None or position.seen < stream.newest:
            see_stream(community.pk, actor=request.user, newest=stream.newest)
    context = {
        "standing": standing_in(community, request.user),
        "days": by_day(stream.lines),
        "stream": stream,
        "kinds": streams.KINDS,
        "kind": kind,
        "is_first": after is None,
    }
    return render(request, "home/activity.html", context)
