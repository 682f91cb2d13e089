"""What is counted of a discussion once lines of it were set aside or went on elsewhere."""

import uuid

import pytest

from forums import actions
from forums.models import Discussion
from forums.queries.closings import own_statements
from forums.queries.people import ids_concerned
from forums.queries.readers import find_discussion, reader_of
from forums.queries.seams import took_part
from forums.queries.summing import posts_since, with_unsummed
from forums.queries.thanks import among, contributors
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.thread import grow, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(members_room, participant):
    return DiscussionFactory(space=members_room, planned_by=participant, kind="question", title="Feedback on the day")


@pytest.fixture
def posts(discussion, participant, facilitator):
    """A question (1) by the facilitator, a line of three (2, 3, 5), and post 4."""
    return grow(discussion, participant, facilitator)


def split(post, actor):
    wish = {"title": "At night", "question": "And at night?", "submission": uuid.uuid4()}
    return actions.split_line(post, source_id=post.discussion_id, actor=actor, **wish)


def waits_for_an_answer(discussion):
    return Discussion.objects.without_answer().filter(pk=discussion.pk).exists()


@pytest.fixture
def answered(discussion, participant, facilitator):
    """A question with one answer, as it stands there."""
    PostFactory(discussion=discussion, author=participant, kind="prompt")
    answer = PostFactory(discussion=discussion, author=facilitator)
    assert not waits_for_an_answer(discussion)
    return answer


def test_a_question_waits_again_once_its_answer_went_elsewhere(discussion, answered, moderator):
    split(answered, moderator)

    assert waits_for_an_answer(discussion)


def test_what_is_off_topic_answers_nothing(discussion, answered, moderator):
    actions.set_aside(answered, actor=moderator, words="It is about parking.")

    assert waits_for_an_answer(discussion)
    actions.take_back_in(answered, actor=moderator)
    assert not waits_for_an_answer(discussion)


def test_whoever_splits_a_line_off_has_not_written(discussion, posts, moderator, participant, facilitator):
    since = posts[1].created_at
    split(posts[2], moderator)

    found = find_discussion(discussion.pk, moderator)
    assert (found.post_count, found.people_count) == (2, 2)
    assert [one.person for one in contributors(found, facilitator)] == [facilitator, participant]
    assert among(found, [moderator.pk]) == set()
    assert moderator.pk not in ids_concerned(found)
    assert not found.has_written
    assert not own_statements(found, f"- {facilitator.name}, {participant.name}\n")
    gave = list(took_part(discussion.space.community_id, since).gave[0])
    assert [author for author, _at in gave].count(moderator.pk) == 1  # the question where the line goes on


def test_whoever_writes_after_splitting_counts_once(discussion, posts, moderator):
    split(posts[2], moderator)

    said = say(discussion, moderator)
    discussion.refresh_from_db()
    assert discussion.people_count == 3
    actions.remove_post(said, actor=moderator)
    discussion.refresh_from_db()
    assert (discussion.post_count, discussion.people_count) == (2, 2)


def test_what_went_elsewhere_is_not_summed_up(discussion, posts, moderator):
    whole = with_unsummed(Discussion.objects.filter(pk=discussion.pk)).get()
    assert (whole.unsummed, posts_since(whole, 1)) == (5, 4)
    split(posts[2], moderator)

    left = with_unsummed(Discussion.objects.filter(pk=discussion.pk)).get()
    assert (left.unsummed, posts_since(left, 1), left.summed_up_to) == (2, 1, 0)


def test_a_summary_is_not_due_of_what_went_elsewhere(discussion, posts, moderator, participant):
    for _each in range(27):
        PostFactory(discussion=discussion, author=participant, parent=posts[2])
    assert reader_of(find_discussion(discussion.pk, moderator), moderator).summary_is_due

    split(posts[2], moderator)

    assert not reader_of(find_discussion(discussion.pk, moderator), moderator).summary_is_due
