"""Somebody who answers a mail about a post."""

import pytest

from forums.inbound.receiving import receive
from tests.factories import PostFactory
from tests.forums.mailing import DOMAIN, address_for, message


@pytest.fixture(autouse=True)
def site(settings):
    settings.INBOUND_DOMAIN = DOMAIN


@pytest.fixture
def post(discussion, moderator):
    return PostFactory(discussion=discussion, author=moderator, markdown="What do you say first?")


@pytest.fixture
def to(participant, post):
    return address_for(participant, post)


@pytest.fixture
def said(participant, to):
    """Take in an answer of the participant's, changed as is said; returns what became of it."""

    def said(text="We ask before we tell.\n", **changes):
        sender = changes.pop("sender", participant.email)
        return receive(message(changes.pop("to", to), sender=sender, text=text, **changes).as_bytes())

    return said
