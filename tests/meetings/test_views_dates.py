"""What is pointed out of dates that are planned: once they are saved, and on the page of their series."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.actions import plan_series
from meetings.models import Series
from tests.factories import MeetingFactory
from tests.meetings.lists import said
from tests.meetings.test_actions_series import LONDON, SAID, on
from tests.meetings.test_views_series import day

pytestmark = pytest.mark.django_db

MOVED = "It is moved, and those with a seat are told."


@pytest.fixture
def series(commons, facilitator):
    return plan_series(commons, actor=facilitator, submission=uuid4(), whens=[on(20), on(34)], ends_on=day(50), **SAID)


@pytest.fixture
def team(client, facilitator):
    client.force_login(facilitator)
    return client


def move(client, meeting, to, begins="09:30", ends="10:30"):
    meeting.refresh_from_db()
    form = {"day": to, "begins": begins, "ends": ends, "time_zone": LONDON, "version": meeting.version}
    words = said(client.post(reverse("meetings:move", args=[meeting.pk]), form))
    return words[len(words) - words[::-1].index(MOVED) :]  # what is said after it


def notes(client, series):
    dates = client.get(series.get_absolute_url()).context["page"].dates
    return [getattr(date, "notes", None) for date in dates]


def test_a_date_that_is_moved_is_looked_at_as_when_it_was_planned(team, series):
    first, second = series.meetings.order_by("starts_at")
    MeetingFactory(space=series.space, title="Grand round", starts_at=second.starts_at + timedelta(days=23))

    onto_another = move(team, first, day(34), "15:00", "16:00")
    over_another = move(team, first, day(34))
    outside = move(team, second, day(57))

    assert onto_another == ["The series meets on this day already."]
    assert over_another == ["The series meets on this day already.", "The series meets at that time already."]
    assert outside == ["At the same time: “Grand round”.", "It lies after the programme ends."]


def test_the_page_of_a_series_says_it_to_whoever_runs_it(client, series, facilitator, participant):
    first, _second = series.meetings.order_by("starts_at")
    client.force_login(facilitator)
    assert notes(client, series) == [[], []]

    move(client, first, day(34))
    Series.objects.update(ends_on=day(30))

    for found in notes(client, series):
        assert found[0] == "This day is there twice."
        assert found[1].startswith("It overlaps with the date of ")
        assert found[2] == "It lies after the programme ends."
    assert client.get(series.get_absolute_url()).text.count("look again") == 2
    client.force_login(participant)
    assert notes(client, series) == [None, None]
