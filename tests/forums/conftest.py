"""What the tests of closings share; each brings the `discussion` that it needs."""

import pytest

from forums.actions import close_discussion
from forums.effects import draft_due


@pytest.fixture
def closing(discussion, moderator):
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    return discussion.closings.get()


@pytest.fixture
def as_moderator(client, moderator):
    client.force_login(moderator)
    return client
