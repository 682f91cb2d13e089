"""Two connections at once. Without the locks and the second look that each names, it fails."""

import uuid

import pytest

from communities.models import Role
from forums import actions
from forums.errors import LineClosed, LineWentOn
from forums.models import Discussion, Post
from forums.models.post import place_under
from tests.factories import MembershipFactory, PostFactory
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 2 * SIZE


@pytest.fixture
def leader(discussion):
    return MembershipFactory(community=discussion.space.community, role=Role.LEADER).person


@pytest.fixture
def participant(discussion):
    return MembershipFactory(community=discussion.space.community).person


@pytest.fixture
def line(discussion, participant):
    PostFactory(discussion=discussion, author=participant, kind="prompt")
    head = PostFactory(discussion=discussion, author=participant)
    return [head, PostFactory(discussion=discussion, author=participant, parent=head)]


def fresh(post):
    return Post.objects.select_related("discussion__space__community").get(pk=post.pk)


def splitting(post, leader, submission=None):
    found, sent = fresh(post), submission or uuid.uuid4()
    return lambda: actions.split_line(
        found,
        source_id=found.discussion_id,
        actor=leader,
        title="Where to park",
        question="Where do you park?",
        submission=sent,
    )


def answering(post, participant):
    found = fresh(post)
    return lambda: actions.reply(
        found.discussion, actor=participant, markdown="Near the gate.", submission=uuid.uuid4(), parent=found
    )


def require_sound():
    for post in Post.objects.select_related("parent"):
        assert (post.path, post.depth) == place_under(post.parent and post.parent.path, post.number)
        assert post.parent is None or post.parent.discussion_id == post.discussion_id
    for discussion in Discussion.objects.all():
        assert discussion.post_count == discussion.posts.said().count()
        assert discussion.place_count == discussion.posts.count()


def test_an_answer_is_in_before_the_line_goes_or_is_told(line, leader, participant):
    """What is answered is looked up again under the lock."""
    refusal = meanwhile(splitting(line[0], leader), answering(line[1], participant))

    assert isinstance(refusal, LineWentOn)
    require_sound()


def test_an_answer_that_was_quicker_goes_along(line, leader, participant):
    """The line is read under the lock."""
    target = meanwhile(answering(line[1], participant), splitting(line[0], leader))

    assert target.posts.filter(markdown="Near the gate.").exists()
    require_sound()


def test_whoever_comes_first_everything_stands_in_its_place(line, leader, participant):
    for _ in range(ROUNDS):
        answers = [answering(line[1], participant) for _ in range(2)]
        at_once(splitting(line[0], leader), *answers)
        require_sound()


def test_an_answer_stands_where_the_line_was_moved(discussion, line, leader, participant):
    """The path of what is answered is read again under the lock."""
    other = PostFactory(discussion=discussion, author=participant)
    head = fresh(line[0])

    meanwhile(lambda: actions.move_line(head, actor=leader, parent=other), answering(line[1], participant))

    assert Post.objects.get(markdown="Near the gate.").path.startswith(other.path)
    require_sound()


def test_an_answer_meets_a_line_that_was_just_closed(line, leader, participant):
    head = fresh(line[0])

    refusal = meanwhile(
        lambda: actions.close_line(head, actor=leader, words="It goes in circles."), answering(line[1], participant)
    )

    assert isinstance(refusal, LineClosed)


def test_a_double_click_splits_once(line, leader):
    """Who waited finds the post in its new discussion, and what the form has made."""
    sent = uuid.uuid4()

    first, second = at_once(splitting(line[0], leader, sent), splitting(line[0], leader, sent))

    assert first == second
    assert Discussion.objects.filter(title="Where to park").count() == 1
    require_sound()


def test_two_people_split_once(line, leader):
    """Who waited finds the post in its new discussion, and leaves it there."""
    done = at_once(splitting(line[0], leader), splitting(line[0], leader))

    assert sorted(type(one).__name__ for one in done) == ["Discussion", "SplitMeanwhile"]
    require_sound()


def test_an_edit_follows_the_post(line, leader, participant):
    """The post is locked in the discussion where it stands by then."""
    mine = fresh(line[1])

    edited = meanwhile(
        splitting(line[0], leader),
        lambda: actions.edit_post(mine, actor=participant, markdown="Behind the gate.", version=0),
    )

    assert edited.discussion.title == "Where to park"
    assert fresh(line[1]).markdown == "Behind the gate."
