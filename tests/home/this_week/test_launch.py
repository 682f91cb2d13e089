"""What a community still lacks that is new, or was launched early (B1, P31)."""

import pytest

from communities.models import Community, ExpectedResult, PhaseChange, Role
from home.queries.this_week import DUTIES, UNBEGUN
from tests.factories import DiscussionFactory, MembershipFactory
from tests.home.this_week.reading import NOW, URL, said, titles
from tests.home.this_week.test_waiting import waiting
from tests.masking import body_of

LAUNCH_LIST = ["Ask somebody to moderate", "Ask the first members in", "Choose a day for a first meeting"]


@pytest.fixture
def new(community):
    Community.objects.filter(pk=community.pk).update(phase="design", member_count=1, members_to_launch=6)
    return community


def test_an_empty_community_is_told_what_comes_first(client, new, leader):
    seen = said(client, leader)

    assert [title for title, _why, _url in seen["As leader"]] == LAUNCH_LIST
    assert seen["As leader"][0][1].startswith("You are alone here.")
    assert seen["As leader"][1][1] == "You are 1 of the 6 that you want to begin with."
    assert [title for title, _why, _url in seen["As moderator"]] == ["There is no discussion yet"]
    text = body_of(client.get(URL))
    assert str(UNBEGUN) in text
    for duty in DUTIES:
        assert str(duty.nothing) not in text
    assert waiting(client, leader) == {
        "campus": "Somebody to moderate, first members to ask in, a day for a first meeting"
    }


def test_nothing_soothes_before_the_first_discussion(client, community, facilitator):
    client.force_login(facilitator)
    assert str(UNBEGUN) in body_of(client.get(URL))

    DiscussionFactory(space=community.spaces.get(slug="commons"))

    assert str(UNBEGUN) not in body_of(client.get(URL))


def test_saying_hello_is_no_first_discussion(client, community, commons, moderator):
    DiscussionFactory(space=commons, introductions_of=community)
    assert titles(client, moderator, "As moderator") == ["There is no discussion yet"]

    DiscussionFactory(space=commons, state="planned", opened_at=None, opens_at=NOW, objective="To learn")

    assert titles(client, moderator, "As moderator") == []


def test_what_a_launch_lacked_stays_until_it_is_there(client, community, leader):
    Community.objects.filter(pk=community.pk).update(member_count=2, members_to_launch=3)
    assert titles(client, leader, "As leader") == []
    PhaseChange.objects.create(
        community=community, before="design", after="active", sentence="We begin.", lacking=["moderator", "members"]
    )
    assert titles(client, leader, "As leader") == LAUNCH_LIST[:2]

    MembershipFactory(community=community, role=Role.MODERATOR)
    Community.objects.filter(pk=community.pk).update(member_count=3)

    assert titles(client, leader, "As leader") == []


def test_a_result_that_lacks_both_stands_there_once(client, community, leader):
    ExpectedResult.objects.create(community=community, position=1, text="A guide")

    ((title, why, _url),) = said(client, leader)["As leader"]

    assert (title, why) == (
        "A guide",
        "Nothing works towards this expected result just now, and nobody watches over it.",
    )
