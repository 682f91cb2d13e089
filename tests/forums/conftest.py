"""What the tests of closings and of topics share; who needs another `discussion` brings it."""

from uuid import uuid4

import pytest

from communities.actions import propose_topic
from forums.actions import close_discussion
from forums.effects import draft_due
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.agenda import TITLE


@pytest.fixture
def discussion(members_room, moderator, participant):
    found = DiscussionFactory(space=members_room, title="Feedback on the day")
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What would have to change?")
    PostFactory(discussion=found, author=participant, markdown="Ask the trainee first.")
    return found


@pytest.fixture
def closing(discussion, moderator):
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    return discussion.closings.get()


@pytest.fixture
def as_moderator(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def topic(community, participant):
    return propose_topic(community, actor=participant, submission=uuid4(), title=TITLE)
