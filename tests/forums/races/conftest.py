"""What the races share: two connections at once, seen by both because nothing is rolled back."""

import pytest

from tests.factories import CommunityFactory, DiscussionFactory


@pytest.fixture
def discussion(transactional_db):
    return DiscussionFactory(space=CommunityFactory().spaces.get(slug="commons"))
