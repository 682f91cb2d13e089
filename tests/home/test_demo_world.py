from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from home.demo_world import rhythm
from home.demo_world.clock import then
from home.demo_world.data import Story

LIMA = ZoneInfo("America/Lima")
SATURDAY_NIGHT = datetime(2026, 3, 7, 4, 30, tzinfo=UTC)  # Friday, 23:30 in Lima
MUCH_LATER = SATURDAY_NIGHT + timedelta(days=30)


def test_then_is_the_time_by_which_things_are_dated():
    moment = datetime(2026, 2, 3, 9, 15, tzinfo=UTC)

    with then(moment):
        inside, dated = timezone.now(), User().date_joined

    assert (inside, dated) == (moment, moment)


def test_then_ends_with_whatever_was_done_in_it():
    with pytest.raises(ZeroDivisionError), then(datetime(2026, 2, 3, tzinfo=UTC)):
        raise ZeroDivisionError

    assert timezone.now() > datetime(2026, 3, 1, tzinfo=UTC)


def test_nobody_is_awake_by_night_or_at_most_weekends():
    local = [rhythm.awake(SATURDAY_NIGHT, LIMA, MUCH_LATER, who).astimezone(LIMA) for who in range(200)]

    assert all(rhythm.WAKES <= moment.hour < rhythm.SLEEPS for moment in local)
    assert {moment.weekday() for moment in local} == {0, 5}
    assert 5 < sum(moment.weekday() == 5 for moment in local) < 60


def test_what_would_come_too_late_was_written_before():
    local = rhythm.awake(SATURDAY_NIGHT, LIMA, SATURDAY_NIGHT, "somebody").astimezone(LIMA)

    assert (local.weekday(), local.hour < rhythm.SLEEPS) == (4, True)


def test_what_is_announced_is_on_a_weekday_at_its_hour():
    local = rhythm.at_hour(SATURDAY_NIGHT + timedelta(days=1), 9, LIMA).astimezone(LIMA)

    assert (local.weekday(), local.hour, local.minute) == (0, 9, 0)


def test_too_late_moments_keep_their_order_before_the_end():
    end = MUCH_LATER
    moments = [end - timedelta(days=1), end + timedelta(minutes=1), end + timedelta(days=2)]

    kept = rhythm.before(end, moments)

    assert kept == sorted(kept)
    assert (kept[0], kept[2]) == (moments[0], end)


def test_a_story_is_told_alike_each_time():
    facts = {
        "community": "virtual-campus",
        "planned_by": "ana",
        "days_ago": 9,
        "posts": [{"by": "bo", "text": "One.", "answers": [["ana", "Two."], ["> bo", "Three."], ["ana", "Four."]]}],
    }
    zones = {"ana": ZoneInfo("Europe/Oslo"), "bo": LIMA}
    stories = [Story("a-story", {**facts, "posts": [dict(post) for post in facts["posts"]]}, MUCH_LATER) for _ in "ab"]
    for story in stories:
        story.date(zones)

    one, other = stories

    assert [(said.by, said.parent, said.at) for said in one.said] == [
        (said.by, said.parent, said.at) for said in other.said
    ]
    assert [said.parent for said in one.said] == [None, 0, 1, 0]
    assert one.opened < one.said[0].at < one.said[1].at < one.said[2].at
    assert one.said[1].at < one.said[3].at < MUCH_LATER
