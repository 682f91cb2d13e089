"""Prompts: written before they are put, changed, put in order, thrown away, and put by hand."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from communities.models import Membership
from communities.queries.audiences import audience_of
from core.errors import Gone
from forums.actions import (
    change_prompt,
    close_discussion,
    drop_prompt,
    move_prompt,
    pause_discussion,
    put_prompt,
    queue_prompt,
)
from forums.errors import (
    AuthorGone,
    DiscussionClosed,
    NothingSaid,
    Paused,
    PromptPut,
    PromptStale,
    ReadByMore,
    TooManyPrompts,
)
from forums.models import Post, Prompt
from tests.factories import DiscussionFactory, MembershipFactory
from tests.facts import told, verbs
from tests.forums.prompts import ASKED, queued, waiting


def test_a_question_waits_where_nobody_sees_that_anything_changed(discussion, moderator, participant):
    before = discussion.version

    prompt = queued(discussion, moderator)

    discussion.refresh_from_db()
    assert (prompt.markdown, prompt.by, prompt.is_queued) == (ASKED, moderator, True)
    assert (discussion.version, discussion.post_count) == (before, 2)
    assert told(participant) == []


def test_what_is_sent_twice_waits_once(discussion, moderator):
    same = uuid4()

    first = queued(discussion, moderator, submission=same)

    assert queued(discussion, moderator, submission=same) == first
    assert discussion.prompts.count() == 1


def test_questions_are_written_while_a_discussion_is_planned(members_room, moderator):
    planned = DiscussionFactory(space=members_room, state="planned", opened_at=None)

    queued(planned, moderator)

    assert waiting(planned) == [ASKED]


def test_only_who_runs_discussions_writes_them(discussion, participant, facilitator):
    for person in (participant, facilitator):
        with pytest.raises(PermissionDenied):
            queued(discussion, person)

    assert not Prompt.objects.exists()


def test_nothing_waits_for_what_is_closed_and_nothing_that_says_nothing(discussion, moderator):
    with pytest.raises(NothingSaid):
        queued(discussion, moderator, "  ")
    close_discussion(discussion, actor=moderator, reason="Done")

    with pytest.raises(DiscussionClosed):
        queued(discussion, moderator)


def test_only_so_many_wait(discussion, moderator, monkeypatch):
    monkeypatch.setattr(Prompt, "MOST", 1)
    queued(discussion, moderator)

    with pytest.raises(TooManyPrompts):
        queued(discussion, moderator)


def test_nothing_is_written_for_more_readers_than_its_writer_was_told_of(discussion, moderator, team_room):
    with pytest.raises(ReadByMore):
        queued(discussion, moderator, readers=audience_of(team_room))


def test_a_prompt_is_a_post_that_stands_out_and_whoever_wrote_is_told(discussion, moderator, participant):
    prompt = queued(discussion, moderator)
    before = discussion.version

    post = put_prompt(prompt, actor=moderator)

    prompt.refresh_from_db()
    discussion.refresh_from_db()
    assert (post.kind, post.author, post.markdown, post.number) == ("next_question", moderator, ASKED, 3)
    assert (prompt.post, prompt.markdown, discussion.version) == (post, "", before + 1)
    assert told(participant) == ["post.steered"]
    assert verbs() == ["prompt.queued", "post.steered", "prompt.put"]


def test_it_is_put_in_the_name_of_whoever_wrote_it(discussion, moderator, leader):
    post = put_prompt(queued(discussion, moderator), actor=leader)

    assert post.author == moderator


def test_putting_it_twice_is_one_post(discussion, moderator):
    prompt = queued(discussion, moderator)

    assert put_prompt(prompt, actor=moderator) == put_prompt(prompt, actor=moderator)
    assert Post.objects.filter(kind="next_question").count() == 1


def test_the_table_takes_one_post_of_one_prompt(discussion, moderator):
    prompt = queued(discussion, moderator)
    put_prompt(prompt, actor=moderator)
    post = Post.objects.get(kind="next_question")

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            **{"discussion": discussion, "author": moderator, "submission": post.submission, "number": 9, "path": "9"}
        )


def test_members_put_none(discussion, moderator, participant):
    prompt = queued(discussion, moderator)

    for deed in (
        lambda: put_prompt(prompt, actor=participant),
        lambda: drop_prompt(prompt, actor=participant),
        lambda: move_prompt(prompt, actor=participant, place=0),
        lambda: change_prompt(prompt, actor=participant, markdown="No.", version=0),
    ):
        with pytest.raises(PermissionDenied):
            deed()

    assert waiting(discussion) == [ASKED]


def test_nothing_is_put_where_people_cannot_answer(discussion, members_room, moderator):
    prompt = queued(discussion, moderator)
    pause_discussion(discussion, actor=moderator, hours=1, reason="A breath.")
    planned = DiscussionFactory(space=members_room, state="planned", opened_at=None)

    with pytest.raises(Paused):
        put_prompt(prompt, actor=moderator)
    with pytest.raises(DiscussionClosed):
        put_prompt(queued(planned, moderator), actor=moderator)

    assert not Post.objects.filter(kind="next_question").exists()


def test_it_is_not_put_to_more_people_than_the_page_said(discussion, moderator, team_room):
    with pytest.raises(ReadByMore):
        put_prompt(queued(discussion, moderator), actor=moderator, readers=audience_of(team_room))


def test_what_nobody_signs_any_more_is_put_once_somebody_made_it_theirs(community, discussion, moderator, leader):
    prompt = queued(discussion, moderator)
    Membership.objects.filter(person=moderator).update(role=10)

    with pytest.raises(AuthorGone):
        put_prompt(prompt, actor=leader)
    change_prompt(prompt, actor=leader, markdown=ASKED, version=0)

    assert put_prompt(prompt, actor=leader).author == leader


def test_whoever_changes_the_words_signs_them(discussion, moderator, leader):
    prompt = queued(discussion, moderator)

    same = change_prompt(prompt, actor=leader, markdown=ASKED, version=0)
    assert same.by == moderator
    other = change_prompt(prompt, actor=leader, markdown="And then?", version=1)

    assert (other.by, other.version, waiting(discussion)) == (leader, 2, ["And then?"])


def test_a_change_of_what_somebody_else_changed_loses_nothing(discussion, moderator, leader):
    prompt = queued(discussion, moderator)
    change_prompt(prompt, actor=leader, markdown="And then?", version=0)

    with pytest.raises(PromptStale):
        change_prompt(prompt, actor=moderator, markdown="And now?", version=0)

    assert waiting(discussion) == ["And then?"]


def test_what_was_put_is_not_changed_moved_or_thrown_away(discussion, moderator):
    prompt = queued(discussion, moderator)
    put_prompt(prompt, actor=moderator)

    for deed in (
        lambda: change_prompt(prompt, actor=moderator, markdown="No.", version=0),
        lambda: move_prompt(prompt, actor=moderator, place=0),
        lambda: drop_prompt(prompt, actor=moderator),
    ):
        with pytest.raises(PromptPut):
            deed()

    assert Post.objects.get(kind="next_question").markdown == ASKED


def test_questions_change_places_once_for_each_click(discussion, moderator):
    _first, second, third = (queued(discussion, moderator, f"Question {n}?") for n in (1, 2, 3))
    put_prompt(second, actor=moderator)

    moved = [move_prompt(third, actor=moderator, place=0) for _click in (1, 2)]

    assert moved == [True, False]
    assert waiting(discussion) == ["Question 3?", "Question 1?"]
    assert move_prompt(third, actor=moderator, place=9)
    assert waiting(discussion) == ["Question 1?", "Question 3?"]


def test_what_is_thrown_away_is_gone(discussion, moderator):
    prompt = queued(discussion, moderator)
    again = Prompt.objects.select_related("discussion__space__community").get(pk=prompt.pk)

    drop_prompt(prompt, actor=moderator)

    assert not Prompt.objects.exists()
    with pytest.raises(Gone):
        drop_prompt(again, actor=moderator)


def test_nobody_but_the_team_sees_what_waits(community, discussion, moderator, leader, facilitator, participant):
    prompt = queued(discussion, moderator)
    guest = MembershipFactory(community=community).person

    seeing = {
        person
        for person in (moderator, leader, facilitator, participant, guest)
        if prompt in Prompt.objects.visible_to(person)
    }

    assert seeing == {moderator, leader}


def test_a_community_that_has_ended_keeps_what_waits(community, discussion, moderator):
    prompt = queued(discussion, moderator)
    type(community).objects.filter(pk=community.pk).update(phase="concluded")
    prompt = Prompt.objects.select_related("discussion__space__community").get(pk=prompt.pk)

    with pytest.raises(PermissionDenied):
        put_prompt(prompt, actor=moderator)
    with pytest.raises(PermissionDenied):
        queue_prompt(prompt.discussion, actor=moderator, markdown="Now?", submission=uuid4())

    assert waiting(discussion) == [ASKED]
