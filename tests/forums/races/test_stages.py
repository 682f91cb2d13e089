from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.models import Role
from forums.actions import next_stage, open_discussion, plan_discussion
from forums.effects import go_on_due
from forums.models import Discussion, Stage, StagePlan
from tests.factories import CommunityFactory, MembershipFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4 * SIZE
STAGES = [StagePlan(title, days=5) for title in ("Arguments", "Answers", "What remains")]


def test_two_hands_and_the_clock_lead_one_stage_on():
    community = CommunityFactory()
    moderator, leader = [
        MembershipFactory(community=community, role=role).person for role in (Role.MODERATOR, Role.LEADER)
    ]
    commons = community.spaces.get(slug="commons")
    for _round in range(ROUNDS):
        plan = {"title": "Marks", "question": "Do they harm?", "submission": uuid4(), "stages": STAGES}
        planned = plan_discussion(commons, actor=moderator, **plan)
        open_discussion(planned, actor=moderator)
        found, again = Discussion.objects.get(pk=planned.pk), Discussion.objects.get(pk=planned.pk)
        Stage.objects.filter(pk=found.stage_id).update(
            opens_at=timezone.now() - timedelta(days=6), ends_at=timezone.now() - timedelta(days=1)
        )

        at_once(
            partial(next_stage, found, actor=moderator, after=found.stage_id),
            partial(next_stage, again, actor=leader, after=found.stage_id),
            go_on_due,
        )

        now = Discussion.objects.get(pk=planned.pk)
        assert now.stage.title == "Answers"
        begun = Entry.objects.filter(verb="stage.begun", object_id__in=now.stages.values("pk"))
        assert begun.count() == 1
