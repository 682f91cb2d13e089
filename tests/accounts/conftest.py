import pytest
from django.urls import reverse

from tests.factories.accounts import PASSWORD

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def sure(client):
    """Sign somebody in who has just shown once more who they are."""

    def sure(person):
        client.force_login(person, BACKEND)
        response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert response.status_code == 302
        return client

    return sure
