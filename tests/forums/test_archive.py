"""The discussions of a community by month."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from forums.queries.archive import months_there, opened_in
from tests.factories import DiscussionFactory

pytestmark = pytest.mark.django_db


def opened(space, *when, **fields):
    return DiscussionFactory(space=space, opened_at=datetime(*when, tzinfo=UTC), **fields)


def counted(reader, community):
    return [(month.first.isoformat(), month.number) for month in months_there(reader, community)]


def test_months_count_what_their_reader_may_see(community, commons, team_room, moderator):
    opened(commons, 2026, 11, 3)
    opened(commons, 2026, 11, 30)
    opened(team_room, 2026, 9, 1)
    DiscussionFactory(space=commons, state="planned", opened_at=None)

    assert counted(AnonymousUser(), community) == [("2026-11-01", 2)]
    assert counted(moderator, community) == [("2026-11-01", 2), ("2026-09-01", 1)]


def test_a_month_ends_by_the_clock_in_force_and_goes_by_pages(community, commons, monkeypatch):
    monkeypatch.setattr("forums.queries.archive.DISCUSSIONS_PER_PAGE", 2)
    for day in (1, 2, 3):
        opened(commons, 2026, 11, day, title=f"Day {day}")
    opened(commons, 2026, 11, 30, 23, 30, title="Late")

    with timezone.override("Europe/Madrid"):
        (december, november), reader = months_there(AnonymousUser(), community), AnonymousUser()
        first = opened_in(reader, community, november.first)
        second = opened_in(reader, community, november.first, after=first.after)

    assert (december.first.month, december.number, november.number) == (12, 1, 3)
    assert [each.row.title for each in [*first.rows, *second.rows]] == ["Day 3", "Day 2", "Day 1"]
    assert second.after == ""


def test_the_pages_lead_from_year_to_month_to_discussion(client, community, commons, django_assert_max_num_queries):
    opened(commons, 2025, 12, 24, title="Earlier one")
    opened(commons, 2026, 11, 3, title="Later one")
    month = reverse("forums:archive-month", args=[community.slug, 2026, 11])
    before = reverse("forums:archive-month", args=[community.slug, 2025, 12])

    with django_assert_max_num_queries(12):
        index = client.get(reverse("forums:archive", args=[community.slug])).text
        page = client.get(month).text

    assert month in index
    assert before in index
    assert "Later one" in page
    assert "Earlier one" not in page
    assert before in page


@pytest.mark.parametrize("asked", [(2026, 10), (2026, 13), (2026, 0), (99999999999, 1)])
def test_a_month_in_which_one_sees_nothing_does_not_exist(client, community, commons, team_room, asked):
    opened(team_room, 2026, 10, 3)

    assert client.get(reverse("forums:archive-month", args=[community.slug, *asked])).status_code == 404
