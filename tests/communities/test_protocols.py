"""Protocols for those who hold a space: whole, offered where they help, for everyone to read."""

import pytest
from django.urls import reverse

from communities.queries.protocols import protocol, protocols, protocols_at
from tests.communities.life import in_phase

PLACES = {"plan", "people", "launch", "life", "help"}


def test_there_are_several_and_each_is_whole(db):
    found = protocols()

    assert len(found) >= 10
    assert len({each.key for each in found}) == len(found)
    for each in found:
        assert len(each.steps) >= 4
        assert all((each.source, each.good_for, each.minutes, each.people, each.needs, each.beware))
        assert set(each.helps_at) <= PLACES


def test_each_place_has_its_own():
    assert all(protocols_at(place) for place in PLACES)
    assert protocols_at("nowhere") == []
    assert protocol("nonsense") is None


def test_everyone_reads_them(client, db):
    page = client.get(reverse("communities:protocols")).content.decode()

    for each in protocols():
        assert each.get_absolute_url() in page
        assert each.title in client.get(each.get_absolute_url()).content.decode()
    assert client.get(reverse("communities:protocol", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("communities:start-step", "Handing over"),
        ("communities:life", "A first meeting"),
        ("forums:plan-new", "Opening a discussion"),
    ],
)
def test_they_are_offered_where_they_help(client, community, leader, name, title):
    in_phase(community, "design")
    more = {"communities:start-step": ["people"], "forums:plan-new": ["commons"]}.get(name, [])
    client.force_login(leader)

    page = client.get(reverse(name, args=["campus", *more])).content.decode()

    assert title in page.split('aria-label="What helps"')[1]
