"""A question to the columnists, asked by somebody whose name stands nowhere else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from communities.models import Role
from forums import actions
from tests.factories import MembershipFactory

TITLE = "Feedback that I dread"
SAID = "My supervisor laughs when I ask for feedback. What can I say?"
NAME, HANDLE = "Zubeyde Quillfeather", "zubeyde-quillfeather"
REASON = "She wrote that she cannot go on, and somebody has to call her today."


@pytest.fixture
def asker(community):
    long_ago = timezone.now() - timedelta(days=90)
    named = {"person__display_name": NAME, "person__handle": HANDLE}
    return MembershipFactory(community=community, joined_at=long_ago, **named).person


@pytest.fixture
def columnist(community):
    """One who is there already when somebody asks."""
    return MembershipFactory(community=community, role=Role.FACILITATOR).person


@pytest.fixture
def question(members_room, asker, columnist):
    return actions.ask_columnists(members_room, actor=asker, title=TITLE, markdown=SAID, submission=uuid4())
