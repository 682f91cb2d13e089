"""What the library keeps of the minutes of a meeting, and which of its items are some."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.seams import Resolved
from library.models import Item
from library.queries.proposals import Author, Proposal
from meetings.models import AgendaItem, Meeting, Minutes, Seat
from meetings.queries.seams import resolved

Kind = Item.Kind

KIND_OF: dict[str, str] = {
    Meeting.Kind.CLINIC: Kind.CASE,
    Meeting.Kind.CO_CONSULTING: Kind.CASE,
    Meeting.Kind.WEBINAR: Kind.LESSON,
    Meeting.Kind.MODULE: Kind.LESSON,
}


def of_minutes(minutes: Minutes) -> Proposal:
    """What the minutes say, by whoever wrote them; who hosted the meeting and who presented may be named too."""
    meeting = minutes.meeting
    hosts = Seat.objects.hosting().filter(meeting=meeting).exclude(person=None).select_related("person").order_by("pk")
    items = AgendaItem.objects.filter(meeting=meeting).select_related("presenter")
    others: list[User | str] = [seat.person for seat in hosts if seat.person is not None]
    others += [item.presenter or item.presenter_name for item in items if item.presenter_id or item.presenter_name]
    people = [who for who in (minutes.written_by, *others) if isinstance(who, str) or who.erased_at is None]
    return Proposal(
        kind=KIND_OF.get(meeting.kind, Kind.EXPERIENCE),
        title=meeting.title,
        markdown=_text_of(minutes),
        authors=[Author(who, is_named=who == minutes.written_by) for who in dict.fromkeys(people)],
        licence=Item.Licence.RESERVED,
    )


def _text_of(minutes: Minutes) -> str:
    """What was talked about, and beneath it, with a heading each, what was decided and what follows."""
    parts = [("", minutes.markdown), (_("What was decided"), minutes.decisions), (_("What follows"), minutes.follows)]
    said = [(heading, text.strip("\n")) for heading, text in parts if text.strip()]
    return "\n\n".join(f"## {heading}\n\n{text}" if heading else text for heading, text in said)


def item_seen(minutes: Minutes | None, reader: Any) -> Item | None:
    """What the library keeps of them, where `reader` may see that. One query, where there is something."""
    if minutes is None or minutes.item_id is None:
        return None
    return Item.objects.visible_to(reader).filter(pk=minutes.item_id).first()


def came_from(items: list[int], reader: Any) -> dict[int, Resolved]:
    """Of items (ids), the minutes that each keeps, where `reader` may see those. One query."""
    found = Minutes.objects.visible_to(reader).filter(item__in=items).select_related("meeting__space__community")
    return {row.item_id: _minutes(row) for row in found if row.item_id is not None}


def _minutes(minutes: Minutes) -> Resolved:
    found = resolved(minutes, minutes.meeting)
    found.context["is_minutes"] = True
    return found
