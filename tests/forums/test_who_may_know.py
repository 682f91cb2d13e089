"""Whom a question might be put to: who is found, in which order, and with one query."""

import pytest

from communities.effects import let_in
from communities.models import Role
from forums.queries.asking import who_may_know
from tests.factories import CommunityFactory, DiscussionFactory, UserFactory
from tests.forums.asking import asked_before, helper, knowing, question

__all__ = ["helper", "question"]


def test_it_finds_who_helps_with_it_before_who_is_interested(question, community, participant):
    keen = knowing(community, "", interests="debriefing")
    knowing(community, "OSCE stations")
    able = knowing(community, "Debriefing teams")

    assert who_may_know(question, participant) == [able, keen]


def test_it_compares_words_without_accents_and_endings(community, members_room, participant):
    community.language = "es"
    community.save()
    question = DiscussionFactory(
        space=members_room, kind="question", planned_by=participant, title="Simulación de partos", question="¿Cómo?"
    )
    able = knowing(community, "simulaciones clinicas")

    assert who_may_know(question, participant) == [able]


@pytest.mark.parametrize("title", ["!?…", "or or or", "a & b | (", "'; --", "-debriefing", '"debriefing'])
def test_any_question_can_be_looked_through(title, members_room, participant, helper):
    question = DiscussionFactory(space=members_room, kind="question", planned_by=participant, title=title, question="?")

    assert who_may_know(question, participant) in ([], [helper])


def test_strangers_who_merely_read_a_public_space_are_not_asked(community, commons, participant):
    community.visibility = "public"
    community.save()
    question = DiscussionFactory(space=commons, kind="question", planned_by=participant, title="Debriefing")
    UserFactory(can_help_with="Debriefing", profile_audience="members")

    assert who_may_know(question, participant) == []


def test_whoever_was_asked_less_lately_comes_first(question, community, participant):
    often, seldom = knowing(community, display_name="Ada"), knowing(community, display_name="Bo")
    asked_before(often, 1)

    assert who_may_know(question, participant) == [seldom, often]


def test_a_guest_of_a_room_is_asked_there(community, participant):
    room = community.spaces.create(slug="group", name="Group", access="private")
    guest = UserFactory(can_help_with="Debriefing")
    for person in (participant, guest):
        let_in(person, room, role=Role.GUEST, source="guest")
    question = DiscussionFactory(space=room, kind="question", planned_by=participant, title="Debriefing")

    assert who_may_know(question, participant) == [guest]


def test_whom_it_may_be_put_to_is_one_query(question, participant, community, django_assert_num_queries):
    for _ in range(15):
        knowing(community)
    CommunityFactory()

    with django_assert_num_queries(1):
        assert len(who_may_know(question, participant)) == 12
