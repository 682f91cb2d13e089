"""/styleguide/ of the demo: every component, from the pages' own parts."""

import pytest
from django.conf import settings as now
from django.urls import resolve

from config import styleguide


@pytest.fixture
def demo(settings):
    settings.ROOT_URLCONF = "tests.config.demo_urls"


def test_nothing_is_routed_outside_of_the_demo(client, db):
    assert not now.DEMO
    assert not now.DEBUG
    assert client.get("/styleguide/").status_code == 404


def test_it_is_open_to_everybody_in_the_demo(client, db, demo, participant):
    assert resolve("/styleguide/").func == styleguide.styleguide
    for _visit in range(2):
        page = client.get("/styleguide/")
        assert page.status_code == 200
        client.force_login(participant)


@pytest.mark.parametrize(
    "shown",
    [
        "data-pressed",
        'class="form-errors"',
        'type="datetime-local"',
        'class="post post--1',
        "post--3",
        "post--steering",
        "Paulo Andrade deleted this post.",
        "<q>It named a patient.</q>",
        'id="new"',
        'class="thanks"',
        'class="note"',
        "<ins>",
        'aria-current="step"',
        "You hear nothing of this",
        'class="fold"',
        "post--held",
        "hidden for now",
        "week--now",
        "week--rest",
        "stream__since",
        "protocol__say",
        'class="bars"',
    ],
)
def test_each_state_is_there(client, db, demo, shown):
    assert shown in client.get("/styleguide/").content.decode()


def test_its_composer_gets_a_preview_and_people(client, db, demo):
    assert "<strong>one thing</strong>" in client.post("/styleguide/", {"text": "**one thing**"}).content.decode()
    assert "Sanna Lindqvist" in client.get("/styleguide/?q=s").content.decode()
