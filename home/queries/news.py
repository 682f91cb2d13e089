"""What happened where one takes part, since they read there last."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from core.prepared import Prepared
from forums.models import Closing, Discussion, ReadingPosition, SubgroupMember
from home.queries.places import taken_part_in
from notifications.models import Notification

LOOKED_AT = 60
SHOWN_EACH = 4  # of one community
COMMUNITIES_SHOWN = 8
FRESH = timedelta(days=30)  # what was never read is news for so long
FRESH_CLOSING = timedelta(days=7)

State = Discussion.State
COLUMNS = ("pk", "slug", "title", "state", "post_count", "last_post_at", "last_read", "new_count", "closing_excerpt")


@dataclass(frozen=True)
class Item:
    """A discussion with something that its reader has not read."""

    row: Any

    @property
    def url(self) -> str:
        """Where the new things begin."""
        if self.row.new_count and not self.is_closed:
            return f"{reverse('forums:jump', args=[self.row.pk])}?post={self.row.last_read + 1}"
        return reverse("forums:discussion", args=[self.row.pk, self.row.slug])

    @property
    def is_closed(self) -> bool:
        return self.row.state == State.CLOSED

    @property
    def is_unread(self) -> bool:
        return self.row.last_read is None


@dataclass
class News:
    """What is new in one community."""

    community_name: str
    community_url: str
    items: list[Item] = field(default_factory=list)
    more: int = 0
    fresh_members: int = 0  # said to the team


def news(person: Any, memberships: Iterable[Any]) -> list[News]:
    """News by community, the liveliest first; one query. `memberships` are `person`'s, with `fresh`."""
    now = timezone.now()
    found: dict[str, News] = {}
    for row in _UNREAD(person=person, fresh=now - FRESH, just_closed=now - FRESH_CLOSING):
        url = reverse("home:community", args=[row.community_slug])
        group = found.setdefault(row.community_slug, News(row.community_name, url))
        if len(group.items) < SHOWN_EACH:
            group.items.append(Item(row))
        else:
            group.more += 1
    for membership in memberships:
        if membership.fresh and membership.is_in_team:
            community = membership.community
            group = found.setdefault(community.slug, News(community.name, community.get_absolute_url()))
            group.fresh_members = membership.fresh
    return list(found.values())[:COMMUNITIES_SHOWN]


def _unread(person: Any, fresh: datetime, just_closed: datetime) -> QuerySet:
    """Where `person` takes part: what they did not read to its end, never opened since it was `fresh`, or not since
    it was `just_closed`."""
    position = ReadingPosition.objects.filter(person=person, discussion=OuterRef("pk"))
    told = Notification.objects.filter(
        recipient=person,
        entry__kind=Closing._meta.label_lower,
        entry__object_id=OuterRef("closing"),
        read_at__isnull=False,
    )
    found = Discussion.objects.visible_to(person).with_reading(person).filter(space__in=taken_part_in(person))
    rooms = SubgroupMember.objects.filter(person=person).values("subgroup__room")
    found = found.filter(Q(part_of=None) | Q(pk__in=rooms))  # of the rooms of groups, their own
    found = found.exclude(state=State.PLANNED).annotate(
        read_at=Subquery(position.values("changed_at")),
        community_name=F("space__community__name"),
        community_slug=F("space__community__slug"),
        closing_excerpt=F("closing__excerpt"),
    )
    never = Q(last_read=None, last_post_at__gt=fresh)
    closed = Q(state=State.CLOSED, closing__published_at__gt=F("read_at"))
    closed &= Q(closing__published_at__gt=just_closed) & ~Q(Exists(told))
    news = found.filter(never | Q(new_count__gt=0) | closed).order_by("-last_post_at", "-pk")
    return news.values_list(*COLUMNS, "community_name", "community_slug", named=True)[:LOOKED_AT]


_UNREAD = Prepared(_unread)
