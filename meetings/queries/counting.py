"""How a community counts who came."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from communities.models import Community
from meetings.models import Counting, Meeting
from meetings.queries.rates import Formula, Rate, rates_of


def counting_of(community: Community) -> Counting:
    """What is set there, or what is so where nothing is; that is not saved. One query."""
    return Counting.objects.filter(community=community).first() or Counting(community=community)


@dataclass(frozen=True)
class Attendance:
    """Who came to the meetings of a community, for one reader."""

    formula: Formula
    own: Rate  # at all meetings there that they see
    total: Rate | None  # of all who came; None for whoever does not run meetings
    meetings: list[tuple[Meeting, Rate]]  # the last first
    people: list[tuple[User, Rate]]  # by name


def attendance_in(community: Community, reader: Any, *, runs: bool) -> Attendance:
    """Of what was held there and `reader` sees; of others only where they run it. Five queries at most."""
    formula = Formula.of(counting_of(community))
    seen = Meeting.objects.visible_to(reader).filter(space__community=community)
    own = rates_of(seen, formula, people=[reader.pk]).total
    if not runs:
        return Attendance(formula, own, None, [], [])
    rates = rates_of(seen.run_by(reader), formula)
    held = Meeting.objects.visible_to(reader).filter(pk__in=rates.of_meetings).order_by("-starts_at", "-pk")
    people = User.objects.filter(pk__in=rates.of_people).order_by("display_name", "pk")
    return Attendance(
        formula=formula,
        own=own,
        total=rates.total,
        meetings=[(meeting, rates.of_meetings[meeting.pk]) for meeting in held],
        people=[(person, rates.of_people[person.pk]) for person in people],
    )


def rate_of(meeting: Meeting) -> Rate:
    """That of one meeting, as its community counts."""
    return rates_of([meeting], Formula.of(counting_of(meeting.community))).total
