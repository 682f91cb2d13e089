"""Whoever acts on what they read before the community came to its end is refused, whatever they do (decision 21)."""

import inspect
import pkgutil
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from communities.errors import CommunityOver
from communities.models import Community
from core.permissions import Refused
from forums import actions
from tests.forums import (
    deeds,
    deeds_of_groups,
    deeds_of_lines,
    deeds_of_others,
    deeds_of_plans,
    deeds_of_steering,
    deeds_unnamed,
)
from tests.forums.deeds import World
from tests.statements import changes

pytestmark = pytest.mark.django_db

# What stays possible, and why; tests/access/test_over.py says the same of addresses.
STAYS = {
    **dict.fromkeys(("follow_discussion", "unfollow_discussion", "mute_discussion"), "how much one hears is one's own"),
    **dict.fromkeys(("make_feed_key", "end_feed_key"), "so is a feed of one's own"),
    **dict.fromkeys(("mark_read", "see_posts", "see_closing", "see_note"), "so is how far one has read"),
    **dict.fromkeys(("keep_bookmark", "drop_bookmark"), "so is what one keeps to find it again"),
    **dict.fromkeys(("keep_unsent", "throw_away", "forget_sent"), "so is what one has typed and not sent"),
    "stay_at_draft": "who looks at a draft writes no row",
    **dict.fromkeys(
        ("put_hello_aside", "take_back", "take_back_question"),
        "to be asked no more, and to take back, is one's own affair",
    ),
    **dict.fromkeys(("report_post", "report_person", "decide_report"), "what hurts is reported and decided there too"),
    **dict.fromkeys(("undo_ruling", "appeal", "answer_appeal"), "the same"),
}
DEEDS = (
    deeds.DEEDS
    | deeds_of_groups.DEEDS
    | deeds_of_lines.DEEDS
    | deeds_of_others.DEEDS
    | deeds_of_plans.DEEDS
    | deeds_of_steering.DEEDS
    | deeds_unnamed.DEEDS
)


@pytest.fixture
def world(community, participant, moderator, leader):
    return World(community, participant=participant, moderator=moderator, leader=leader)


def test_every_action_is_tried_or_stays():
    found = {
        name
        for module in pkgutil.iter_modules(actions.__path__)
        for name, deed in inspect.getmembers(import_module(f"forums.actions.{module.name}"), inspect.isfunction)
        if deed.__module__ == f"forums.actions.{module.name}" and not name.startswith("_")
    }

    assert found == DEEDS.keys() | STAYS.keys()


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_nothing_is_written_on_what_was_read_before_the_end(world, name):
    deed = DEEDS[name](world)
    Community.objects.filter(pk=world.community.pk).update(phase="concluded")

    with CaptureQueriesContext(connection) as queries, pytest.raises((CommunityOver, Refused)), transaction.atomic():
        deed()

    assert changes(queries) == []


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_it_would_have_been_written_before(world, name):
    """Its teeth: the same deed does something where the community lives."""
    deed = DEEDS[name](world)

    with CaptureQueriesContext(connection) as queries:
        deed()

    assert changes(queries)
