"""How many came, and by which formula."""

import pytest

from core.permissions import Refused
from meetings import actions
from meetings.errors import MeetingStale
from meetings.models import Counting, Meeting, Seat
from meetings.queries.rates import Formula, Rate, rates_of
from tests.factories import MeetingFactory, SeatFactory

ALL = {"present": 4, "late": 2, "left_early": 1, "excused": 2, "absent": 3, "unmarked": 5}
MARKS = Seat.Attendance
SET = {"late_counts": False, "left_early_counts": True, "excused_leaves": False, "late_after": 5, "left_before": 15}


def held(space, **facts):
    return MeetingFactory(space=space, state="held", **facts)


@pytest.mark.parametrize(
    ("formula", "there", "expected"),
    [
        (Formula(), 7, 10),
        (Formula(late_counts=False), 5, 10),
        (Formula(left_early_counts=False), 6, 10),
        (Formula(excused_leaves=False), 7, 12),
        (Formula(False, False, False), 4, 12),
    ],
)
def test_what_is_set_says_what_counts(formula, there, expected):
    rate = Rate(formula, ALL)

    assert (rate.there, rate.expected, rate.share) == (there, expected, there / expected)


def test_196_of_200_are_98_per_cent_and_nearly_all_is_not_all():
    assert Rate(Formula(), {"present": 196, "absent": 4}).percent == 98
    assert Rate(Formula(), {"present": 199, "absent": 1}).percent == 99
    assert Rate(Formula(), {"present": 200, "unmarked": 9}).percent == 100


def test_of_nobody_there_is_no_rate():
    assert (Rate(Formula()).share, Rate(Formula(), {"excused": 3}).percent) == (None, None)


def test_the_formula_is_said_as_it_is():
    assert Formula().words == (
        "Attendance = (present + late + left early) ÷ (present + late + left early + absent). "
        "Left out: not marked, excused. Attendees alone are counted."
    )
    assert Formula(late_counts=False, excused_leaves=False).words == (
        "Attendance = (present + left early) ÷ (present + late + left early + absent + excused). "
        "Left out: not marked. Attendees alone are counted."
    )


def test_rates_are_of_all_of_each_person_and_of_each_meeting(
    commons, participant, moderator, django_assert_num_queries
):
    one, two = held(commons), held(commons)
    for meeting, mark in ((one, "present"), (two, "absent")):
        SeatFactory(meeting=meeting, person=participant, attendance=mark)
        SeatFactory(meeting=meeting, person=moderator, attendance="late")
    SeatFactory(meeting=one, is_guest=True, attendance="present")

    with django_assert_num_queries(1):
        rates = rates_of([one, two], Formula())

    assert (rates.total.there, rates.total.expected) == (4, 5)
    assert {person: rate.percent for person, rate in rates.of_people.items()} == {participant.pk: 50, moderator.pk: 100}
    assert {meeting: rate.percent for meeting, rate in rates.of_meetings.items()} == {one.pk: 100, two.pk: 50}
    alone = rates_of(Meeting.objects.all(), Formula(), people=[participant.pk])
    assert (alone.total.there, alone.total.expected) == (1, 2)


def test_hosts_and_what_was_not_held_are_not_counted(commons, participant):
    SeatFactory(meeting=held(commons), person=participant, role="host", attendance="absent")
    SeatFactory(meeting=MeetingFactory(space=commons), person=participant, attendance="present")

    assert rates_of(Meeting.objects.all(), Formula()).total.counts == {}


def test_who_apologised_before_is_excused_and_who_only_gave_back_is_not_expected(commons):
    meeting = held(commons)
    SeatFactory(meeting=meeting, state="cancelled", apology="On call.")
    SeatFactory(meeting=meeting, state="cancelled")
    SeatFactory(meeting=meeting, state="declined", apology="Away.")

    assert rates_of([meeting], Formula()).total.counts == {"excused": 1}


def test_those_who_run_meetings_say_how_it_is_counted(community, facilitator, participant):
    counting = actions.set_counting(community, actor=facilitator, version=0, **SET)

    assert Formula.of(Counting.objects.get()) == Formula(False, True, False)
    assert counting.version == 1
    assert actions.set_counting(community, actor=facilitator, version=0, **SET).version == 1
    with pytest.raises(MeetingStale):
        actions.set_counting(community, actor=facilitator, version=0, **SET | {"late_counts": True})
    with pytest.raises(Refused):
        actions.set_counting(community, actor=participant, version=1, **SET)
