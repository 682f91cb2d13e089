"""What comes next: the days on which discussions open and close."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from communities.models import Space
from forums.models import Discussion

LOOKED_AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Ahead:
    """A day that one reader may look forward to."""

    at: datetime
    title: str
    url: str
    community_name: str
    opens: bool  # else it closes


def dates_ahead(reader: Any, spaces: QuerySet[Space], size: int) -> list[Ahead]:
    """The next openings and closings in `spaces` of which `reader` may know, the nearest first. One query."""
    now = timezone.now()
    opens = Q(state=Discussion.State.PLANNED, space__in=Space.objects.writable())
    found = Discussion.objects.visible_to(reader).filter(space__in=spaces)
    found = found.filter(opens | Q(state=Discussion.State.OPEN))
    found = found.annotate(at=Case(When(state=Discussion.State.PLANNED, then="opens_at"), default="closes_at"))
    found = found.filter(at__gt=now, at__lt=now + LOOKED_AHEAD).order_by("at", "pk")
    named = found.annotate(community_name=F("space__community__name"))
    rows = named.values_list("pk", "slug", "title", "state", "at", "community_name", named=True)[:size]
    return [
        Ahead(
            at=row.at,
            title=row.title,
            url=reverse("forums:discussion", args=[row.pk, row.slug]),
            community_name=row.community_name,
            opens=row.state == Discussion.State.PLANNED,
        )
        for row in rows
    ]
