"""Addresses of communities that somebody shortened or typed by hand."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/c/", "/c/?q=a", "/c/nowhere/", "/c/a.b/", "/c/%C3%BC/"])
def test_what_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/c/campus", "/c/nowhere"])
def test_the_last_slash_may_be_left_out(client, community, path):
    response = client.get(path)

    assert (response.status_code, response.url) == (301, f"{path}/")
