"""A rhythm is reckoned by week on the community’s own clock (H29)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from communities.models import Break, Space
from communities.queries.rhythm import monday_of, week_begins
from forums.models import Discussion
from forums.queries.beats import beats
from tests.communities.life import in_phase
from tests.communities.rhythm.weeks import MONDAY, NOW, WEEK, keep, missing, opened, planned, weeks
from tests.factories import DiscussionFactory


def test_what_is_a_beat(commons, members_room, team_room, now):
    community = commons.community
    shown = [opened(commons, 1), opened(members_room, 20), planned(commons, 2)]
    closed = opened(commons, 30, state=Discussion.State.CLOSING, locked_at=NOW - WEEK)
    opened(team_room, 1)
    opened(commons, 1, introductions_of=community)
    opened(commons, 1, part_of=shown[0])  # the room of a group
    opened(commons, 30, state=Discussion.State.CLOSING, locked_at=NOW - 20 * WEEK)
    planned(commons, 30)
    DiscussionFactory(space=commons, state=Discussion.State.PLANNED, opened_at=None)
    DiscussionFactory()

    found = beats([community.pk], NOW - 12 * WEEK, NOW + 12 * WEEK)

    assert {beat.pk for beat in found} == {each.pk for each in (*shown, closed)}
    assert [beat.ends_at for beat in found if beat.pk == closed.pk] == [NOW - WEEK]


def test_in_an_archived_space_nothing_will_open(commons, now):
    planned(commons, 2)
    Space.objects.filter(pk=commons.pk).update(archived_at=NOW)

    assert beats([commons.community_id], NOW - WEEK, NOW + 12 * WEEK) == []


@pytest.mark.parametrize("day", range(7))
def test_weeks_begin_on_monday(day):
    assert monday_of(MONDAY + timedelta(days=day)) == MONDAY


@pytest.mark.parametrize(
    ("zone", "moment", "monday"),
    [
        ("UTC", datetime(2026, 3, 8, 23, 30, tzinfo=UTC), MONDAY),
        ("Pacific/Auckland", datetime(2026, 3, 8, 11, 30, tzinfo=UTC), MONDAY + WEEK),  # 00:30 of Monday there
        ("America/Los_Angeles", datetime(2026, 3, 9, 6, 30, tzinfo=UTC), MONDAY),  # 23:30 of Sunday there
    ],
)
def test_a_beat_belongs_to_the_week_of_the_communitys_own_clock(commons, zone, moment, monday, now):
    community = commons.community
    community.time_zone = zone
    community.save(update_fields=["time_zone"])
    DiscussionFactory(space=commons, state=Discussion.State.PLANNED, opened_at=None, opens_at=moment)

    assert [week.monday for week in weeks(community) if week.begins] == [monday]


@pytest.mark.parametrize(("monday", "hours"), [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169)])
def test_a_week_in_which_the_clocks_change_is_shorter_or_longer(community, monday, hours):
    community.time_zone = "Europe/Stockholm"
    length = week_begins(monday + WEEK, community).astimezone(UTC) - week_begins(monday, community).astimezone(UTC)

    assert length == timedelta(hours=hours)


def test_twelve_weeks_ahead_and_every_week_once(community, now):
    mondays = [week.monday for week in weeks(community)]

    assert mondays == [MONDAY + number * WEEK for number in range(-12, 12)]


@pytest.mark.parametrize(
    ("every", "begun", "coming", "expected"),
    [
        (2, [1], [], [1, 3, 5, 7, 9, 11]),
        (2, [1], [1, 3, 5, 7, 9, 11], []),
        (2, [0], [], [2, 4, 6, 8, 10]),
        (2, [1], [2], [4, 6, 8, 10]),  # a week late is not missing
        (1, [1], [1], [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        (4, [2], [6], [2, 10]),
        (1, [1], range(12), []),
        (1, [0], range(1, 11), [11]),
        (12, [3], [], [9]),
        (12, [], [], [0]),
        (3, [11], [], [0, 3, 6, 9]),  # long due: at once, and not twice for what is past
    ],
)
def test_when_a_discussion_would_be_due(commons, now, every, begun, coming, expected):
    keep(commons.community, discussion_weeks=every)
    for weeks_ago in begun:
        opened(commons, weeks_ago)
    for in_weeks in coming:
        planned(commons, in_weeks)

    assert missing(commons.community) == expected


def test_nothing_is_missed_while_they_rest(commons, now):
    community = commons.community
    keep(community, discussion_weeks=2)
    opened(commons, 1)
    Break.objects.create(community=community, begins_on=MONDAY + WEEK, ends_on=MONDAY + 2 * WEEK, word="Exams")

    assert missing(community)[:2] == [3, 5]


@pytest.mark.parametrize("without", ["rhythm", "tool", "life"])
def test_what_is_not_asked_for_is_not_missing(commons, now, without):
    community = commons.community
    if without != "rhythm":
        keep(community, discussion_weeks=1)
    if without == "tool":
        community.tools = ["plan"]
        community.save(update_fields=["tools"])
    if without == "life":
        in_phase(community, "concluded")

    assert missing(community) == []


def test_how_many_are_open_at_once(commons, now):
    community = commons.community
    keep(community, most_open=2)
    opened(commons, 3)
    opened(commons, 2, closes_at=NOW + WEEK)
    planned(commons, 2)  # after the one before has closed
    planned(commons, 3, closes_at=NOW + 4 * WEEK)
    planned(commons, 6)

    crowded = {(week.monday - MONDAY).days // 7: week.most_at_once for week in weeks(community) if week.crowds}
    assert crowded == {3: 3, 6: 3}
