from pathlib import Path

import pytest

from activity import audit
from activity.effects import record
from notifications import kinds
from notifications.effects import make_due_digests, notify
from tests.factories import DiscussionFactory, MembershipFactory
from tests.workers import postbox, publish_to, start, valkey

__all__ = ["postbox", "publish_to", "start", "valkey"]

HERE = Path(__file__).parent

kinds.register("answered", "discussion.told", "discussion.hummed")
audit.leave_out("discussion.told", "discussion.hummed")


@pytest.fixture(autouse=True)
def texts(settings):
    """What "discussion.told" says, apart from what any real verb happens to say."""
    with_ours = {**settings.TEMPLATES[0], "DIRS": [HERE / "templates", *settings.TEMPLATES[0]["DIRS"]]}
    settings.TEMPLATES = [with_ours]


@pytest.fixture
def discussion(members_room):
    """In the members' room, so that whoever leaves may no longer see it."""
    return DiscussionFactory(space=members_room, title="How do you say it?")


@pytest.fixture
def tell(discussion, moderator):
    """Tell people of one more entry about the discussion, in its scope and by mail unless said otherwise."""

    def tell(*people, mail=True, scope=True):
        entry = record("discussion.told", actor=moderator, target=discussion)
        notify(
            entry,
            people,
            kind="answered" if mail else "opened",
            scope=("forums.discussion", discussion.pk) if scope else None,
        )
        return entry

    return tell


@pytest.fixture
def members(community):
    return [MembershipFactory(community=community).person for _ in range(3)]


@pytest.fixture
def cast(participant, facilitator, moderator, leader, outsider):
    return [participant, facilitator, moderator, leader, outsider]


@pytest.fixture
def everyone_begins_now(cast):
    """Each of the cast has a day of their digest, and what happened before is behind it."""
    make_due_digests()
