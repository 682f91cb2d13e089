"""An announcement, from its first word until everybody is told."""

from uuid import uuid4

from communities.actions import draft_announcement, send_announcement
from communities.effects.announcements import send_due_announcements
from communities.models import Announcement
from communities.queries.announcing import reach_of


def drafted(community, actor, audience="all", **said):
    said = {"title": "We move to Friday", "markdown": "From **March** on.", "submission": uuid4()} | said
    return draft_announcement(community, actor=actor, audience=audience, **said)


def sent(announcement, actor):
    """Confirmed, but nobody is told yet."""
    number = reach_of(announcement, sender=actor).number
    return send_announcement(announcement, actor=actor, version=announcement.version, number=number)


def announced(community, actor, audience="all", **said):
    announcement = drafted(community, actor, audience, **said)
    sent(announcement, actor)
    send_due_announcements()
    return Announcement.objects.get(pk=announcement.pk)
