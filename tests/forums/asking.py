"""What the tests of questions that are put to people share."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from forums.actions import open_discussion, plan_discussion
from forums.models import Asked, Discussion
from tests.factories import DiscussionFactory, MembershipFactory, UserFactory


@pytest.fixture
def question(members_room, participant):
    planned = plan_discussion(
        members_room,
        actor=participant,
        title="Debriefing after a failed simulation",
        question="How do you **debrief** when the mannequin broke down halfway?",
        kind="question",
        submission=uuid4(),
    )
    open_discussion(planned, actor=participant)
    return Discussion.objects.select_related("space__community").get(pk=planned.pk)


@pytest.fixture
def helper(community):
    return knowing(community)


def knowing(community, says="Debriefings, quiet rooms", **person):
    return MembershipFactory(
        community=community, person__can_help_with=says, **{f"person__{name}": value for name, value in person.items()}
    ).person


def asked_before(person, days_ago):
    other = DiscussionFactory(kind="question")
    return Asked.objects.create(
        discussion=other, person=person, by=UserFactory(), at=timezone.now() - timedelta(days=days_ago)
    )
