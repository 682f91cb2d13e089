"""Two connections at once. Without the lock or the constraint that each names, it fails."""

import uuid

import pytest

from forums import actions
from forums.errors import DiscussionClosed
from forums.models import Discussion, ReadingPosition
from tests.factories import MembershipFactory, PostFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 5 * SIZE
TOGETHER = 4


@pytest.fixture
def people(discussion):
    return [each.person for each in MembershipFactory.create_batch(TOGETHER, community=discussion.space.community)]


def saying(discussion, actor, submission=None, parent=None):
    return lambda: actions.reply(
        Discussion.objects.select_related("space__community").get(pk=discussion.pk),
        actor=actor,
        markdown="Me too.",
        submission=submission or uuid.uuid4(),
        parent=parent,
    )


def test_posts_at_once_get_numbers_of_their_own(discussion, people):
    """The lock on the discussion."""
    parent = PostFactory(discussion=discussion)
    for _ in range(ROUNDS):
        results = at_once(*[saying(discussion, person, parent=parent) for person in people])
        assert not [result for result in results if isinstance(result, Exception)]

    discussion.refresh_from_db()
    count = 1 + ROUNDS * TOGETHER
    assert list(discussion.posts.order_by("number").values_list("number", flat=True)) == list(range(1, count + 1))
    assert (discussion.post_count, discussion.last_number, discussion.version) == (count, count, count)
    assert discussion.people_count == 1 + TOGETHER


def test_a_double_click_makes_one_post(discussion, people):
    """The lock on the discussion, and post_submitted_once."""
    for _ in range(ROUNDS):
        submission = uuid.uuid4()
        posts = at_once(*[saying(discussion, people[0], submission=submission)] * TOGETHER)
        assert len({post.pk for post in posts}) == 1

    assert discussion.posts.count() == ROUNDS


def test_a_reply_is_in_before_a_close_or_refused(discussion, people):
    """The lock on the discussion, which both take."""
    leader = MembershipFactory(community=discussion.space.community, role=40).person
    for _ in range(ROUNDS):
        before = discussion.posts.count()
        results = at_once(
            *[saying(discussion, person) for person in people],
            lambda: actions.close_discussion(discussion, actor=leader, reason="Enough was said.") and None,
        )
        said, refused = results[:TOGETHER], [each for each in results if isinstance(each, Exception)]

        assert all(isinstance(each, DiscussionClosed) for each in refused)
        discussion.refresh_from_db()
        assert discussion.state == "closing"
        assert discussion.posts.count() == before + len(said) - len(refused) == discussion.post_count
        assert not discussion.posts.filter(created_at__gt=discussion.locked_at).exists()
        actions.reopen_discussion(discussion, actor=leader, reason="More to say.")


def test_opening_at_once_asks_the_question_once(discussion, people):
    """UPDATE … WHERE state = planned."""
    Discussion.objects.filter(pk=discussion.pk).update(state="planned", opened_at=None, planned_by=people[0])
    planned = Discussion.objects.select_related("space__community", "planned_by").get(pk=discussion.pk)

    results = at_once(*[lambda: actions.open_discussion(planned, actor=people[0])] * TOGETHER)

    assert results == [True] * TOGETHER
    assert discussion.posts.count() == 1


def test_planning_at_once_makes_one_plan(discussion, people):
    """discussion_planned_once."""
    submission = uuid.uuid4()
    plan = {"title": "Shut rooms", "question": "And then?", "submission": submission}

    results = at_once(*[lambda: actions.plan_discussion(discussion.space, actor=people[0], **plan)] * TOGETHER)

    assert len({each.pk for each in results}) == 1
    assert Discussion.objects.filter(submission=submission).count() == 1


def reading(discussion, person, end):
    return lambda: actions.mark_read(discussion, actor=person, before=0, shown=range(1, end + 1))


def test_two_windows_never_move_the_reading_position_back(discussion, people):
    """UPDATE … WHERE last_read < the new one."""
    PostFactory.create_batch(9, discussion=discussion)
    discussion.refresh_from_db()
    ReadingPosition.objects.create(person=people[0], discussion=discussion, last_read=0)

    for end in (3, 6, 9):
        at_once(reading(discussion, people[0], end), reading(discussion, people[0], 2))
        assert ReadingPosition.objects.get().last_read == end
