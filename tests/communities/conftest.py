import pytest

from communities.models import Space


@pytest.fixture
def room(community):
    return Space.objects.create(community=community, slug="project", name="Project group", access="private")
