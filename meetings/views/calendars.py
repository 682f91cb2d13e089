"""One meeting as a file for any calendar."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from meetings.queries.calendars import file_for_guest, file_of
from meetings.views.fetching import seat_by, visible_meeting


@require_safe
def calendar(request, pk):
    meeting = visible_meeting(request, pk)
    return _file(meeting, file_of(meeting, request.user))


@require_safe
def for_guest(request, token):
    seat = seat_by(token)
    return _file(seat.meeting, file_for_guest(seat))


def _file(meeting, content):
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return response
