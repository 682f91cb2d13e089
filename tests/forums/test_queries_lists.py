from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from forums.models import ReadingPosition
from forums.queries import discussion_list
from tests.factories import CommunityFactory, DiscussionFactory, PostFactory

VISITOR = AnonymousUser()


def titles(page):
    return [listed.row.title for listed in page.rows]


def lively(space, *titles):
    """Discussions of which each had its last post a day before the one in front of it."""
    for days, title in enumerate(titles):
        discussion = DiscussionFactory(space=space, title=title)
        PostFactory(discussion=discussion, created_at=timezone.now() - timedelta(days=days))


def test_planned_ones_come_first_and_then_the_liveliest(commons, moderator):
    lively(commons, "Today", "Yesterday", "Before")
    DiscussionFactory(space=commons, title="Planned", state="planned", opened_at=None)

    assert titles(discussion_list(moderator, commons)) == ["Planned", "Today", "Yesterday", "Before"]
    assert titles(discussion_list(VISITOR, commons)) == ["Today", "Yesterday", "Before"]
    talking = discussion_list(moderator, commons, is_planned_last=True)
    assert titles(talking) == ["Today", "Yesterday", "Before", "Planned"]


def test_it_shows_what_its_reader_may_see(
    community, commons, members_room, team_room, participant, facilitator, outsider
):
    for space in (commons, members_room, team_room, CommunityFactory().spaces.first()):
        DiscussionFactory(space=space, title=space.slug)

    assert titles(discussion_list(VISITOR, community)) == titles(discussion_list(outsider, community)) == ["commons"]
    assert set(titles(discussion_list(participant, community))) == {"commons", "members"}
    assert set(titles(discussion_list(facilitator, community))) == {"commons", "members", "team"}
    assert titles(discussion_list(participant, team_room)) == []


def test_pages_follow_one_another_and_miss_nothing(commons, moderator):
    lively(commons, *"abcdefg")
    DiscussionFactory.create_batch(3, space=commons, title="p", state="planned", opened_at=None)

    found, after = [], ""
    while True:
        page = discussion_list(moderator, commons, after=after, size=2)
        found += titles(page)
        after = page.after
        if not after:
            break

    assert found == ["p", "p", "p", *"abcdefg"]


@pytest.mark.parametrize("after", ["x", "-", "1", "1-", "-x", "9" * 100, f"{10**30}-1", f"-{10**30}", "\x00-1", "1-١٢"])
def test_a_position_that_is_none_begins_at_the_start_or_ends(commons, after):
    lively(commons, "a", "b")

    assert titles(discussion_list(VISITOR, commons, after=after)) in (["a", "b"], [])


def test_it_tells_what_is_new_since_last_time(commons, participant):
    lively(commons, "Read", "Unread")
    read = commons.discussions.get(title="Read")
    ReadingPosition.objects.create(person=participant, discussion=read, last_read=1)
    PostFactory.create_batch(2, discussion=read)

    news = {listed.row.title: listed.new_count for listed in discussion_list(participant, commons).rows}

    assert news == {"Read": 2, "Unread": 0}
    PostFactory(discussion=read, author=participant)
    assert discussion_list(participant, commons).rows[0].new_count == 2
    assert [listed.new_count for listed in discussion_list(VISITOR, commons).rows] == [0, 0]


def test_states_can_be_chosen_and_the_closed_say_what_was_learned(commons):
    lively(commons, "Open", "Shut")
    shut = commons.discussions.get(title="Shut")
    shut.closing = shut.closings.create(excerpt="Ask first.")
    shut.state = "closed"
    shut.save()

    listed = discussion_list(VISITOR, commons, states=["closed"]).rows

    assert [(each.row.title, each.row.closing_excerpt, each.is_closed) for each in listed] == [
        ("Shut", "Ask first.", True)
    ]
    assert listed[0].url == shut.get_absolute_url()


@pytest.mark.parametrize("count", [2, 20])
def test_it_costs_one_query(commons, participant, count, django_assert_num_queries):
    DiscussionFactory.create_batch(count, space=commons)

    with django_assert_num_queries(1):
        page = discussion_list(participant, commons.community)
        assert [listed.url for listed in page.rows]
