"""Several people welcome, and ask, at the same moment."""

from functools import partial

import pytest

from communities.models import Community, Role
from forums.actions import ask_members, begin_introductions
from forums.errors import AskedEnough, NotToBeAsked
from forums.models import Asked, Discussion
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, UserFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4 * SIZE


def again(row):
    """The row as another process has it."""
    return type(row)._base_manager.get(pk=row.pk)


def test_two_who_open_the_introductions_at_once_open_one_thread():
    for _ in range(ROUNDS):
        community = CommunityFactory()
        team = [MembershipFactory(community=community, role=Role.FACILITATOR).person for _ in range(3)]

        threads = at_once(
            *(
                partial(
                    begin_introductions,
                    Community.objects.get(pk=community.pk),
                    actor=person,
                    title="Introductions",
                    question="Who are you?",
                )
                for person in team
            )
        )

        thread = Discussion.objects.get(introductions_of=community)
        assert threads == [thread] * 3
        assert thread.post_count == 1


def question_of(community, title="Debriefing"):
    asker = MembershipFactory(community=community).person
    return DiscussionFactory(space=community.spaces.get(slug="members"), kind="question", planned_by=asker, title=title)


def test_nobody_is_asked_more_often_than_the_week_allows_however_many_ask_at_once():
    for _ in range(ROUNDS):
        helper = UserFactory(can_help_with="Debriefing")
        communities = CommunityFactory.create_batch(5)
        for community in communities:
            MembershipFactory(community=community, person=helper)
        questions = [question_of(community) for community in communities]

        outcomes = at_once(
            *(partial(ask_members, again(each), actor=each.planned_by, people=[again(helper)]) for each in questions)
        )

        assert Asked.objects.filter(person=helper).count() == Asked.MOST_A_WEEK
        refused = [outcome for outcome in outcomes if not isinstance(outcome, list)]
        assert [type(refusal) for refusal in refused] == [NotToBeAsked] * (5 - Asked.MOST_A_WEEK)


def test_one_question_is_put_to_no_more_than_five_however_many_ask_at_once():
    for _ in range(ROUNDS):
        community = CommunityFactory()
        question = question_of(community)
        helpers = [MembershipFactory(community=community).person for _ in range(8)]
        askers = [MembershipFactory(community=community).person for _ in range(4)]

        outcomes = at_once(
            *(
                partial(ask_members, again(question), actor=asker, people=helpers[2 * place : 2 * place + 2])
                for place, asker in enumerate(askers)
            )
        )

        assert question.asked.count() == 4
        assert sum(isinstance(outcome, AskedEnough) for outcome in outcomes) == 2
