"""How meetings answers the seams."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from accounts.models import User
from communities.models import Space
from core.seams import Beat, Resolved, TookPart
from meetings.models import AgendaItem, Meeting, Minutes, Seat, Watch

KIND = "meetings.meeting"
SHARED = (Space.Access.OPEN, Space.Access.MEMBERS)


def resolved(thing: Any, meeting: Meeting) -> Resolved:
    """What belongs to a meeting, as that is called."""
    return Resolved(
        title=meeting.title,
        url=meeting.get_absolute_url(),
        obj=thing,
        community_name=meeting.community.name,
        list_id=meeting.community.slug,
        thread=f"meetings.meeting.{meeting.pk}",
        context={"meeting": meeting},
    )


def resolve_meetings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Meeting.objects.visible_to(reader).filter(pk__in=ids).select_related("space__community")
    return {meeting.pk: resolved(meeting, meeting) for meeting in found}


def resolve_seats(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """One's own alone: of what became of others' seats nobody else is told."""
    if not reader.is_authenticated:
        return {}
    # Whoever lost their seat still reads so, as long as the space is theirs to read.
    spaces = Space.objects.visible_to(reader)
    found = Seat.objects.filter(pk__in=ids, person=reader, meeting__space__in=spaces)
    return {seat.pk: resolved(seat, seat.meeting) for seat in found.select_related("meeting__space__community")}


def resolve_minutes(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Minutes.objects.visible_to(reader).filter(pk__in=ids).select_related("meeting__space__community")
    return {minutes.pk: resolved(minutes, minutes.meeting) for minutes in found}


def beats(communities: list[int], since: datetime, until: datetime) -> list[Beat]:
    """Meetings of all members that begin before `until` and were not over before `since`. One query."""
    shared = Meeting.objects.filter(space__community__in=communities, space__access__in=SHARED)
    shared = shared.filter(audience=Meeting.Audience.SPACE).exclude(state=Meeting.State.CANCELLED)
    found = shared.filter(starts_at__lt=until, ends_at__gte=since).order_by("starts_at", "pk")
    rows = found.annotate(where=F("space__community")).values_list("where", "pk", "starts_at", "ends_at")
    return [Beat(community, KIND, pk, starts_at, ends_at) for community, pk, starts_at, ends_at in rows]


def took_part(community: int, since: datetime) -> TookPart:
    """Who had a seat at what was held, and who wrote minutes that stand."""
    held = Seat.objects.booked().filter(meeting__space__community=community, meeting__state=Meeting.State.HELD)
    came = held.filter(meeting__ends_at__gt=since).exclude(person=None)
    wrote = Minutes.objects.filter(meeting__space__community=community, published_at__gt=since)
    return TookPart(
        gave=(
            came.order_by().values_list("person", "meeting__ends_at"),
            wrote.order_by().values_list("written_by", "published_at"),
        )
    )


def active_in(community: int, since: datetime) -> set[int]:
    """Who did something about a seat there since then, or planned a meeting."""
    seats = Seat.objects.filter(meeting__space__community=community, changed_at__gt=since).exclude(person=None)
    planned = Meeting.objects.filter(space__community=community, created_at__gt=since).order_by()
    return {*seats.order_by().values_list("person", flat=True), *planned.values_list("planned_by", flat=True)}


def wrote_in(space: int) -> set[int]:
    """The people of whom something stands in a space: they planned, host or present, or wrote the minutes."""
    there = Meeting.objects.filter(space=space)
    planned = there.order_by().values_list("planned_by", flat=True)
    seen = Seat.objects.booked().filter(meeting__space=space).exclude(Q(role=Seat.Role.ATTENDEE) | Q(person=None))
    present = AgendaItem.objects.filter(meeting__space=space).exclude(presenter=None)
    minutes = Minutes.objects.filter(meeting__space=space, published_at__isnull=False)
    return {
        *planned,
        *seen.order_by().values_list("person", flat=True),
        *present.order_by().values_list("presenter", flat=True),
        *minutes.order_by().values_list("written_by", flat=True),
    }


def export_person(person: User) -> dict[str, Any]:
    """What `person` planned, where they have or had a seat, what they were to present and write, JSON-ready."""
    seats = Seat.objects.filter(person=person).select_related("meeting__space__community").order_by("pk")
    planned = Meeting.objects.filter(planned_by=person).select_related("space__community").order_by("pk")
    items = AgendaItem.objects.filter(presenter=person).select_related("meeting").order_by("pk")
    minutes = Minutes.objects.filter(written_by=person).select_related("meeting").order_by("pk")
    watches = Watch.objects.filter(person=person).select_related("meeting").order_by("pk")
    return {
        "seats": [
            {"meeting": seat.meeting.title, "community": seat.meeting.community.name, "role": seat.role}
            | {"state": seat.state, "apology": seat.apology, "source": seat.source}
            | {"starts_at": seat.meeting.starts_at.isoformat(), "since": seat.created_at.isoformat()}
            | {"changed_at": seat.changed_at.isoformat(), "waits_since": _moment(seat.waitlisted_at)}
            | {"offered_until": _moment(seat.offer_until)}
            for seat in seats
        ],
        "meetings_planned": [
            {"title": meeting.title, "community": meeting.community.name, "about": meeting.markdown}
            | {"starts_at": meeting.starts_at.isoformat(), "place": meeting.place, "link": meeting.link}
            | {"reflection": meeting.reflection, "recording": meeting.recording}
            | {"cancelled_because": meeting.cancelled_because, "at": meeting.created_at.isoformat()}
            for meeting in planned
        ],
        "agenda": [{"meeting": item.meeting.title, "title": item.title} for item in items],
        "minutes": [
            {"meeting": each.meeting.title, "text": each.markdown, "decisions": each.decisions}
            | {"follows": each.follows, "at": each.changed_at.isoformat()}
            | {"published_at": _moment(each.published_at)}
            for each in minutes
        ],
        "watched": [{"meeting": each.meeting.title, "at": each.at.isoformat()} for each in watches],
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
