"""A statement while it is written."""

import uuid

import pytest
from django.urls import reverse

from communities.actions import draft_statement
from communities.models import Statement
from core.markdown import MAX_LENGTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(community, moderator):
    said = {"title": "Feedback is work", "markdown": "It takes **time**."}
    return draft_statement(community, actor=moderator, submission=uuid.uuid4(), **said)


def url(name, statement=None):
    return reverse(f"communities:{name}", args=["campus", *([statement.pk] if statement else [])])


@pytest.mark.parametrize("is_new", [True, False])
def test_it_is_written_with_marks_and_a_preview(client, statement, moderator, is_new):
    client.force_login(moderator)
    address = url("statement-new") if is_new else url("statement-change", statement)
    assert 'aria-label="Writing tools"' in client.get(address).content.decode()
    words = {"title": "Mine", "markdown": "It takes *us*.", "version": 0, "submission": uuid.uuid4()}

    alone = client.post(f"{address}?preview=markdown", words, headers={"HX-Request": "true"}).content.decode()
    page = client.post(f"{address}?preview=markdown", words).content.decode()

    assert alone == '<p dir="auto">It takes <em>us</em>.</p>'
    assert alone in page
    assert "It takes *us*." in page
    assert f'action="{address}"' in page
    assert Statement.objects.get().title == "Feedback is work"


def test_a_preview_of_too_much_says_so(client, community, moderator):
    client.force_login(moderator)
    words = {"title": "Long", "markdown": "x" * (MAX_LENGTH + 1)}

    page = client.post(f"{url('statement-new')}?preview=markdown", words, headers={"HX-Request": "true"})

    assert "Please shorten it or split it." in page.content.decode()
