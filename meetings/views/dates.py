"""What is said of a date once it is saved."""

from django.contrib import messages

from meetings.queries.dates import warnings_of_planned

MOST = 5  # notes at once


def warn_of_date(request, meeting):
    """Point out what should be looked at again of when a meeting is now: nothing of it is refused (H24)."""
    [notes] = warnings_of_planned([meeting], reader=request.user, series=meeting.series)
    for said in notes[:MOST]:
        messages.warning(request, said)
