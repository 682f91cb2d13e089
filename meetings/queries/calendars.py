"""Meetings as calendars show them: in a mail, a feed or a file, as each reader may see them at that moment."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community
from core.calendars.writing import Answer, Event, Method, Party, Status, calendar
from core.markdown.plain_text import plain_text
from core.seams import CalendarPart
from meetings.models import Meeting, Seat
from meetings.queries.lists import with_own_seat
from notifications.reply_addresses import reply_address

MOST = 500
PAST = timedelta(days=366)
CANCELLED_STANDS = timedelta(days=30)  # long enough for a calendar to ask again and let it go

# What a calendar holds; whoever waits has nothing to hold there yet.
_ANSWERS: dict[str, Answer] = {Seat.State.BOOKED: Answer.ACCEPTED, Seat.State.MAYBE: Answer.TENTATIVE}
_MAILED = {
    *("meeting.confirmed", "meeting.moved", "meeting.changed", "meeting.cancelled", "date.cancelled"),
    *("seat.booked", "seat.given", "seat.taken_back", "seat.cancelled"),
}
_LOST = {"seat.taken_back", "seat.cancelled"}


def feed_of_person(reader: Any) -> bytes:
    """All that `reader` comes to or may come to, and what of it was called off lately. One query."""
    seen: Any = with_own_seat(Meeting.objects.visible_to(reader), reader)
    own = seen.filter(own_state__in=_ANSWERS)
    return calendar(_events(own, reader), name="Copse")


def feed_of_community(community: Community, reader: Any) -> bytes:
    """All that `reader` may see of what that community plans. One query."""
    seen = Meeting.objects.visible_to(reader).filter(space__community=community)
    return calendar(_events(with_own_seat(seen, reader), reader), name=community.name)


def file_of(meeting: Meeting, reader: Any) -> bytes:
    """One meeting that `reader` may see, to be put into any calendar."""
    seat = meeting.seats.filter(person=reader).first() if reader.is_authenticated else None
    event = event_of(meeting, seat.state if seat else None, organizer=_sender(meeting))
    return calendar([event], method=Method.PUBLISH, stamped_at=timezone.now())


def file_for_guest(seat: Seat) -> bytes:
    """The same for whoever has the link of `seat`, and leads to their own page: nothing of the community is in it."""
    return calendar([_event_for_guest(seat)], method=Method.PUBLISH, stamped_at=timezone.now())


def part_for_mail(verb: str, thing: Any, reader: Any) -> CalendarPart | None:
    """What a mail to `reader` brings for their calendar, as things are when it is sent; None where that is nothing.

    A guest answers by their link alone.
    """
    if verb not in _MAILED:
        return None
    if isinstance(thing, Seat) and thing.is_guest:
        method = _method(verb, thing)
        return _part(method, _event_for_guest(thing, method)) if method else None
    meeting: Meeting = thing if isinstance(thing, Meeting) else thing.meeting
    seat = meeting.seats.filter(person=reader).first() if reader.is_authenticated else None
    if seat is None:
        return None
    seat.meeting = meeting
    method = _method(verb, seat)
    if method is None:
        return None
    return _part(method, _event_for(seat, reader, method), takes_answers=bool(settings.INBOUND_DOMAIN))


def _method(verb: str, seat: Seat) -> Method | None:
    """What becomes of the event in the calendar of whoever has `seat`; None where it was never there."""
    if seat.state not in _ANSWERS:
        return Method.CANCEL if verb in _LOST else None
    return Method.CANCEL if seat.meeting.is_cancelled else Method.REQUEST


def _part(method: Method, event: Event, *, takes_answers: bool = False) -> CalendarPart:
    content = calendar([event], method=method, stamped_at=timezone.now())
    return CalendarPart(method, content, takes_answers and method == Method.REQUEST)


def _event_for(seat: Seat, reader: Any, method: Method) -> Event:
    meeting, answer = seat.meeting, _ANSWERS.get(seat.state, Answer.DECLINED)
    return event_of(
        meeting,
        seat.state,
        is_off=method == Method.CANCEL,
        organizer=_taker_of_answers(meeting, reader),
        attendee=Party(reader.name, reader.email, answer, is_asked=bool(settings.INBOUND_DOMAIN)),
    )


def _event_for_guest(seat: Seat, method: Method | None = None) -> Event:
    """`method` is that of the mail that brings it; in a file nobody is asked."""
    meeting, url = seat.meeting, settings.SITE_URL + seat.guest_url
    sender = Party("Copse", parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    guest = Party(seat.name, seat.email, _ANSWERS.get(seat.state, Answer.DECLINED))
    event = event_of(
        meeting,
        seat.state,
        is_off=method == Method.CANCEL,
        organizer=sender,
        attendee=guest if method else None,
    )
    if seat.state not in _ANSWERS and method:  # their link may be over
        return replace(event, url="", about="")
    return replace(event, url=url, about="\n\n".join([*_about_joining(meeting, seat.state), url]))


def _events(meetings: QuerySet[Meeting], reader: Any) -> Iterable[Event]:
    now = timezone.now()
    gone = Q(state=Meeting.State.CANCELLED, changed_at__lte=now - CANCELLED_STANDS)
    lasting = meetings.exclude(gone).filter(ends_at__gt=now - PAST).select_related("space__community")
    newest: Any = lasting.order_by("-starts_at", "-pk")[:MOST]
    return [event_of(meeting, meeting.own_state) for meeting in newest]


def event_of(
    meeting: Meeting,
    own_state: str | None,
    *,
    is_off: bool = False,
    organizer: Party | None = None,
    attendee: Party | None = None,
) -> Event:
    """It as whoever has a seat in `own_state` sees it now. `is_off` takes it out of their calendar."""
    return Event(
        uid=f"{meeting.uid}@{settings.SITE_HOST}",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        title=_title(meeting, own_state),
        changed_at=meeting.changed_at,
        status=_status(meeting, own_state, is_off=is_off),
        place=_place(meeting, own_state),
        about=_about(meeting, own_state),
        url=settings.SITE_URL + meeting.get_absolute_url(),
        organizer=organizer,
        attendee=attendee,
        is_free=own_state != Seat.State.BOOKED or meeting.is_cancelled,
    )


def _status(meeting: Meeting, own_state: str | None, *, is_off: bool) -> Status:
    if meeting.is_cancelled or is_off:
        return Status.CANCELLED
    is_open = meeting.is_tentative or own_state == Seat.State.MAYBE
    return Status.TENTATIVE if is_open else Status.CONFIRMED


def _title(meeting: Meeting, own_state: str | None) -> str:
    """What many programs show nowhere else stands before it."""
    said = {"title": meeting.title}
    if meeting.is_cancelled:
        return _("Called off: %(title)s") % said
    if meeting.is_tentative:
        return _("To be confirmed: %(title)s") % said
    if own_state == Seat.State.MAYBE:
        return _("Maybe: %(title)s") % said
    return meeting.title


def _sees_link(meeting: Meeting, own_state: str | None) -> bool:
    return own_state == Seat.State.BOOKED and meeting.shows_link and meeting.is_open


def _place(meeting: Meeting, own_state: str | None) -> str:
    if meeting.place:
        return meeting.place
    if _sees_link(meeting, own_state):
        return meeting.link
    return _("By video") if meeting.link else ""


def _about(meeting: Meeting, own_state: str | None) -> str:
    said = [_("With %(community)s") % {"community": meeting.community.name}]
    said += _about_joining(meeting, own_state)
    said += [settings.SITE_URL + meeting.get_absolute_url(), plain_text(meeting.html)]
    return "\n\n".join(said)


def _about_joining(meeting: Meeting, own_state: str | None) -> list[str]:
    """Why it was called off, and how one joins by video."""
    said = [meeting.cancelled_because] if meeting.is_cancelled and meeting.cancelled_because else []
    if _sees_link(meeting, own_state):
        said.append(_("Join by video: %(link)s") % {"link": meeting.link})
    elif own_state == Seat.State.BOOKED and meeting.link and meeting.link_before and meeting.is_ahead:
        said.append(
            ngettext(
                "The link to join stands on its page from %(minutes)d minute before it begins.",
                "The link to join stands on its page from %(minutes)d minutes before it begins.",
                meeting.link_before,
            )
            % {"minutes": meeting.link_before}
        )
    return said


def _sender(meeting: Meeting) -> Party:
    """Who invites: the community, at the address that mails come from, never that of a person."""
    return Party(meeting.community.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _taker_of_answers(meeting: Meeting, reader: Any) -> Party:
    """The same, at an address that takes the answer of this reader, where the site takes mail in."""
    if not settings.INBOUND_DOMAIN:
        return _sender(meeting)
    return Party(meeting.community.name, reply_address(reader.pk, (meeting.pk,)))
