"""Two connections at once. Without the locks that each names, it fails."""

import uuid

import pytest

from communities.actions import archive_space, change_space
from communities.errors import NotConfirmed
from communities.models import Role
from core.permissions import Refused
from forums import actions
from forums.errors import MovedMeanwhile
from forums.models import Discussion, Move
from tests.factories import MembershipFactory
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 3 * SIZE


@pytest.fixture
def community(discussion):
    return discussion.space.community


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


def fresh(discussion):
    return Discussion.objects.select_related("space__community").get(pk=discussion.pk)


def moving(discussion, slug, leader):
    found = fresh(discussion)
    target = found.space.community.spaces.select_related("community").get(slug=slug)
    return lambda: actions.move_discussion(
        found, source_id=found.space_id, target=target, actor=leader, is_confirmed=True
    )


def test_of_two_who_move_it_one_wins(discussion, community, leader):
    """The lock on the community, or else the one on the discussion."""
    for _ in range(ROUNDS):
        Move.objects.all().delete()
        Discussion.objects.update(space=community.spaces.get(slug="commons"))

        results = at_once(moving(discussion, "members", leader), moving(discussion, "team", leader))

        assert sorted(type(result) for result in results if isinstance(result, Exception)) == [MovedMeanwhile]
        made = Move.objects.get()
        assert fresh(discussion).space_id == made.target_id


def test_nobody_writes_into_where_they_may_not(discussion, community, leader):
    """The discussion is locked and read again before leave is asked, its space too."""
    participant = MembershipFactory(community=community).person
    found = fresh(discussion)

    refusal = meanwhile(
        moving(discussion, "team", leader),
        lambda: actions.reply(found, actor=participant, markdown="Me too.", submission=uuid.uuid4()),
    )

    assert isinstance(refusal, Refused)
    assert not discussion.posts.exists()


def test_nothing_goes_into_what_has_just_been_archived(discussion, community, leader):
    """The lock on the community, which both take."""
    team = community.spaces.get(slug="team")

    refusal = meanwhile(lambda: archive_space(team, actor=leader), moving(discussion, "team", leader))

    assert isinstance(refusal, Refused)
    assert fresh(discussion).space.slug == "commons"


def test_nothing_goes_to_more_people_than_were_named(discussion, community, leader):
    """A space that becomes wider before the move does, makes the move wider, and has to be confirmed."""
    Discussion.objects.update(space=community.spaces.get(slug="team"))
    two = community.spaces.create(slug="two", name="Two", access="team")
    wish = {"name": "Two", "access": "members", "starters": "everyone"}
    found, target = fresh(discussion), community.spaces.get(slug="two")

    refusal = meanwhile(
        lambda: change_space(two, actor=leader, is_confirmed=True, **wish),
        lambda: actions.move_discussion(found, source_id=found.space_id, target=target, actor=leader),
    )

    assert isinstance(refusal, NotConfirmed)
    assert fresh(discussion).space.slug == "team"
