"""One meeting as a file for any calendar."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from meetings.queries.calendars import file_of
from meetings.views.fetching import visible_meeting


@require_safe
def calendar(request, pk):
    meeting = visible_meeting(request, pk)
    response = HttpResponse(file_of(meeting, request.user), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return response
