"""A plan is thrown away while it opens, by hand or by the clock, and while somebody hangs something on it."""

from functools import partial

import pytest
from django.utils import timezone

from communities.models import Role
from core.errors import Gone
from forums.actions import open_discussion, queue_prompt, throw_plan_away
from forums.effects import open_due
from forums.errors import OpenMeanwhile
from forums.models import Discussion, Post, Prompt
from notifications.models import Notification
from tests.factories import MembershipFactory
from tests.forums.deeds import new
from tests.forums.planning import plan
from tests.forums.prompts import ASKED
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4 * SIZE


@pytest.fixture
def team(discussion):
    community = discussion.space.community
    return [MembershipFactory(community=community, role=role).person for role in (Role.MODERATOR, Role.LEADER)]


def planned(discussion, actor, **more):
    """A plan, as two people find it."""
    pk = plan(discussion.space, actor, **more).pk
    return [Discussion.objects.select_related("space__community").get(pk=pk) for _each in (1, 2)]


def test_it_opens_whole_or_goes_whole(discussion, team):
    for _round in range(ROUNDS):
        mine, theirs = planned(discussion, team[0], opens_at=timezone.now())

        thrown, opened, _by_clock = at_once(
            partial(throw_plan_away, mine, actor=team[0], plan_version=0),
            partial(open_discussion, theirs, actor=team[1]),
            open_due,
        )

        is_there = Discussion.objects.filter(pk=mine.pk).exists()
        assert is_there is isinstance(thrown, OpenMeanwhile)
        assert isinstance(opened, Gone) is not is_there
        assert Post.objects.filter(discussion=mine.pk).count() == int(is_there)
        told = Notification.objects.filter(entry__verb="discussion.opened", entry__object_id=mine.pk)
        assert told.exists() is is_there


def test_two_who_throw_it_away_do_so_once(discussion, team):
    mine, theirs = planned(discussion, team[0])

    given = at_once(
        partial(throw_plan_away, mine, actor=team[0], plan_version=0),
        partial(throw_plan_away, theirs, actor=team[1], plan_version=0),
    )

    assert sorted(type(each) for each in given if each is not None) == [Gone]


def test_what_is_queued_meanwhile_finds_nothing_to_hang_on(discussion, team):
    mine, theirs = planned(discussion, team[0])

    refused = meanwhile(
        partial(throw_plan_away, mine, actor=team[0], plan_version=0),
        partial(queue_prompt, theirs, actor=team[1], **new(markdown=ASKED)),
    )

    assert isinstance(refused, Gone)
    assert not Prompt.objects.exists()


def test_it_waits_for_what_is_being_hung_on_it(discussion, team):
    mine, theirs = planned(discussion, team[0])

    given = meanwhile(
        partial(queue_prompt, theirs, actor=team[1], **new(markdown=ASKED)),
        partial(throw_plan_away, mine, actor=team[0], plan_version=0),
    )

    assert given is None
    assert not Prompt.objects.exists()
    assert Notification.objects.filter(entry__verb="discussion.thrown_away", recipient=team[1]).exists()
