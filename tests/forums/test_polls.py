"""Polls: putting them, voting, and their end."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Entry
from forums.actions import close_discussion, edit_post, end_poll, remove_post, reopen_discussion, start_poll, vote
from forums.effects import end_polls_due
from forums.errors import DiscussionClosed, PollOver, PostRemoved, WrongChoice
from forums.models import Ballot, Choice, Poll, Post
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.facts import told, verbs
from tests.forums.polls import ASKED, option, points, put


@pytest.fixture
def poll(discussion, moderator):
    return put(discussion, moderator)


@pytest.fixture
def voters(community):
    return [MembershipFactory(community=community).person for _each in range(5)]


def choose(poll, person, *texts):
    return vote(poll, actor=person, chosen=[option(poll, text) for text in texts])


def test_a_poll_is_a_post_that_stands_out_and_whoever_wrote_is_told(discussion, moderator, participant):
    poll = put(discussion, moderator, kind="several", purpose="decision")

    assert (poll.post.kind, poll.post.author, poll.post.markdown) == ("poll", moderator, "When shall we meet?")
    assert list(poll.options.values_list("position", "text")) == [(1, "Monday"), (2, "Tuesday"), (3, "Never")]
    assert verbs() == ["post.steered"]
    assert told(participant) == ["post.steered"]


def test_what_is_sent_twice_is_one_poll(discussion, moderator):
    same = {"submission": uuid4()}

    assert put(discussion, moderator, **same) == put(discussion, moderator, **same)
    assert (Post.objects.filter(kind="poll").count(), Poll.objects.get().options.count()) == (1, 3)


@pytest.mark.parametrize("options", [[], ["Monday"], ["Monday", "monday"], [f"Day {n}" for n in range(11)]])
def test_a_poll_has_two_to_ten_different_answers(discussion, moderator, options):
    with pytest.raises(WrongChoice):
        put(discussion, moderator, options=options)


def test_members_put_no_polls_and_end_none(discussion, poll, participant):
    with pytest.raises(PermissionDenied):
        start_poll(discussion, actor=participant, submission=uuid4(), **ASKED)
    with pytest.raises(PermissionDenied):
        end_poll(poll, actor=participant)

    assert Poll.objects.get().ended_at is None


def test_a_closed_discussion_gets_no_poll(discussion, closing, moderator):
    with pytest.raises(DiscussionClosed):
        put(discussion, moderator)


def test_a_question_that_people_answered_is_not_edited(poll, moderator):
    with pytest.raises(PermissionDenied):
        edit_post(poll.post, actor=moderator, markdown="Shall we never meet?", version=0)


def test_a_vote_is_counted_once(poll, participant, moderator):
    version = poll.discussion.version

    choose(poll, participant, "Monday")
    choose(poll, participant, "Monday")
    choose(poll, moderator, "Monday")

    poll.refresh_from_db()
    assert (poll.voters, points(poll)) == (2, {"Monday": 2, "Tuesday": 0, "Never": 0})
    poll.discussion.refresh_from_db()
    assert poll.discussion.version == version + 2


def test_with_names_a_second_vote_takes_the_place_of_the_first(poll, participant):
    choose(poll, participant, "Monday")

    choose(poll, participant, "Never")

    poll.refresh_from_db()
    assert (poll.voters, points(poll)) == (1, {"Monday": 0, "Tuesday": 0, "Never": 1})
    assert [choice.option.text for choice in Choice.objects.all()] == ["Never"]


def test_several_answers_are_counted_each(discussion, moderator, participant):
    poll = put(discussion, moderator, kind="several")

    choose(poll, participant, "Monday", "Never")

    assert points(poll) == {"Monday": 1, "Tuesday": 0, "Never": 1}


def test_of_an_order_of_preference_each_place_gives_points(discussion, moderator, participant, leader):
    poll = put(discussion, moderator, kind="ranked")
    choose(poll, participant, "Never", "Monday", "Tuesday")
    choose(poll, leader, "Monday")

    assert points(poll) == {"Never": 3, "Monday": 2 + 3, "Tuesday": 1}
    assert list(Choice.objects.filter(ballot__person=participant).values_list("option__text", "rank")) == [
        ("Never", 1),
        ("Monday", 2),
        ("Tuesday", 3),
    ]

    choose(poll, participant, "Tuesday")

    assert points(poll) == {"Never": 0, "Monday": 3, "Tuesday": 3}


@pytest.mark.parametrize("texts", [[], ["Monday", "Tuesday"], ["Monday", "Monday"]])
def test_one_answer_is_one(poll, participant, texts):
    with pytest.raises(WrongChoice):
        choose(poll, participant, *texts)

    assert not Ballot.objects.exists()


def test_answers_of_another_poll_are_not_chosen(discussion, poll, moderator, participant):
    other = put(discussion, moderator)

    with pytest.raises(WrongChoice):
        vote(poll, actor=participant, chosen=[option(other, "Monday")])


def test_without_names_nothing_says_who_chose_what(discussion, moderator, participant):
    poll = put(discussion, moderator, is_anonymous=True)
    recorded = Entry.objects.count()

    choose(poll, participant, "Monday")
    choose(poll, participant, "Never")  # it stays as it was: nothing says what it was

    assert points(poll) == {"Monday": 1, "Tuesday": 0, "Never": 0}
    assert not Choice.objects.exists()
    assert Entry.objects.count() == recorded


def test_when_it_ends_who_voted_without_a_name_is_forgotten(discussion, moderator, voters):
    poll = put(discussion, moderator, is_anonymous=True)
    for person in voters:
        choose(poll, person, "Monday")

    end_poll(poll, actor=moderator)

    poll.refresh_from_db()
    assert (poll.voters, points(poll)["Monday"], Ballot.objects.count()) == (5, 5, 0)


def test_of_too_few_votes_without_names_nothing_stays(discussion, moderator, voters):
    poll = put(discussion, moderator, is_anonymous=True)
    for person in voters[:4]:
        choose(poll, person, "Monday")

    end_poll(poll, actor=moderator)

    poll.refresh_from_db()
    assert (poll.voters, points(poll)) == (4, {"Monday": 0, "Tuesday": 0, "Never": 0})


def test_with_names_few_votes_stay(poll, moderator, participant):
    choose(poll, participant, "Monday")

    end_poll(poll, actor=moderator)

    assert (points(poll)["Monday"], Ballot.objects.count()) == (1, 1)


def test_whoever_takes_part_is_told_of_the_end_and_of_what_follows(poll, moderator, participant):
    end_poll(poll, actor=moderator, outcome="We meet on Monday.")
    end_poll(poll, actor=moderator, outcome="We meet on Monday.")

    poll.refresh_from_db()
    assert (poll.ended_by, poll.outcome) == (moderator, "We meet on Monday.")
    assert told(participant) == ["post.steered", "poll.ended"]


def test_what_follows_may_be_said_later(poll, moderator):
    end_poll(poll, actor=moderator)
    ended_at = poll.ended_at

    end_poll(poll, actor=moderator, outcome="We meet on Monday.")

    poll.refresh_from_db()
    assert (poll.ended_at, poll.outcome) == (ended_at, "We meet on Monday.")
    assert verbs()[-2:] == ["poll.ended", "poll.concluded"]


def test_an_old_form_does_not_wipe_out_what_was_said(poll, moderator):
    end_poll(poll, actor=moderator, outcome="We meet on Monday.")

    end_poll(poll, actor=moderator)

    poll.refresh_from_db()
    assert poll.outcome == "We meet on Monday."


def test_of_what_was_removed_meanwhile_nothing_is_counted(poll, moderator, participant):
    monday = [option(poll, "Monday")]
    remove_post(Post.objects.get(pk=poll.post_id), actor=moderator)

    with pytest.raises(PostRemoved):
        vote(poll, actor=participant, chosen=monday)
    with pytest.raises(PostRemoved):
        end_poll(poll, actor=moderator)

    assert not Ballot.objects.exists()


def test_a_vote_counts_where_the_line_of_the_poll_went(commons, poll, participant):
    there = DiscussionFactory(space=commons)
    PostFactory(discussion=there, kind="prompt")
    Post.objects.filter(pk=poll.post_id).update(discussion=there, number=2)
    there.refresh_from_db()
    before = there.version

    choose(poll, participant, "Monday")

    there.refresh_from_db()
    assert (points(poll)["Monday"], there.version) == (1, before + 1)


def test_after_the_end_nobody_votes(poll, moderator, participant):
    end_poll(poll, actor=moderator)

    with pytest.raises(PollOver):
        choose(poll, participant, "Monday")


def test_it_ends_by_itself_when_its_moment_has_come(discussion, moderator, participant):
    poll = put(discussion, moderator, closes_at=timezone.now() + timedelta(days=1))
    end_polls_due()
    poll.refresh_from_db()
    assert not poll.is_over

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        with pytest.raises(PollOver):
            choose(poll, participant, "Monday")
        end_polls_due()
        end_polls_due()

    poll.refresh_from_db()
    assert (poll.is_over, poll.ended_by) == (True, None)
    assert told(participant).count("poll.ended") == 1


def test_it_ends_with_its_discussion_and_is_not_opened_again(discussion, poll, moderator, participant):
    close_discussion(discussion, actor=moderator, reason="Done")
    with pytest.raises(PollOver):
        choose(poll, participant, "Monday")
    end_polls_due()

    reopen_discussion(discussion, actor=moderator, reason="One thing more")

    poll.refresh_from_db()
    assert poll.is_over
    with pytest.raises(PollOver):
        choose(poll, participant, "Monday")


def test_what_was_removed_is_not_seen(poll, moderator, participant):
    assert list(Poll.objects.visible_to(participant)) == [poll]

    remove_post(poll.post, actor=moderator)

    assert not Poll.objects.visible_to(participant).exists()


def test_others_do_not_see_it(poll, outsider):
    assert not Poll.objects.visible_to(outsider).exists()


def test_the_table_holds_one_vote_each_and_an_outcome_at_the_end(poll, participant):
    Ballot.objects.create(poll=poll, person=participant)

    for wrong in (
        lambda: Ballot.objects.create(poll=poll, person=participant),
        lambda: Poll.objects.update(outcome="Monday"),
        lambda: Poll.objects.update(ended_by=participant),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
