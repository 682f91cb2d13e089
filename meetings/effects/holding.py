"""What an action locks before it asks for leave."""

from django.utils import timezone

from communities.effects.holding import in_its_space, lock_in_space
from communities.effects.life import hold_open
from core.locks import lock_all
from meetings.models import Meeting, Series


def lock_meeting(meeting: Meeting) -> Meeting:
    """Lock it and return it as it is now, in its space as that was read before.

    Raises CommunityOver where the community has come to its end meanwhile.
    """
    held = lock_in_space(meeting)
    hold_open(held.community)
    return held


def lock_series(series: Series, *, with_pk: int = 0) -> list[Meeting]:
    """Lock what of a series has not begun, and the one with that id; returns them as they are now, by id.

    All at once, so that whoever holds one of them never waits for another. Raises CommunityOver.
    """
    space = series.space
    rows = Meeting.objects.filter(series=series)
    dates = rows.filter(state__in=Meeting.AHEAD, starts_at__gt=timezone.now()) | rows.filter(pk=with_pk)
    held = [in_its_space(meeting, space) for meeting in lock_all(dates.order_by("pk"))]
    hold_open(space.community)
    return [meeting for meeting in held if meeting.pk == with_pk or meeting.takes_bookings]
