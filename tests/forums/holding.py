"""What the tests of first posts share."""

from uuid import uuid4

import pytest

from forums import actions
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory

SAID = "I am new, and I ask before I tell."


@pytest.fixture
def discussion(commons, community, moderator):
    community.holds_first_posts = True
    community.save()
    found = DiscussionFactory(space=commons, planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What did you say?")
    return found


@pytest.fixture
def newcomer(community):
    return MembershipFactory(community=community, person__display_name="Nia Newcomer").person


@pytest.fixture
def held(discussion, newcomer):
    return actions.reply(discussion, actor=newcomer, markdown=SAID, submission=uuid4())
