"""The meetings of a community as one reader finds them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from communities.models import Community
from core.paging import position_of, read_position
from meetings.models import Meeting, Seat

PAST_PER_PAGE = 20
MOST_AHEAD = 100


@dataclass(frozen=True)
class PastMeetings:
    rows: list[Meeting]
    after: str  # what to ask the next page with; empty where there is none


def with_own_seat(meetings: QuerySet[Meeting], reader: Any) -> QuerySet[Meeting]:
    """Each with `own_state`, that of the seat of `reader`, and `own_role`; None where they have none."""
    if not reader.is_authenticated:
        own: Any = Seat.objects.none()
    else:
        own = Seat.objects.filter(meeting=OuterRef("pk"), person=reader)
    return meetings.annotate(own_state=Subquery(own.values("state")[:1]), own_role=Subquery(own.values("role")[:1]))


def ahead(reader: Any, community: Community) -> list[Meeting]:
    """What is to come there and `reader` may see, the next first. One query."""
    found = Meeting.objects.visible_to(reader).filter(space__community=community).upcoming()
    return list(with_own_seat(found, reader).select_related("space")[:MOST_AHEAD])


def past(reader: Any, community: Community, *, after: str = "") -> PastMeetings:
    """What was held there and `reader` may see, the last first; `after` is what a page before gave. One query."""
    found = Meeting.objects.visible_to(reader).filter(space__community=community).past()
    at, pk = read_position(after) or (None, 0)
    if at is not None:
        found = found.filter(Q(starts_at__lt=at) | Q(starts_at=at, pk__lt=pk))
    rows = list(with_own_seat(found, reader).select_related("space")[: PAST_PER_PAGE + 1])
    last = rows[PAST_PER_PAGE - 1] if len(rows) > PAST_PER_PAGE else None
    return PastMeetings(rows[:PAST_PER_PAGE], position_of(last.starts_at, last.pk) if last else "")


def beside(meeting: Meeting, person: Any) -> list[Meeting]:
    """What else `person` has booked at the same time and still sees; for their eyes alone. One query."""
    if not person.is_authenticated:
        return []
    booked = Seat.objects.booked().filter(person=person).exclude(meeting=meeting.pk)
    theirs = Meeting.objects.visible_to(person).planned().filter(pk__in=booked.values("meeting"))
    since = max(meeting.starts_at, timezone.now())
    return list(theirs.filter(starts_at__lt=meeting.ends_at, ends_at__gt=since).order_by("starts_at", "pk")[:5])


def beside_each(meetings: list[Meeting], person: Any) -> dict[int, list[Meeting]]:
    """{id of one of `meetings`: the same of it}, where there is something; for their eyes alone. One query."""
    ahead = [each for each in meetings if each.is_ahead]
    if not (ahead and person.is_authenticated):
        return {}
    booked = Seat.objects.booked().filter(person=person)
    theirs = Meeting.objects.visible_to(person).planned().filter(pk__in=booked.values("meeting"))
    first, last = min(each.starts_at for each in ahead), max(each.ends_at for each in ahead)
    around = list(theirs.filter(starts_at__lt=last, ends_at__gt=max(first, timezone.now())).order_by("starts_at", "pk"))
    found = {
        each.pk: [
            other
            for other in around
            if other.pk != each.pk and other.starts_at < each.ends_at and other.ends_at > each.starts_at
        ]
        for each in ahead
    }
    return {pk: others for pk, others in found.items() if others}
