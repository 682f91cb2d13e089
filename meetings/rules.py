"""Who plans and runs meetings, and who takes a seat at one."""

from typing import Any

from accounts.queries import addresses_of
from communities.models import Community, Role, Space
from communities.rules import LEAST_ROLE, may, may_in_community, role_in, role_in_community
from library.rules import may_contribute
from meetings.models import Meeting, Minutes, Seat, Series


def may_plan(person: Any, space: Space, *, role: Role | None = None) -> bool:
    """Facilitators and up, where the community works with meetings (P25)."""
    return space.community.uses(Community.Tool.MEETINGS) and may(person, "run_meetings", space, role=role)


def may_run(person: Any, meeting: Meeting, *, role: Role | None = None, hosts: bool | None = None) -> bool:
    """Facilitators and up, and those who host it as long as they take part in its space.

    Pass `role`, as `role_in` gave it, and whether `person` `hosts` it, where a page knows them.
    """
    return meeting.space.is_writable and may_mark(person, meeting, role=role, hosts=hosts)


def may_mark(person: Any, meeting: Meeting, *, role: Role | None = None, hosts: bool | None = None) -> bool:
    """Those who run it say who came, and put that right for ever: also where nothing else is written any more."""
    held = role_in(person, meeting.space) if role is None else role
    if held is None:
        return False
    return held >= LEAST_ROLE["run_meetings"] or (
        held >= LEAST_ROLE["book"] and (_hosts(person, meeting) if hosts is None else hosts)
    )


def _hosts(person: Any, meeting: Meeting) -> bool:
    return Seat.objects.hosting().filter(meeting=meeting, person=person).exists()


def may_see_attendance(person: Any, community: Community, *, role: Role | None = None) -> bool:
    """Those who run the meetings of a community see who came to them; everybody sees their own."""
    held = role_in_community(person, community) if role is None else role
    return held is not None and held >= LEAST_ROLE["run_meetings"]


def may_set_counting(person: Any, community: Community) -> bool:
    """Those who run meetings there say how the community counts who came, as long as it lives."""
    return may_in_community(person, "run_meetings", community)


def may_book(person: Any, meeting: Meeting, *, role: Role | None = None) -> bool:
    """Whoever takes part in its space; where a list says who comes, nobody books."""
    return meeting.admission == Meeting.Admission.RSVP and may(person, "book", meeting.space, role=role)


def may_ask_guests(person: Any, meeting: Meeting, *, role: Role | None = None) -> bool:
    """Whoever runs it; where a list says who comes, nobody else does."""
    return meeting.admission == Meeting.Admission.RSVP and may_run(person, meeting, role=role)


def may_answer_by_link(bearer: Any, seat: Seat) -> bool:
    """Whoever holds the link that was sent to a guest, signed in or not, as long as something is written there."""
    return seat.is_guest and bool(seat.email) and seat.meeting.space.is_writable


def may_come_as_oneself(person: Any, seat: Seat) -> bool:
    """Whoever confirmed the address that the link was sent to, and could book there themselves."""
    if not (person.is_authenticated and seat.is_guest):
        return False
    theirs = seat.email.lower() in addresses_of(person).values_list("lower", flat=True)
    return theirs and may_book(person, seat.meeting)


def may_run_series(person: Any, series: Series, *, role: Role | None = None) -> bool:
    """Facilitators and up: who hosts one of its dates runs that one alone."""
    held = role_in(person, series.space) if role is None else role
    return held is not None and series.space.is_writable and held >= LEAST_ROLE["run_meetings"]


def may_book_series(person: Any, series: Series, *, role: Role | None = None) -> bool:
    """Whoever takes part in its space, at each date as `may_book` has it."""
    return may(person, "book", series.space, role=role)


def may_answer(person: Any, seat: Seat) -> bool:
    """Whoever has it says whether they come, also where they may book nothing new."""
    return bool(person.is_authenticated and seat.person_id == person.pk)


def may_read_minutes(person: Any, minutes: Minutes | None, *, runs: bool) -> bool:
    """Everybody who sees the meeting, once they are published; those who run it before."""
    return minutes is not None and (minutes.is_published or runs)


def may_keep_minutes(person: Any, minutes: Minutes, *, role: Role | None = None) -> bool:
    """In the library, once they are published: who runs the meeting, and adds to the library there."""
    meeting = minutes.meeting
    may_add = minutes.is_published and may_contribute(person, meeting.space, role=role)
    return may_add and may_run(person, meeting, role=role)
