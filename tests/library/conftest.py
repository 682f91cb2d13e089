import pytest

from tests.factories import FileFactory, ItemFactory


@pytest.fixture
def item(members_room, participant):
    """Published by the participant for the members, with a file."""
    return ItemFactory(space=members_room, contributed_by=participant, file=FileFactory(uploaded_by=participant))


@pytest.fixture
def draft(members_room, participant):
    return ItemFactory(space=members_room, contributed_by=participant, is_draft=True)
