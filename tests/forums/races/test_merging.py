"""Two connections at once. Without the locks and the second look that each names, it fails."""

import uuid

import pytest

from forums import actions
from forums.errors import MergedMeanwhile, NotMergeable
from forums.models import Discussion, Merge, Post, Unsent
from forums.queries.merging import seen_of
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.races.test_lines import answering, leader, participant, require_sound
from tests.racing import at_once, meanwhile

__all__ = ["leader", "participant"]

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair(discussion, participant):
    other = DiscussionFactory(space=discussion.space)
    for each in (discussion, other):
        PostFactory(discussion=each, author=participant, kind="prompt")
        PostFactory(discussion=each, author=participant)
    return discussion, other


def merging(source, target, leader):
    source, target = (
        Discussion.objects.select_related("space__community").get(pk=each.pk) for each in (source, target)
    )
    wish = {"reason": "Both ask the same.", "seen": seen_of(source, target)}
    return lambda: actions.merge_discussion(source, target=target, actor=leader, **wish)


def test_an_answer_is_in_before_or_is_told(pair, leader, participant):
    """Whoever locks a discussion looks whether it is there still."""
    source, target = pair
    stale = Discussion.objects.select_related("space__community").get(pk=source.pk)

    refusal = meanwhile(
        merging(source, target, leader),
        lambda: actions.reply(stale, actor=participant, markdown="Near the gate.", submission=uuid.uuid4()),
    )

    assert isinstance(refusal, MergedMeanwhile)
    require_sound()


def test_an_answer_that_was_quicker_comes_along(pair, leader, participant):
    """The posts are read under the lock."""
    source, target = pair

    meanwhile(answering(source.posts.last(), participant), merging(source, target, leader))

    assert Post.objects.get(markdown="Near the gate.").discussion_id == target.pk
    require_sound()


def test_two_that_are_merged_into_each_other_become_one(pair, leader, participant):
    """Both are locked, and in one order."""
    one, other = pair

    found = at_once(merging(one, other, leader), merging(other, one, leader))

    assert {type(each) for each in found} == {NotMergeable, Merge}
    assert Merge.objects.count() == 1
    require_sound()


@pytest.mark.parametrize("at", [0, 1])
def test_what_steers_and_is_being_typed_is_not_lost(pair, leader, at):
    """Both texts are held before either is read."""
    source, target = pair
    known = [actions.keep_unsent(each, **typing(leader, "Begun"), known=None) for each in pair]

    meanwhile(
        lambda: actions.keep_unsent(pair[at], **typing(leader, "Later words"), known=known[at]),
        merging(source, target, leader),
    )

    (kept,) = Unsent.objects.all()
    assert kept.discussion == target
    assert sorted(kept.text.split("\n\n")) == ["Begun", "Later words"]


def typing(person, text):
    return {"kind": "summary", "actor": person, "said": {"text": text}}
