"""Who plans and runs meetings, and who takes a seat at one."""

from typing import Any

from communities.models import Community, Role, Space
from communities.rules import LEAST_ROLE, may, role_in
from library.rules import may_contribute
from meetings.models import Meeting, Minutes, Seat


def may_plan(person: Any, space: Space, *, role: Role | None = None) -> bool:
    """Facilitators and up, where the community works with meetings (P25)."""
    return space.community.uses(Community.Tool.MEETINGS) and may(person, "run_meetings", space, role=role)


def may_run(person: Any, meeting: Meeting, *, role: Role | None = None, hosts: bool | None = None) -> bool:
    """Facilitators and up, and those who host it as long as they take part in its space.

    Pass `role`, as `role_in` gave it, and whether `person` `hosts` it, where a page knows them.
    """
    held = role_in(person, meeting.space) if role is None else role
    if held is None or not meeting.space.is_writable:
        return False
    return held >= LEAST_ROLE["run_meetings"] or (
        held >= LEAST_ROLE["book"] and (_hosts(person, meeting) if hosts is None else hosts)
    )


def _hosts(person: Any, meeting: Meeting) -> bool:
    return Seat.objects.hosting().filter(meeting=meeting, person=person).exists()


def may_book(person: Any, meeting: Meeting, *, role: Role | None = None) -> bool:
    """Whoever takes part in its space; where a list says who comes, nobody books."""
    return meeting.admission == Meeting.Admission.RSVP and may(person, "book", meeting.space, role=role)


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
