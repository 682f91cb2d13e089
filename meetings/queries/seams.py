"""How meetings answers the seams."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from accounts.models import User
from communities.models import Space
from core.seams import Beat, Resolved, TookPart
from meetings.models import AgendaItem, AttendanceChange, Meeting, Minutes, Reminder, Seat, Series, Watch
from meetings.queries.guests import resolve_for_guest, resolved_for_guest, seats_of_guest
from notifications.models import Stranger

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
    as_guest = resolve_for_guest(seats_of_guest(reader).showing().filter(meeting__in=ids), "meeting_id")
    if isinstance(reader, Stranger):
        return as_guest
    found = Meeting.objects.visible_to(reader).filter(pk__in=ids).select_related("space__community")
    return as_guest | {meeting.pk: resolved(meeting, meeting) for meeting in found}


def resolve_seats(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """One's own alone: of what became of others' seats nobody else is told."""
    as_guest = resolve_for_guest(seats_of_guest(reader).filter(pk__in=ids), "pk")
    if not reader.is_authenticated:
        return as_guest
    # Whoever lost their seat still reads so, as long as the space is theirs to read.
    spaces = Space.objects.visible_to(reader)
    found = Seat.objects.filter(pk__in=ids, person=reader, meeting__space__in=spaces)
    own = {seat.pk: resolved(seat, seat.meeting) for seat in found.select_related("meeting__space__community")}
    return as_guest | own


def resolve_reminders(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """One's own alone, and as long as they are true: asked again when a mail leaves."""
    standing = Reminder.objects.standing().filter(pk__in=ids)
    standing = standing.select_related("seat__meeting__space__community", "seat__meeting__report")
    of_guest = standing.filter(seat__in=seats_of_guest(reader))
    as_guest = {reminder.pk: resolved_for_guest(reminder.seat) for reminder in of_guest}
    if not reader.is_authenticated:
        return as_guest
    found = standing.filter(seat__person=reader, seat__meeting__space__in=Space.objects.visible_to(reader))
    return as_guest | {reminder.pk: resolved(reminder, reminder.seat.meeting) for reminder in found}


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
    """Who had a seat at what was held, and was not marked as away; and who wrote minutes that stand."""
    held = Seat.objects.booked().filter(meeting__space__community=community, meeting__state=Meeting.State.HELD)
    held = held.exclude(attendance__in=(Seat.Attendance.ABSENT, Seat.Attendance.EXCUSED))
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
    marks = AttendanceChange.objects.filter(seat__person=person).select_related("seat__meeting").order_by("pk")
    planned = Meeting.objects.filter(planned_by=person).select_related("space__community").order_by("pk")
    items = AgendaItem.objects.filter(presenter=person).select_related("meeting").order_by("pk")
    minutes = Minutes.objects.filter(written_by=person).select_related("meeting").order_by("pk")
    told = Reminder.objects.filter(seat__person=person).select_related("seat__meeting").order_by("pk")
    watches = Watch.objects.filter(person=person).select_related("meeting").order_by("pk")
    return {
        "seats": [
            {"meeting": seat.meeting.title, "community": seat.meeting.community.name, "role": seat.role}
            | {"state": seat.state, "apology": seat.apology, "source": seat.source, "attendance": seat.attendance}
            | {"starts_at": seat.meeting.starts_at.isoformat(), "since": seat.created_at.isoformat()}
            | {"changed_at": seat.changed_at.isoformat(), "waits_since": _moment(seat.waitlisted_at)}
            | {"offered_until": _moment(seat.offer_until)}
            for seat in seats
        ],
        "attendance": [
            {"meeting": change.seat.meeting.title, "before": change.before, "after": change.after, "way": change.way}
            | {"at": change.at.isoformat(), "reason": change.reason}
            for change in marks
        ],
        "meetings_planned": [
            {"title": meeting.title, "community": meeting.community.name, "about": meeting.markdown}
            | {"starts_at": meeting.starts_at.isoformat(), "place": meeting.place, "link": meeting.link}
            | {"reflection": meeting.reflection, "recording": meeting.recording}
            | {"reminder_text": meeting.reminder_text}
            | {"cancelled_because": meeting.cancelled_because, "at": meeting.created_at.isoformat()}
            for meeting in planned
        ],
        "series_planned": [
            {"title": series.title, "programme_from": _day(series.begins_on), "programme_until": _day(series.ends_on)}
            | {"at": series.created_at.isoformat()}
            for series in Series.objects.filter(planned_by=person).order_by("pk")
        ],
        "asked_as_guest": [
            {"meeting": seat.meeting.title, "name": seat.name, "address": seat.email, "state": seat.state}
            | {"apology": seat.apology, "since": seat.created_at.isoformat()}
            for seat in seats_of_guest(person).select_related("meeting").order_by("pk")
        ],
        "agenda": [{"meeting": item.meeting.title, "title": item.title} for item in items],
        "minutes": [
            {"meeting": each.meeting.title, "text": each.markdown, "decisions": each.decisions}
            | {"follows": each.follows, "at": each.changed_at.isoformat()}
            | {"published_at": _moment(each.published_at)}
            for each in minutes
        ],
        "reminders": [
            {"meeting": each.seat.meeting.title, "which": each.kind, "begins_at": each.begins_at.isoformat()}
            | {"due_at": each.due_at.isoformat(), "told_at": each.told_at.isoformat()}
            for each in told
        ],
        "watched": [{"meeting": each.meeting.title, "at": each.at.isoformat()} for each in watches],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
