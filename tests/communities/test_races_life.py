"""Two leaders at once, and a conclusion while somebody writes: on connections of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection, transaction

from communities.actions import join_community, life
from communities.actions.life import change_phase
from communities.errors import CommunityOver, PhaseMoved
from communities.models import STEPS, Community, PhaseChange, Role
from core.locks import hold
from core.permissions import Refused
from forums.actions import posts
from forums.actions.posts import reply
from forums.models import Post
from tests.communities.life import in_phase
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.racing import PATIENCE, at_once, meanwhile, then_close_connection

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def two_leaders(phase):
    community = in_phase(CommunityFactory(), phase)
    return community, [MembershipFactory(community=community, role=Role.LEADER).person for _ in range(2)]


def both_go(keys, monkeypatch, patience=1):
    """Both are about to go before either does, where nothing holds the second back; else the first, after a while."""
    community, leaders = two_leaders("concluding")
    both_have_looked = threading.Barrier(2)
    move = life._move

    def wait_and_move(*args, **kwargs):
        with suppress(threading.BrokenBarrierError):
            both_have_looked.wait(patience)
        return move(*args, **kwargs)

    monkeypatch.setattr(life, "_move", wait_and_move)
    steps = [
        partial(change_phase, community, STEPS[key], actor=leader, sentence=f"I say {key}.")
        for key, leader in zip(keys, leaders, strict=True)
    ]
    results = at_once(*steps)
    community.refresh_from_db()
    return community, results


@pytest.mark.parametrize("keys", [("conclude", "conclude"), ("conclude", "go-on")])
def test_of_two_leaders_one_goes_and_the_other_learns_of_it(monkeypatch, keys):
    community, results = both_go(keys, monkeypatch)

    assert sorted(type(result).__name__ for result in results) == ["PhaseChange", "PhaseMoved"]
    assert community.phase == PhaseChange.objects.get().after


def test_without_the_lock_both_would_go(monkeypatch):
    """The teeth of the test above."""
    monkeypatch.setattr(life, "lock_alone", lambda community: Community.objects.get(pk=community.pk))

    _community, results = both_go(("conclude", "go-on"), monkeypatch, PATIENCE)

    assert [type(result) for result in results] == [PhaseChange, PhaseChange]


@pytest.fixture
def talk():
    community, (leader, _other) = two_leaders("concluding")
    discussion = DiscussionFactory(space=community.spaces.get(slug="commons"))
    PostFactory(discussion=discussion, author=leader, kind="prompt")
    writer = MembershipFactory(community=community).person
    say = partial(reply, discussion, actor=writer, markdown="Half a sentence", submission=uuid4())
    end = partial(change_phase, community, STEPS["conclude"], actor=leader, sentence="Enough.")
    return community, say, end


def reply_in_flight(talk, monkeypatch, patience=0.7):
    """A reply is being written when somebody concludes; returns (reply, conclusion, which of them was done first).

    Where nothing holds it, the conclusion does not wait; `patience` is how long the reply waits for it.
    """
    _community, say, end = talk
    is_writing, may_go_on, done = threading.Event(), threading.Event(), []
    put = posts.say

    def put_slowly(*args, **kwargs):
        is_writing.set()
        may_go_on.wait(2 * PATIENCE)
        return put(*args, **kwargs)

    monkeypatch.setattr(posts, "say", put_slowly)

    def and_note(deed, name):
        try:
            return deed()
        finally:
            done.append(name)
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        saying = pool.submit(and_note, say, "reply")
        assert is_writing.wait(PATIENCE)
        ending = pool.submit(and_note, end, "conclusion")
        with suppress(TimeoutError):
            ending.result(patience)
        may_go_on.set()
        return saying.result(PATIENCE), ending.result(PATIENCE), done


def test_who_is_writing_is_in_before_the_conclusion(talk, monkeypatch):
    said, change, done = reply_in_flight(talk, monkeypatch)

    assert done == ["reply", "conclusion"]
    assert said.created_at < change.at
    assert Community.objects.get(pk=change.community_id).phase == "concluded"


def test_without_holding_the_community_a_reply_would_land_after_it(talk, monkeypatch):
    """The teeth of the test above."""
    monkeypatch.setattr(posts, "hold_open", lambda community: None)

    said, change, done = reply_in_flight(talk, monkeypatch, PATIENCE)

    assert done == ["conclusion", "reply"]
    assert said.created_at > change.at


def test_who_comes_while_somebody_concludes_is_refused(talk):
    _community, say, end = talk

    assert isinstance(meanwhile(end, say), CommunityOver | Refused)
    assert Post.objects.filter(markdown="Half a sentence").count() == 0


def test_those_who_write_do_not_wait_for_each_other(talk):
    community, say, _end = talk
    people = [MembershipFactory(community=community).person for _ in range(3)]
    spaces = community.spaces.get(slug="commons")
    talks = [DiscussionFactory(space=spaces) for _ in people]
    for each in talks:
        PostFactory(discussion=each, kind="prompt")

    says = [
        partial(reply, each, actor=person, markdown="At once", submission=uuid4())
        for each, person in zip(talks, people, strict=True)
    ]
    results = at_once(say, *says)

    assert {type(result) for result in results} == {Post}


def test_whoever_joins_does_not_wait_for_those_who_write(talk):
    community, _say, _end = talk
    newcomer = UserFactory()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        hold(community)
        joining = pool.submit(then_close_connection, partial(join_community, community, actor=newcomer))

        assert joining.result(PATIENCE).is_live  # who waits for a lock is told that it is busy, long before


def test_a_stale_page_is_told_what_happened_meanwhile():
    community, (leader, other) = two_leaders("active")
    change_phase(community, STEPS["wind-down"], actor=leader, sentence="Soon.")

    with pytest.raises(PhaseMoved, match="concluding"):
        change_phase(community, STEPS["wind-down"], actor=other, sentence="Soon, I say.")
