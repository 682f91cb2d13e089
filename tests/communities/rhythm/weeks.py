"""Weeks of a community with a rhythm, and what happens in them."""

from datetime import UTC, date, datetime, timedelta

from communities.models import Rhythm
from communities.queries.rhythm import beats_of, breaks_within, weeks_of
from forums.models import Discussion
from notifications.models import Notification
from tests.factories import DiscussionFactory

WEEK = timedelta(weeks=1)
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
MONDAY = date(2026, 3, 2)
SUMMER = {"begins_on": date(2026, 7, 1), "ends_on": date(2026, 8, 31), "word": "Summer"}


def opened(space, weeks_ago, **fields):
    return DiscussionFactory(space=space, opened_at=NOW - weeks_ago * WEEK, **fields)


def planned(space, in_weeks, **fields):
    opens_at = NOW + in_weeks * WEEK
    return DiscussionFactory(space=space, state=Discussion.State.PLANNED, opened_at=None, opens_at=opens_at, **fields)


def weeks(community):
    """As the calendar has them, with the rhythm that is stored now."""
    community = type(community).objects.get(pk=community.pk)
    return weeks_of(community, beats_of([community], NOW)[community.pk], breaks_within([community], NOW), NOW)


def missing(community):
    """How many weeks from now each week lies in which a discussion would be due."""
    return [(week.monday - MONDAY).days // 7 for week in weeks(community) if week.missing]


def keep(community, discussion_weeks=None, most_open=None, **fields):
    return Rhythm.objects.create(community=community, discussion_weeks=discussion_weeks, most_open=most_open, **fields)


def told():
    found = Notification.objects.filter(entry__verb="rhythm.uneven").order_by("pk")
    return [row.recipient.display_name for row in found.select_related("recipient")]
