"""A community that says all of itself, in the week in which these tests are."""

import pytest
import time_machine

from communities.models import (
    Community,
    ExpectedResult,
    Membership,
)
from tests.factories import (
    UserFactory,
)
from tests.home.this_week.reading import DAY, NOW


@pytest.fixture(autouse=True)
def charter(community):
    """Of a community that says all of itself, and in which all is well."""
    charter = community.charter
    charter.problem, charter.objective, charter.commitment = "Nobody listens", "That we listen", "An hour"
    charter.group_served, charter.why_no_results = "Learners", "We only talk"
    charter.save()
    Community.objects.filter(pk=community.pk).update(phase="active", phase_since=NOW - DAY)
    with time_machine.travel(NOW, tick=False):
        yield charter


@pytest.fixture
def result(community):
    return ExpectedResult.objects.create(community=community, position=1, text="A guide", owner=UserFactory())


@pytest.fixture
def settled(facilitator, leader):
    """Nobody is new."""
    Membership.objects.update(joined_at=NOW - 60 * DAY)
    return facilitator
