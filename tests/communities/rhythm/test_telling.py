"""Those who set a rhythm are told gently when it limps."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from activity.models import Entry
from communities.actions.rhythm import set_rhythm
from communities.effects import rhythm as effects
from communities.models import Break, Rhythm, Role
from communities.queries.rhythm import concern
from communities.tasks import wake_rhythm
from core import seams
from tests.communities.life import in_phase
from tests.communities.rhythm.weeks import MONDAY, NOW, keep, opened, planned, told, weeks
from tests.factories import CommunityFactory, MembershipFactory


@pytest.fixture
def team(community, leader, moderator, facilitator, participant):
    """Four of whom two set the rhythm."""
    return community


def test_who_is_told_that_nothing_is_planned(team, commons, now):
    keep(team, discussion_weeks=2)

    wake_rhythm()

    assert told() == ["Lea Leader", "Mo Moderator"] or told() == ["Mo Moderator", "Lea Leader"]
    assert Entry.objects.get(verb="rhythm.uneven").data == {"missing": ["forums.discussion"], "open_at_once": 0}


@pytest.mark.parametrize(("every", "weeks_ago", "is_told"), [(4, 1, False), (4, 2, False), (4, 3, True), (2, 0, False)])
def test_a_word_comes_shortly_before(team, commons, now, every, weeks_ago, is_told):
    keep(team, discussion_weeks=every)
    opened(commons, weeks_ago)

    wake_rhythm()

    assert bool(told()) == is_told


def test_what_is_planned_is_enough(team, commons, now):
    keep(team, discussion_weeks=2)
    opened(commons, 2)
    planned(commons, 0.1)

    wake_rhythm()

    assert told() == []


def test_too_much_at_once_is_told_with_its_number(team, commons, now):
    keep(team, most_open=1)
    opened(commons, 1)
    opened(commons, 2)

    wake_rhythm()

    assert len(told()) == 2
    assert Entry.objects.get(verb="rhythm.uneven").data == {"missing": [], "open_at_once": 2}


@pytest.mark.parametrize("phase", ["design", "concluding", "concluded", "archived", "did_not_launch"])
def test_only_active_communities_are_told(team, now, phase):
    keep(team, discussion_weeks=1)
    in_phase(team, phase)

    wake_rhythm()

    assert told() == []


def test_nobody_is_told_while_they_rest(team, now):
    keep(team, discussion_weeks=1)
    rest = Break.objects.create(community=team, begins_on=MONDAY, ends_on=NOW.date(), word="Exams")
    wake_rhythm()
    assert told() == []

    rest.ends_on = NOW.date() - timedelta(days=1)
    rest.save(update_fields=["ends_on"])
    assert concern(weeks(team), type(team).objects.get(), NOW).missing  # next week
    wake_rhythm()
    assert len(told()) == 2


def test_once_a_week_and_never_twice(team):
    keep(team, discussion_weeks=1)
    with time_machine.travel(NOW):
        wake_rhythm()
        wake_rhythm()
    with time_machine.travel(NOW + timedelta(days=6, hours=23)):
        wake_rhythm()
    assert len(told()) == 2

    with time_machine.travel(NOW + timedelta(days=7, minutes=1)):
        wake_rhythm()
    assert len(told()) == 4


def test_two_workers_tell_once(team, now):
    keep(team, discussion_weeks=1)
    stale = Rhythm.objects.select_related("community").get()
    found = concern(weeks(team), type(team).objects.get(), NOW)
    effects._tell(stale, found)
    effects._tell(stale, found)

    assert len(told()) == 2


def test_whoever_has_just_set_it_knows(team, leader, now):
    set_rhythm(team, actor=leader, version=0, discussion_weeks=1, most_open=None)

    wake_rhythm()

    assert told() == []


@pytest.mark.parametrize("number", [1, 6])
def test_the_word_costs_no_more_for_many_that_keep_theirs(commons, now, number, django_assert_num_queries):
    for community in (commons.community, *CommunityFactory.create_batch(number - 1)):
        keep(community, discussion_weeks=1)
        for in_weeks in range(3):
            planned(community.spaces.get(slug="commons"), in_weeks)

    with django_assert_num_queries(4):
        effects.warn_of_rhythm()
    assert told() == []


def test_it_resolves_for_those_who_set_it(team, leader, moderator, facilitator, outsider):
    keep(team, discussion_weeks=1)

    for person, sees in ((leader, True), (moderator, True), (facilitator, False), (outsider, False)):
        found = seams.resolve("communities.rhythm", [team.pk], person)
        assert [each.url for each in found.values()] == (["/c/campus/rhythm/"] if sees else [])


def test_a_member_of_another_team_is_not_told(team, now):
    keep(team, discussion_weeks=1)
    MembershipFactory(role=Role.LEADER)

    wake_rhythm()

    assert len(told()) == 2
    assert timezone.now() == Rhythm.objects.get().told_at
