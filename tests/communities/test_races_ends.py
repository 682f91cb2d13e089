"""Who waits while the community ends writes nothing there any more, on real connections."""

from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from communities import actions
from communities.effects import let_in
from communities.models import (
    ActionComment,
    ActionItem,
    Community,
    LearningTopic,
    RegistrationQuestion,
    Role,
    SpaceGrant,
    TopicVote,
)
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.racing import meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PLAIN = {"details": "", "result": None, "owner": None, "due_on": None}


@pytest.fixture
def community():
    return CommunityFactory(tools=[Community.Tool.AGENDA, Community.Tool.PLAN])


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


@pytest.fixture
def deeds(community, leader):
    """{what: (the deed, what must stay as it is)}"""
    topic = actions.propose_topic(community, actor=leader, submission=uuid4(), title="Pumps")
    member = MembershipFactory(community=community).person
    item = actions.add_item(community, actor=leader, submission=uuid4(), title="Write to them")
    question = actions.ask_question(community, text="Where do you work?", kind="text", actor=leader)
    grant = let_in(UserFactory(), community.spaces.get(slug="team"), role=Role.GUEST, source="guest")
    until, said = timezone.now() + timedelta(days=30), {"actor": leader, "submission": uuid4()}
    day = date(2027, 1, 4)
    return {
        "propose": (partial(actions.propose_topic, community, title="Valves", **said), LearningTopic),
        "vote": (partial(actions.vote_for, topic, actor=member), TopicVote),
        "take back": (partial(actions.take_vote_back, topic, actor=leader), TopicVote),
        "answer": (
            partial(actions.answer_topic, topic, actor=leader, state="scheduled", scheduled_on=day),
            LearningTopic,
        ),
        "word": (partial(actions.change_item, item, actor=leader, version=0, title="Call", **PLAIN), ActionItem),
        "move": (partial(actions.move_item, item, actor=leader, state="done"), ActionItem),
        "comment": (partial(actions.comment_on_item, item, text="Gladly", **said), ActionComment),
        "retire": (partial(actions.retire_question, question, actor=leader), RegistrationQuestion),
        "until": (partial(actions.change_end, grant, actor=leader, until=until), SpaceGrant),
    }


@pytest.mark.parametrize(
    "what", ["propose", "vote", "take back", "answer", "word", "move", "comment", "retire", "until"]
)
def test_nothing_is_written_where_it_ends_meanwhile(community, deeds, what):
    deed, model = deeds[what]
    before = list(model.objects.order_by("pk").values())

    outcome = meanwhile(partial(Community.objects.filter(pk=community.pk).update, phase="concluded"), deed)

    assert isinstance(outcome, Refused)
    assert list(model.objects.order_by("pk").values()) == before
