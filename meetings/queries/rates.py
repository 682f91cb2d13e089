"""How many of those who were expected came: for a set of meetings, in all and for each person, with its formula.

Whoever wants a rate gives the meetings that it is about, be they those of a community or of a cohort.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from meetings.models import Counting, Meeting, Seat

_Mark = Seat.Attendance
_Counts = dict[str, int]


@dataclass(frozen=True)
class Formula:
    """What counts as there, and what is left out. Not marked is never counted: nobody has said."""

    late_counts: bool = True
    left_early_counts: bool = True
    excused_leaves: bool = True

    @classmethod
    def of(cls, counting: Counting) -> "Formula":
        return cls(counting.late_counts, counting.left_early_counts, counting.excused_leaves)

    @property
    def there(self) -> list[str]:
        """The marks above the line."""
        counts = {_Mark.PRESENT: True, _Mark.LATE: self.late_counts, _Mark.LEFT_EARLY: self.left_early_counts}
        return [mark for mark, is_there in counts.items() if is_there]

    @property
    def expected(self) -> list[str]:
        """The marks beneath it."""
        marks: list[str] = [_Mark.PRESENT, _Mark.LATE, _Mark.LEFT_EARLY, _Mark.ABSENT]
        return marks if self.excused_leaves else [*marks, _Mark.EXCUSED]

    @property
    def words(self) -> str:
        """It as people read it, beside the rate."""
        left_out = [_Mark.UNMARKED, *([_Mark.EXCUSED] if self.excused_leaves else [])]
        return _("Attendance = (%(there)s) ÷ (%(expected)s). Left out: %(left_out)s. Attendees alone are counted.") % {
            "there": " + ".join(_called(mark) for mark in self.there),
            "expected": " + ".join(_called(mark) for mark in self.expected),
            "left_out": ", ".join(_called(mark) for mark in left_out),
        }


@dataclass(frozen=True)
class Rate:
    """How often each mark was given, and what the formula makes of that."""

    formula: Formula
    counts: _Counts = field(default_factory=dict)  # {mark: how often}

    @property
    def there(self) -> int:
        return sum(self.counts.get(mark, 0) for mark in self.formula.there)

    @property
    def expected(self) -> int:
        return sum(self.counts.get(mark, 0) for mark in self.formula.expected)

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nobody was expected."""
        return self.there / self.expected if self.expected else None

    @property
    def percent(self) -> int | None:
        """Rounded down where it is not quite all, so that 100 means everybody."""
        return self.there * 100 // self.expected if self.expected else None


@dataclass(frozen=True)
class Rates:
    total: Rate  # guests who have no account are in it, too
    of_people: dict[int, Rate]  # {id of a person: theirs}
    of_meetings: dict[int, Rate]  # {id of a meeting: its own}


def rates_of(
    meetings: "QuerySet[Meeting] | Iterable[Meeting]", formula: Formula, *, people: Iterable[Any] | None = None
) -> Rates:
    """What `formula` makes of those of `meetings` that were held; of `people` alone, where they are given. One query.

    Hosts and presenters are not counted. Whoever gave their seat back before and said why is excused.
    """
    seats = _counted(meetings)
    if people is not None:
        seats = seats.filter(person__in=people)
    total: Counter[str] = Counter()
    persons: dict[int, Counter[str]] = {}
    held: dict[int, Counter[str]] = {}
    for meeting, person, mark, number in seats.values_list("meeting", "person", "said").annotate(number=Count("pk")):
        total[mark] += number
        held.setdefault(meeting, Counter())[mark] += number
        if person is not None:
            persons.setdefault(person, Counter())[mark] += number
    return Rates(
        total=Rate(formula, dict(total)),
        of_people={person: Rate(formula, dict(counts)) for person, counts in persons.items()},
        of_meetings={meeting: Rate(formula, dict(counts)) for meeting, counts in held.items()},
    )


def _counted(meetings: Any) -> QuerySet[Any]:
    """The seats that a rate is about, each with what is `said` of it."""
    if isinstance(meetings, QuerySet):
        meetings = meetings.order_by().values("pk")
    excused = Q(state=Seat.State.CANCELLED) & ~Q(apology="")
    seats = Seat.objects.filter(meeting__in=meetings, meeting__state=Meeting.State.HELD, role=Seat.Role.ATTENDEE)
    said = Case(When(excused, then=Value(_Mark.EXCUSED.value)), default=F("attendance"), output_field=CharField())
    return seats.filter(excused | Q(state=Seat.State.BOOKED)).order_by().annotate(said=said)


def _called(mark: str) -> str:
    return str(_Mark(mark).label)
