"""The learning agenda: proposing, voting, and what the team makes of it."""

import uuid
from datetime import date

import pytest

from communities.actions import answer_topic, propose_topic, take_vote_back, vote_for
from communities.errors import NotBefore
from communities.models import Community, LearningTopic, TopicVote
from core.permissions import Refused
from tests.facts import told

pytestmark = pytest.mark.django_db


def propose(community, actor, **fields):
    return propose_topic(community, actor=actor, submission=uuid.uuid4(), **{"title": "Feedback in haste", **fields})


def votes():
    return LearningTopic.objects.get().vote_count, TopicVote.objects.count()


def test_a_proposal_has_its_own_vote(community, participant):
    submission = uuid.uuid4()

    for _click in range(2):
        propose_topic(community, actor=participant, submission=submission, title="Silence", why="It is hard.")

    topic = LearningTopic.objects.get()
    assert (topic.title, topic.why, topic.state) == ("Silence", "It is hard.", "proposed")
    assert votes() == (1, 1)


def test_a_vote_counts_once_and_can_be_taken_back(community, participant, moderator):
    topic = propose(community, participant)

    assert vote_for(topic, actor=moderator)
    assert not vote_for(topic, actor=moderator)
    assert votes() == (2, 2)

    assert take_vote_back(topic, actor=moderator)
    assert not take_vote_back(topic, actor=moderator)
    assert votes() == (1, 1)


@pytest.mark.parametrize("state", ["scheduled", "declined", "done"])
def test_what_was_answered_takes_no_votes(community, participant, moderator, facilitator, state):
    topic = propose(community, participant)
    answer_topic(topic, actor=facilitator, state=state, scheduled_on=date(2027, 2, 1))

    with pytest.raises(NotBefore):
        vote_for(topic, actor=moderator)
    assert not take_vote_back(topic, actor=participant)
    assert votes() == (1, 1)


def test_strangers_neither_propose_nor_vote(community, participant, outsider):
    topic = propose(community, participant)

    for deed in (lambda: propose(community, outsider), lambda: vote_for(topic, actor=outsider)):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(Refused):
        take_vote_back(topic, actor=outsider)
    assert votes() == (1, 1)


def test_who_wanted_it_is_told_when_it_is_taken_up(community, participant, facilitator, moderator):
    topic = propose(community, participant)
    vote_for(topic, actor=moderator)

    assert answer_topic(topic, actor=facilitator, state="scheduled", scheduled_on=date(2027, 2, 1), answer="Gladly.")
    assert not answer_topic(
        topic, actor=facilitator, state="scheduled", scheduled_on=date(2027, 2, 1), answer="Gladly."
    )

    assert (topic.state, topic.scheduled_on, topic.answer) == ("scheduled", date(2027, 2, 1), "Gladly.")
    assert told(participant) == told(moderator) == ["learningtopic.scheduled"]


def test_what_is_done_keeps_its_day_and_what_is_put_off_has_none(community, participant, facilitator):
    topic = propose(community, participant)
    answer_topic(topic, actor=facilitator, state="scheduled", scheduled_on=date(2027, 2, 1))

    answer_topic(topic, actor=facilitator, state="done")
    assert topic.scheduled_on == date(2027, 2, 1)

    answer_topic(topic, actor=facilitator, state="declined", answer="Not this year.")
    assert topic.scheduled_on is None
    assert told(participant) == ["learningtopic.scheduled", "learningtopic.put_off"]


def test_members_do_not_answer_for_the_team(community, participant):
    topic = propose(community, participant)

    with pytest.raises(Refused):
        answer_topic(topic, actor=participant, state="done")
    assert LearningTopic.objects.get().state == "proposed"


@pytest.mark.parametrize("change", [{"phase": "concluded"}, {"tools": ["discussions"]}])
def test_where_there_is_no_agenda_nothing_is_proposed(community, participant, facilitator, change):
    propose(community, participant)
    Community.objects.update(**change)
    community.refresh_from_db()
    topic = LearningTopic.objects.get()

    for deed in (
        lambda: propose(community, participant),
        lambda: vote_for(topic, actor=facilitator),
        lambda: answer_topic(topic, actor=facilitator, state="done"),
    ):
        with pytest.raises(Refused):
            deed()
