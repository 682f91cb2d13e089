"""What a community says in its own name."""

import uuid

import pytest
from django.urls import reverse

from communities.actions import (
    change_statement,
    correct_statement,
    discard_statement,
    draft_statement,
    publish_statement,
    withdraw_statement,
)
from communities.errors import NotBefore
from communities.models import Community, Statement
from communities.queries.statements import PER_PAGE
from core.errors import Stale
from core.permissions import Refused
from tests.facts import told, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(community, moderator):
    return draft(community, moderator)


def draft(community, actor, **fields):
    said = {"title": "Feedback is work", "markdown": "It takes **time**.", **fields}
    return draft_statement(community, actor=actor, submission=uuid.uuid4(), **said)


def url(name, statement, *, community="campus"):
    return reverse(f"communities:{name}", args=[community, statement.pk] if statement else [community])


def published(statement, leader):
    publish_statement(statement, actor=leader, version=statement.version)
    statement.refresh_from_db()
    return statement


def test_a_draft_is_begun_once(community, moderator):
    submission = uuid.uuid4()

    for _click in range(2):
        draft_statement(community, actor=moderator, submission=submission, title="We say", markdown="**This**")

    statement = Statement.objects.get()
    assert (statement.title, statement.state, statement.html.strip()) == (
        "We say",
        "draft",
        '<p dir="auto"><strong>This</strong></p>',
    )


def test_who_drafts_and_who_publishes(community, statement, participant, facilitator, moderator, leader):
    for person in (participant, facilitator):
        with pytest.raises(Refused):
            draft(community, person)
        with pytest.raises(Refused):
            change_statement(statement, actor=person, version=0, title="x", markdown="x")
        with pytest.raises(Refused):
            discard_statement(statement, actor=person)
    with pytest.raises(Refused):
        publish_statement(statement, actor=moderator, version=0)
    published(statement, leader)
    with pytest.raises(Refused):
        correct_statement(statement, actor=moderator, version=0, title="x", markdown="x", reason="x")
    with pytest.raises(Refused):
        withdraw_statement(statement, actor=moderator, reason="x")

    statement.refresh_from_db()
    assert (statement.state, statement.version, statement.published_by) == ("published", 0, leader)


def test_publishing_tells_the_members_once(statement, participant, outsider, leader):
    assert publish_statement(statement, actor=leader, version=0)
    assert not publish_statement(statement, actor=leader, version=0)

    assert (told(participant), told(outsider)) == (["statement.published"], [])
    assert verbs().count("statement.published") == 1


def test_what_the_leader_has_not_read_is_not_published(statement, moderator, leader, participant):
    change_statement(statement, actor=moderator, version=0, title="Other", markdown="words")

    with pytest.raises(Stale):
        publish_statement(statement, actor=leader, version=0)

    statement.refresh_from_db()
    assert (statement.state, told(participant)) == ("draft", [])


def test_a_stale_change_loses_nothing(statement, moderator, leader):
    change_statement(statement, actor=moderator, version=0, title="Mine", markdown="words")

    with pytest.raises(Stale):
        change_statement(statement, actor=leader, version=0, title="Theirs", markdown="words")

    statement.refresh_from_db()
    assert (statement.title, statement.version) == ("Mine", 1)


def test_a_correction_keeps_what_was_said(statement, moderator, leader, participant):
    published(statement, leader)
    with pytest.raises(NotBefore):
        change_statement(statement, actor=moderator, version=0, title="x", markdown="x")
    wish = {"title": "Feedback is work", "markdown": "It takes *care*.", "reason": "Time was the wrong word."}

    for _click in range(2):
        correct_statement(statement, actor=leader, version=0, **wish)

    revision = statement.revisions.get()
    assert (revision.version, revision.reason, revision.replaced_by) == (0, "Time was the wrong word.", leader)
    assert "<strong>time</strong>" in revision.html
    statement.refresh_from_db()
    assert (statement.version, "<em>care</em>" in statement.html) == (1, True)
    assert told(participant) == ["statement.published"]


def test_withdrawing_keeps_it_with_the_reason(statement, leader):
    with pytest.raises(NotBefore):
        withdraw_statement(statement, actor=leader, reason="Too early.")
    published(statement, leader)

    assert withdraw_statement(statement, actor=leader, reason="We know better.")
    assert not withdraw_statement(statement, actor=leader, reason="Again.")
    with pytest.raises(NotBefore):
        correct_statement(statement, actor=leader, version=0, title="x", markdown="x", reason="x")
    with pytest.raises(NotBefore):
        discard_statement(statement, actor=leader)

    statement.refresh_from_db()
    assert (statement.state, statement.withdrawn_because, statement.withdrawn_by) == (
        "withdrawn",
        "We know better.",
        leader,
    )


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("public", {"visitor", "outsider", "participant", "leader"}),
        ("listed", {"participant", "leader"}),
        ("hidden", {"participant", "leader"}),
    ],
)
def test_who_reads_what_was_published(client, community, statement, visibility, readers, outsider, participant, leader):
    Community.objects.filter(pk=community.pk).update(visibility=visibility)
    cast = {"visitor": None, "outsider": outsider, "participant": participant, "leader": leader}
    found = {"draft": set(), "published": set()}
    for state in found:
        for name, person in cast.items():
            client.logout()
            if person:
                client.force_login(person)
            page = client.get(url("statement", statement))
            listed = client.get(url("statements", None)).content.decode()
            if page.status_code == 200:
                assert "Feedback is work" in listed
                found[state].add(name)
            else:
                assert "Feedback is work" not in listed
        published(statement, leader)

    assert found == {"draft": {"leader"}, "published": readers}


def test_the_front_page_has_the_latest_that_stands(client, community, moderator, leader):
    published(draft(community, moderator, markdown="Nurses & doctors need **< 5** minutes."), leader)
    newer = published(draft(community, moderator, title="Feedback needs a room"), leader)
    address = reverse("home:community", args=["campus"])

    page = client.get(address).content.decode()
    assert "Feedback needs a room" in page
    assert "Feedback is work" not in page

    withdraw_statement(newer, actor=leader, reason="We know better.")
    page = client.get(address).content.decode()
    assert "Feedback is work" in page
    assert "Nurses &amp; doctors need &lt; 5 minutes." in page
    assert "Feedback needs a room" not in page


def test_the_way_of_a_statement_through_its_pages(client, community, moderator, leader, participant):
    client.force_login(moderator)
    begun = {"title": "We ask", "markdown": "Ask **first**.", "submission": uuid.uuid4()}
    response = client.post(url("statement-new", None), begun)
    statement = Statement.objects.get()
    assert response.url == url("statement", statement)
    page = client.get(response.url).content.decode()
    assert "<strong>first</strong>" in page
    assert "Publish it in the community’s name" not in page
    client.post(url("statement-change", statement), {"title": "We ask", "markdown": "Ask *first*.", "version": 0})

    client.force_login(leader)
    assert "Publish it in the community’s name" in client.get(url("statement", statement)).content.decode()
    client.post(url("statement-publish", statement), {"version": 1})
    client.post(
        url("statement-change", statement),
        {"title": "We ask", "markdown": "Ask it *last*.", "version": 1, "reason": "It was the wrong way round."},
    )

    client.force_login(participant)
    page = client.get(url("statement", statement)).content.decode()
    assert "Ask it <em>last</em>." in page
    assert "It was the wrong way round." in page
    assert "Ask <em>first</em>." not in page
    assert "Withdraw it" not in page

    client.force_login(leader)
    assert client.post(url("statement-withdraw", statement), {"reason": ""}).status_code == 422
    client.post(url("statement-withdraw", statement), {"reason": "Nobody asks."})
    client.force_login(participant)
    page = client.get(url("statement", statement)).content.decode()
    assert "Nobody asks." in page
    assert "Ask it" not in page


def test_both_texts_are_shown_to_whoever_comes_second(client, statement, moderator):
    change_statement(statement, actor=moderator, version=0, title="Theirs", markdown="Their words.")
    client.force_login(moderator)
    mine = {"title": "Mine", "markdown": "My words.", "version": 0}

    response = client.post(url("statement-change", statement), mine)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Their words." in page
    assert "My words." in page


def test_what_was_written_of_a_withdrawn_one_stays_in_the_form(client, statement, leader):
    published(statement, leader)
    withdraw_statement(statement, actor=leader, reason="It was wrong.")
    client.force_login(leader)
    words = {"title": "Feedback is work", "markdown": "My long words", "version": 0, "reason": "Clearer."}

    answer = client.post(url("statement-change", statement), words)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert answer.context["form"]["markdown"].value() == "My long words"
    assert "It was withdrawn, so it stays as it is. What you wrote is still here." in page
    assert "Save the" not in page
    assert client.get(url("statement-change", statement)).url == statement.get_absolute_url()


def test_a_draft_is_thrown_away(client, statement, moderator):
    again = Statement.objects.select_related("community").get(pk=statement.pk)
    client.force_login(moderator)

    assert client.post(url("statement-discard", statement)).url == url("statements", None)

    assert not Statement.objects.exists()
    assert not discard_statement(again, actor=moderator)


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(client, community, moderator, leader, number, django_assert_max_num_queries):
    for _each in range(number):
        published(draft(community, moderator), leader)
        draft(community, moderator)
    client.force_login(leader)

    with django_assert_max_num_queries(9):
        client.get(url("statements", None))
    with django_assert_max_num_queries(12):
        client.get(url("statement", Statement.objects.first()))


def test_statements_are_read_page_by_page(client, community, moderator, leader):
    for number in range(PER_PAGE + 1):
        published(draft(community, moderator, title=f"Statement {number:02}."), leader)
    begun = draft(community, moderator, title="Not said yet.")
    withdraw_statement(Statement.objects.get(title="Statement 00."), actor=leader, reason="It was wrong.")
    client.force_login(leader)

    first = client.get(url("statements", None))
    second = client.get(url("statements", None), {"after": first.context["found"].page.after})

    newest = [f"Statement {number:02}." for number in range(PER_PAGE, 1, -1)]
    found = first.context["found"]
    assert [each.title for each in (*found.drafts, *found.published)] == [begun.title, *newest]
    page = second.content.decode()
    assert "Statement 01." in page
    assert "It was wrong." in page
    assert "Not said yet." not in page
    assert "Nothing has been said so far" not in page
