import re

import pytest
from django.urls import reverse

from forums.models import Discussion, ReadingPosition
from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def discussion(commons, leader):
    return DiscussionFactory(space=commons, title="When the room shuts down", planned_by=leader)


def test_smoke(client, discussion, participant, leader):
    PostFactory(discussion=discussion, author=leader)
    for person in (None, participant, leader):
        if person:
            client.force_login(person)
        response = client.get(discussion.get_absolute_url())
        assert response.status_code == 200
