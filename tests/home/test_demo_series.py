"""The series of the demo world is lived by the actions that people use, at any hour."""

from datetime import UTC, datetime, timedelta

import pytest

from communities.models import Role
from home.demo_world.data import read
from home.demo_world.events import live
from home.demo_world.people import People
from home.demo_world.series import new_series
from meetings.models import AttendanceChange, Meeting, Seat
from meetings.queries.dates import warnings_of_planned
from tests.factories import CommunityFactory, MembershipFactory

pytestmark = pytest.mark.django_db

SLUG = "virtual-campus"


def lived(now, time_machine):
    """The dates of the series as its community has lived them until `now`."""
    people = People(now)
    [facts] = read("series.toml")[SLUG]
    events = list(new_series(people, now))
    community = CommunityFactory(slug=SLUG, is_led=True)
    for key in {facts["by"], *facts["comers"].split()}:
        role = Role.FACILITATOR if key == facts["by"] else Role.PARTICIPANT
        MembershipFactory(community=community, person=people[key], role=role)
    time_machine.move_to(now, tick=False)
    live(events)
    return list(Meeting.objects.order_by("starts_at"))


@pytest.mark.parametrize("hour", [0, 7, 63, 88, 140])
def test_two_of_four_dates_are_finished_and_guests_have_answered(time_machine, hour):
    first, second, third, fourth = lived(datetime(2026, 11, 23, 0, 5, tzinfo=UTC) + timedelta(hours=hour), time_machine)

    assert [each.state for each in (first, second, third, fourth)] == ["held", "held", "confirmed", "confirmed"]
    assert [each.is_finished for each in (first, second)] == [True, True]
    assert third.moved_from is not None
    assert third.reminder_text
    assert not Seat.objects.booked().filter(meeting__in=(first, second), attendance="unmarked").exists()
    marks = set(Seat.objects.booked().filter(meeting__in=(first, second)).values_list("attendance", flat=True))
    assert marks == {"present", "late", "excused", "absent"}
    assert AttendanceChange.objects.exclude(reason="").count() == 1
    guests = Seat.objects.filter(person=None).order_by("meeting__starts_at", "state")
    assert list(guests.values_list("state", flat=True)) == ["booked", "booked", "invited", "maybe"]
    assert guests[0].attendance == "present"
    assert warnings_of_planned([third, fourth], reader=third.planned_by, series=third.series) == [[], []]
