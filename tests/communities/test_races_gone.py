"""What is sent while somebody takes the thing away, or moves it on: the words are not lost. On real connections."""

from functools import partial
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from communities.actions import discard_statement, draft_statement, publish_statement
from communities.actions.notes import delete_note, note_of_member
from communities.models import FacilitationNote, Role, Statement
from tests.factories import CommunityFactory, MembershipFactory
from tests.racing import meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WORDS = "Knows pumps, and would like to write about them."


@pytest.fixture
def community():
    return CommunityFactory(slug="campus")


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


@pytest.fixture
def moderator(community):
    return MembershipFactory(community=community, role=Role.MODERATOR).person


@pytest.fixture
def note(community, moderator):
    about = MembershipFactory(community=community)
    return note_of_member(about, text="Knows pumps.", submission=uuid4(), actor=moderator)


@pytest.fixture
def statement(community, moderator):
    return draft_statement(community, actor=moderator, submission=uuid4(), title="We begin", markdown="On Monday.")


def sending(person, name, *at, **words):
    client = Client()
    client.force_login(person)
    return partial(client.post, reverse(f"communities:{name}", args=["campus", *at]), words)


def test_a_note_that_is_gone_gives_the_words_back(note, leader, moderator):
    change = sending(moderator, "note", note.membership_id, note.pk, text=WORDS)

    answer = meanwhile(partial(delete_note, note, actor=leader), change)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It was taken away meanwhile." in page
    assert WORDS in page


def test_two_who_delete_a_note_delete_it_once(note, leader, moderator):
    delete = sending(moderator, "note-delete", note.membership_id, note.pk)

    answer = meanwhile(partial(delete_note, note, actor=leader), delete)

    assert answer.status_code == 302
    assert not FacilitationNote.objects.exists()


def test_a_draft_that_is_gone_gives_the_words_back(statement, leader, moderator):
    change = sending(moderator, "statement-change", statement.pk, title="We begin", markdown=WORDS, version=0)

    answer = meanwhile(partial(discard_statement, statement, actor=leader), change)

    assert answer.status_code == 409
    assert WORDS in answer.content.decode()


def test_two_who_throw_a_draft_away_do_it_once(statement, leader, moderator):
    discard = sending(moderator, "statement-discard", statement.pk)

    answer = meanwhile(partial(discard_statement, statement, actor=leader), discard)

    assert answer.status_code == 302
    assert not Statement.objects.exists()


def test_a_draft_that_is_gone_is_not_published(statement, leader, moderator):
    publish = sending(leader, "statement-publish", statement.pk, version=0)

    answer = meanwhile(partial(discard_statement, statement, actor=moderator), publish)

    assert answer.status_code == 409
    assert not Statement.objects.exists()


def test_a_draft_that_is_published_meanwhile_keeps_the_words_in_the_form(statement, leader, moderator):
    change = sending(moderator, "statement-change", statement.pk, title="We begin", markdown=WORDS, version=0)

    answer = meanwhile(partial(publish_statement, statement, actor=leader, version=0), change)

    assert answer.status_code == 409
    assert answer.context["form"]["markdown"].value() == WORDS
    assert "It was published meanwhile" in answer.content.decode()
    assert Statement.objects.get().markdown == "On Monday."
