"""A rhythm and its breaks are set by the team (G24)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from activity.models import Entry
from communities.actions.rhythm import add_break, remove_break, set_rhythm
from communities.errors import BreaksMeet
from communities.models import Break, Rhythm
from core.errors import Stale
from tests.communities.life import in_phase
from tests.communities.rhythm.weeks import SUMMER
from tests.factories import CommunityFactory


@pytest.mark.parametrize(
    ("who", "is_allowed"), [("participant", 0), ("facilitator", 0), ("moderator", 1), ("leader", 1)]
)
def test_moderators_and_leaders_set_it(request, community, who, is_allowed):
    actor = request.getfixturevalue(who)
    rest = Break.objects.create(community=community, **SUMMER)
    acts = (
        lambda: set_rhythm(community, actor=actor, version=0, discussion_weeks=2, most_open=3),
        lambda: add_break(
            community, actor=actor, begins_on=date(2027, 1, 1), ends_on=date(2027, 1, 2), word="New year"
        ),
        lambda: remove_break(rest, actor=actor),
    )
    for act in acts:
        if is_allowed:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()

    stored = Rhythm.objects.filter(community=community).values_list("discussion_weeks", "most_open", "version")
    assert list(stored) == ([(2, 3, 1)] if is_allowed else [])
    assert [each.word for each in community.breaks.all()] == (["New year"] if is_allowed else ["Summer"])


def test_nobody_undoes_what_another_has_set(community, moderator, leader):
    set_rhythm(community, actor=leader, version=0, discussion_weeks=2, most_open=3)
    set_rhythm(community, actor=moderator, version=0, discussion_weeks=2, most_open=3)  # the same is no change

    with pytest.raises(Stale):
        set_rhythm(community, actor=moderator, version=0, discussion_weeks=4, most_open=3)

    assert Rhythm.objects.get().discussion_weeks == 2
    assert Entry.objects.filter(verb="rhythm.set").count() == 1


def test_where_it_has_ended_nothing_is_set(community, leader):
    rest = Break.objects.create(community=community, **SUMMER)
    in_phase(community, "concluded")

    for act in (
        lambda: set_rhythm(community, actor=leader, version=0, discussion_weeks=2, most_open=None),
        lambda: add_break(community, actor=leader, begins_on=date(2027, 1, 1), ends_on=date(2027, 1, 1), word="A day"),
        lambda: remove_break(rest, actor=leader),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert (Rhythm.objects.count(), Break.objects.count()) == (0, 1)


def test_the_same_break_twice_is_one_and_two_at_once_are_refused(community, leader):
    first = add_break(community, actor=leader, **SUMMER)
    assert add_break(community, actor=leader, **SUMMER) == first

    with pytest.raises(BreaksMeet):
        add_break(community, actor=leader, begins_on=date(2026, 8, 31), ends_on=date(2026, 9, 2), word="Longer")
    add_break(community, actor=leader, begins_on=date(2026, 9, 1), ends_on=date(2026, 9, 2), word="Longer")
    assert Break.objects.count() == 2


def test_the_database_keeps_breaks_apart(community):
    Break.objects.create(community=community, **SUMMER)
    Break.objects.create(community=CommunityFactory(), **SUMMER)

    for days in ((date(2026, 8, 31), date(2026, 9, 1)), (date(2026, 12, 2), date(2026, 12, 1))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Break.objects.create(community=community, begins_on=days[0], ends_on=days[1], word="Another")


def test_no_more_breaks_than_a_team_plans(community, leader, now):
    for month in range(1, Break.MOST_AHEAD + 1):
        day = date(2027, month, 1)
        add_break(community, actor=leader, begins_on=day, ends_on=day, word="A day")

    with pytest.raises(BreaksMeet):
        add_break(community, actor=leader, **SUMMER)
    remove_break(community.breaks.first(), actor=leader)
    add_break(community, actor=leader, **SUMMER)


def test_a_break_that_is_gone_stays_gone(community, leader):
    rest = add_break(community, actor=leader, **SUMMER)
    remove_break(Break.objects.get(), actor=leader)
    remove_break(rest, actor=leader)

    assert Entry.objects.filter(verb="break.removed").count() == 1
