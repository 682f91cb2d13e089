"""Announcements of a team: whom they would reach, how far they are, and what their readers find."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from communities.models import Addressee, Announcement, Community, Membership, Role
from communities.queries.standings import Standing
from core import paging
from core.seams import Resolved
from notifications.models import Notification, OutboxMessage
from notifications.reaching import mailed_at_once

Audience = Announcement.Audience

KIND = "announced"
MOST_IN_A_DAY = 3  # of one community: who is written to more often stops reading
PER_PAGE, NAMES_PER_PAGE = 20, 50
_ROLES = {
    Audience.PARTICIPANTS: Role.PARTICIPANT,
    Audience.FACILITATORS: Role.FACILITATOR,
    Audience.MODERATORS: Role.MODERATOR,
    Audience.LEADERS: Role.LEADER,
}


@dataclass(frozen=True)
class Reach:
    """How many an announcement would be told to, and how many of them by mail at once."""

    number: int
    by_mail: int

    @property
    def without_mail(self) -> int:
        return self.number - self.by_mail


@dataclass(frozen=True)
class Progress:
    """How far it has come among those that it was for; who left meanwhile is left out."""

    number: int
    reached: int  # their turn has come: they find it on its page
    told: int  # of them, those who have it under What’s new
    left_out: int
    mails_waiting: int

    @property
    def unheard(self) -> int:
        """They find it on its page alone."""
        return self.reached - self.told

    @property
    def untold(self) -> int:
        return self.number - self.reached - self.left_out


def readers_of(community: Community, audience: str, *, sender: User) -> QuerySet[Membership]:
    """The live memberships of those whom `audience` names, but for the sender's own."""
    live = Membership.objects.live().filter(community=community).exclude(person=sender)
    live = live.filter(person__in=User.objects.present())
    if audience == Audience.ALL:
        return live
    if audience == Audience.TEAM:
        return live.team()
    if audience in _ROLES:
        return live.filter(role=_ROLES[Audience(audience)])
    return live.filter(level=audience)


def reach_of(announcement: Announcement, *, sender: User) -> Reach:
    """One query."""
    readers = _with_mail(announcement, sender)
    return Reach(**readers.aggregate(number=Count("pk"), by_mail=Count("pk", filter=Q(gets_mail=True))))


def page_of_readers(announcement: Announcement, *, sender: User, **position: Any) -> paging.Page:
    """A page of them by name, each with `gets_mail`: not why, which is their own affair."""
    readers = _with_mail(announcement, sender).annotate(place=paging.by_name("person__display_name"))
    return paging.page(readers.select_related("person"), key="place", size=NAMES_PER_PAGE, **position)


def _with_mail(announcement: Announcement, sender: User) -> QuerySet[Membership]:
    reachable = mailed_at_once(KIND, announcement.community_id).filter(pk=OuterRef("person"))
    resting = Membership.objects.resting().filter(pk=OuterRef("pk"))
    readers = readers_of(announcement.community, announcement.audience, sender=sender)
    return readers.annotate(gets_mail=Exists(reachable) & ~Exists(resting))


def progress_of(announcement: Announcement) -> Progress:
    """Three queries."""
    found = announcement.addressees.aggregate(
        number=Count("pk"), reached=Count("told_at"), left_out=Count("pk", filter=Q(is_left_out=True))
    )
    about = {"entry__kind": announcement._meta.label_lower, "entry__object_id": announcement.pk}
    told = Notification.objects.filter(**about, entry__verb="announcement.announced")
    waiting = OutboxMessage.objects.filter(**about, state=OutboxMessage.State.WAITING)
    return Progress(**found, told=told.count(), mails_waiting=waiting.count())


def sent_today(community: Community) -> int:
    since = timezone.now() - timedelta(days=1)
    return Announcement.objects.filter(community=community, sent_at__gt=since).count()


def page_of(standing: Standing, reader: Any, **position: Any) -> paging.Page:
    """Those that `reader` was told, or all of them for the team; the newest first."""
    found = Announcement.objects.visible_to(reader).filter(community=standing.community).select_related("sent_by")
    page = paging.page(found, key="pk", size=PER_PAGE, descending=True, **position)
    for announcement in page.rows:
        announcement.community = standing.community
    return page


def resolve_announcements(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """What `reader` was told, and what the team wrote."""
    found = Announcement.objects.visible_to(reader).filter(pk__in=ids).select_related("community", "sent_by")
    return {
        announcement.pk: Resolved(
            title=announcement.title,
            url=announcement.get_absolute_url(),
            obj=announcement,
            community_name=announcement.community.name,
            list_id=announcement.community.slug,
            thread=f"communities.announcement.{announcement.pk}",
        )
        for announcement in found
    }


def export_announcements(person: User) -> dict[str, Any]:
    """What `person` wrote to others as one of the team, and what they were told, without the words of others."""
    written = Announcement.objects.filter(Q(created_by=person) | Q(sent_by=person)).select_related("community")
    told = Addressee.objects.filter(person=person).select_related("announcement__community").order_by("pk")
    return {
        "announcements": [
            {
                "community": each.community.name,
                "title": each.title,
                "text": each.markdown,
                "audience": each.audience,
                "at": each.created_at.isoformat(),
                "sent_at": each.sent_at and each.sent_at.isoformat(),
            }
            for each in written.order_by("pk")
        ],
        "announced_to": [
            {
                "community": each.announcement.community.name,
                "id": each.announcement_id,
                "told_at": each.told_at and each.told_at.isoformat(),
            }
            for each in told
        ],
    }
