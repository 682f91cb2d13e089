"""The last page before a statement is published."""

import uuid

import pytest
from django.urls import reverse

from communities.actions import change_statement, draft_statement, publish_statement
from communities.models import Community
from tests.facts import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(community, moderator):
    said = {"title": "Feedback is work", "markdown": "It takes **time**."}
    return draft_statement(community, actor=moderator, submission=uuid.uuid4(), **said)


def url(name, statement=None):
    return reverse(f"communities:{name}", args=["campus", *([statement.pk] if statement else [])])


@pytest.mark.parametrize(
    ("visibility", "readers"), [("public", "Everyone on the web can read it"), ("listed", "Members read it and nobody")]
)
def test_the_last_page_shows_what_will_be_read_and_by_whom(
    client, community, statement, participant, leader, visibility, readers
):
    Community.objects.filter(pk=community.pk).update(visibility=visibility)
    client.force_login(leader)
    assert url("statement-publish", statement) in client.get(url("statement", statement)).content.decode()

    page = client.get(url("statement-publish", statement)).content.decode()

    assert "<strong>time</strong>" in page
    assert readers in page
    assert f"All {community.memberships.live().count()} members are told." in page
    assert told(participant) == []
    response = client.post(url("statement-publish", statement), {"version": 0})
    assert response.url == url("statement", statement)
    assert told(participant) == ["statement.published"]


def test_it_is_for_leaders_and_for_drafts(client, statement, moderator, leader):
    client.force_login(moderator)
    assert client.get(url("statement-publish", statement)).status_code == 403
    assert "statement-publish" not in client.get(url("statement", statement)).content.decode()

    publish_statement(statement, actor=leader, version=0)
    client.force_login(leader)
    assert client.get(url("statement-publish", statement)).url == url("statement", statement)


def test_what_was_worded_anew_meanwhile_is_read_first(client, statement, moderator, leader, participant):
    change_statement(statement, actor=moderator, version=0, title="Feedback is fun", markdown="It takes *us*.")
    client.force_login(leader)

    response = client.post(url("statement-publish", statement), {"version": 0})

    page = response.content.decode()
    statement.refresh_from_db()
    assert (response.status_code, statement.state, told(participant)) == (409, "draft", [])
    assert "It was changed meanwhile." in page
    assert "<em>us</em>" in page
    assert 'name="version" value="1"' in page
