"""A list that is asked for something it does not know shows all that there is, and says what it left out."""

import pytest
from django.urls import reverse

from tests.factories import DiscussionFactory

pytestmark = pytest.mark.django_db

LISTS = [
    ("home:directory", {"phase": "nope"}, "Phase “nope”"),
    ("home:directory", {"q": "x" * 201, "sort": "nope"}, f"Name or purpose “{'x' * 60}” and Order “nope”"),
    ("home:people", {"profession": "nope"}, "Profession “nope”"),
    ("home:discussions", {"show": "nope"}, "nope"),
    ("home:activity", {"show": "<b>"}, "&lt;b&gt;"),
    ("library:items", {"kind": "nope\u202e"}, "Kind “nope”"),
    ("communities:members", {"role": "nope"}, "Role “nope”"),
    ("communities:members", {"show": "nope"}, "nope"),
    ("communities:invitations", {"state": "nope"}, "nope"),
    ("communities:levels", {"level": "nope"}, "nope"),
]


@pytest.fixture
def address(commons, community, leader):
    DiscussionFactory(space=commons, planned_by=leader)

    def address(name):
        is_one = name not in ("home:directory", "home:people")
        return reverse(name, args=[community.slug] if is_one else [])

    return address


@pytest.mark.parametrize(("name", "asked", "said"), LISTS)
def test_what_a_list_cannot_look_for_is_said(client, address, leader, name, asked, said):
    client.force_login(leader)

    page = client.get(address(name), asked).text

    assert f"This could not be looked for, so it was left out: <bdi>{said}</bdi>" in page
    assert '<a href="?">Show everything</a>' in page


@pytest.mark.parametrize("name", dict.fromkeys(name for name, _asked, _said in LISTS))
def test_what_is_known_or_empty_is_not(client, address, leader, name):
    client.force_login(leader)
    keys = {key for other, asked, _said in LISTS if other == name for key in asked}

    assert "could not be looked for" not in client.get(address(name)).text
    assert "could not be looked for" not in client.get(address(name), dict.fromkeys(keys, "")).text
