"""What a moderator says of a line: off topic, or closed; and what follows for those who write there."""

import uuid

import pytest

from activity.models import Entry
from core.permissions import Refused
from forums import actions
from forums.effects import draft_due
from forums.errors import DiscussionClosed, DoneMeanwhile, LineClosed, NotALine
from forums.models import Closing, LineMark
from forums.queries.closings import contributions, history
from forums.queries.learned import learned
from tests.factories import DiscussionFactory, PostFactory
from tests.facts import told
from tests.forums.thread import grow, say

pytestmark = pytest.mark.django_db

WHY = "It is about parking."


@pytest.fixture
def discussion(members_room, moderator):
    return DiscussionFactory(space=members_room, planned_by=moderator, title="Feedback on the day")


@pytest.fixture
def posts(discussion, participant, facilitator):
    return grow(discussion, participant, facilitator)


def numbers(discussion):
    return [one.number for one in contributions(discussion)]


def test_a_line_is_set_aside_once_and_its_author_is_told(discussion, posts, moderator, participant, facilitator):
    version = discussion.version

    mark = actions.set_aside(posts[2], actor=moderator, words=WHY)

    assert actions.set_aside(posts[2], actor=moderator, words=WHY) == mark
    discussion.refresh_from_db()
    assert discussion.version == version + 1
    assert (mark.discussion, mark.post, mark.kind, mark.words, mark.by) == (
        discussion,
        posts[2],
        "off_topic",
        WHY,
        moderator,
    )
    assert Entry.objects.get(verb="post.set_aside").object_id == posts[2].pk
    assert (told(participant), told(facilitator)) == (["post.set_aside"], [])


def test_what_is_off_topic_is_not_drafted_from(discussion, posts, moderator):
    assert numbers(discussion) == [1, 2, 3, 4, 5]

    actions.set_aside(posts[2], actor=moderator, words=WHY)

    assert numbers(discussion) == [1, 4]


def test_it_is_taken_back_in(discussion, posts, moderator):
    mark = actions.set_aside(posts[2], actor=moderator, words=WHY)

    assert actions.take_back_in(posts[2], actor=moderator) is True
    assert actions.take_back_in(posts[2], actor=moderator) is False

    mark.refresh_from_db()
    assert (mark.ended_by, mark.ended_at is None) == (moderator, False)
    assert numbers(discussion) == [1, 2, 3, 4, 5]
    assert actions.set_aside(posts[2], actor=moderator, words=WHY) != mark


def test_a_line_is_closed_with_what_it_came_to(discussion, posts, moderator, leader, participant, facilitator):
    mark = actions.close_line(posts[2], actor=moderator, words="It is answered.", statement="Ask *first* [#3].")

    again = {"words": "It is answered.", "statement": "Ask *first* [#3]."}
    assert actions.close_line(posts[2], actor=leader, **again) == mark
    closing = mark.closing
    assert (closing.branch, closing.published_by, closing.reason) == (posts[2], moderator, "It is answered.")
    assert "<em>first</em>" in closing.summary_html
    assert [cited.number for cited in closing.cited_posts] == [3]
    assert (closing.post_count, closing.people_count) == (3, 2)
    discussion.refresh_from_db()
    assert (discussion.state, discussion.closing) == ("open", None)
    assert told(participant) == told(facilitator) == ["closing.line_closed"]
    assert told(moderator) == told(leader) == []


@pytest.mark.parametrize("deed", [actions.set_aside, actions.close_line])
def test_other_words_for_what_was_done_meanwhile_are_not_dropped_in_silence(posts, moderator, leader, deed):
    mark = deed(posts[2], actor=moderator, words=WHY)

    with pytest.raises(DoneMeanwhile, match=r"done this meanwhile, with this reason: “It is about parking\.”"):
        deed(posts[2], actor=leader, words="It is about trains.")

    assert LineMark.objects.get() == mark


def test_neither_is_what_a_line_came_to(posts, moderator, leader):
    actions.close_line(posts[2], actor=moderator, words=WHY, statement="Ask first.")

    for statement in ("", "Ask last."):
        with pytest.raises(DoneMeanwhile):
            actions.close_line(posts[2], actor=leader, words=WHY, statement=statement)


@pytest.mark.parametrize("number", [2, 3, 5])
def test_nobody_answers_in_a_closed_line(discussion, posts, moderator, participant, number):
    actions.close_line(posts[2], actor=moderator, words="It goes in circles.")

    with pytest.raises(LineClosed, match="It goes in circles"):
        say(discussion, participant, parent=posts[number])

    assert discussion.posts.count() == 5


def test_the_rest_of_the_discussion_goes_on(discussion, posts, moderator, participant):
    actions.close_line(posts[3], actor=moderator, words="It goes in circles.")

    for parent in (None, posts[1], posts[2], posts[4]):
        assert say(discussion, participant, parent=parent).pk


def test_a_reopened_line_takes_answers(discussion, posts, moderator, participant, facilitator):
    closing = actions.close_line(posts[2], actor=moderator, words="Done.").closing

    assert actions.reopen_line(posts[2], actor=moderator) is True
    assert actions.reopen_line(posts[2], actor=moderator) is False

    assert say(discussion, participant, parent=posts[5]).parent == posts[5]
    assert Closing.objects.get() == closing
    assert told(facilitator) == ["closing.line_closed", "post.line_reopened", "post.replied"]
    assert actions.close_line(posts[2], actor=moderator, words="Done now.").closing != closing


def test_what_a_line_came_to_is_no_closing_of_the_discussion(discussion, posts, moderator, participant):
    actions.close_line(posts[2], actor=moderator, words="Done.", statement="Ask first.")

    assert history(discussion, participant) == []
    assert learned(discussion.space.community, participant, {}).closings == []


def test_the_draft_takes_up_what_lines_came_to(discussion, posts, moderator):
    actions.close_line(posts[2], actor=moderator, words="Done.", statement="Ask first,\nand wait.")
    actions.close_line(posts[4], actor=moderator, words="It leads nowhere.")

    actions.close_discussion(discussion, actor=moderator, reason="Time is up.")
    draft_due()

    draft = discussion.closings.get(branch=None)
    assert "## What single branches came to\n\n- Ask first, and wait. [#2]\n- It leads nowhere. [#4]" in draft.summary
    assert {cited.number for cited in draft.cited_posts} >= {2, 4}


@pytest.mark.parametrize("deed", [actions.set_aside, actions.close_line])
def test_the_question_is_no_line(posts, moderator, deed):
    with pytest.raises(NotALine):
        deed(posts[1], actor=moderator, words=WHY)


def test_no_line_is_closed_in_what_is_closed(discussion, posts, moderator):
    actions.close_discussion(discussion, actor=moderator, reason="Time is up.")

    with pytest.raises(DiscussionClosed):
        actions.close_line(posts[2], actor=moderator, words="Done.")


@pytest.mark.parametrize("deed", [actions.set_aside, actions.close_line])
def test_members_say_nothing_of_lines(posts, participant, deed):
    with pytest.raises(Refused):
        deed(posts[2], actor=participant, words=WHY)

    assert not LineMark.objects.exists()


@pytest.mark.parametrize("deed", [actions.take_back_in, actions.reopen_line])
def test_members_take_nothing_back(posts, participant, deed):
    with pytest.raises(Refused):
        deed(posts[2], actor=participant)


def test_a_line_begins_where_it_is_said_to(discussion, posts, moderator, participant):
    """Number 36 begins with the digits of number 1 in no path: each level is five digits."""
    for _ in range(40):
        PostFactory(discussion=discussion)
    last = discussion.posts.order_by("number").last()
    actions.close_line(posts[4], actor=moderator, words="Done.")

    assert (
        actions.reply(discussion, actor=participant, markdown="Me too.", submission=uuid.uuid4(), parent=last).parent
        == last
    )
