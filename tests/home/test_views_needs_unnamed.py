"""Questions without a name: where the columnists, and nobody else, find that some wait."""

from uuid import uuid4

import pytest
from django.urls import reverse

from communities.effects import let_in
from communities.models import Community, Role
from communities.queries import standing_in
from forums import actions
from tests.forums.unnamed import SAID, TITLE, asker, columnist, question
from tests.home.dashboards import needed
from tests.masking import body_of

__all__ = ["asker", "columnist", "question"]

pytestmark = pytest.mark.django_db

DESK = reverse("forums:columnist-desk", args=["campus"])
COUNTED = '<span id="waiting-column"> <span class="badge badge--new">1<'


def page(client, person, address=DESK):
    client.force_login(person)
    return body_of(client.get(address))


def test_it_waits_at_home_for_the_columnists_until_one_of_them_decides(
    client, question, participant, facilitator, moderator, leader, outsider, admin
):
    waits = [("Look at it", TITLE, reverse("forums:anonymous", args=[question.pk]))]

    for person in (facilitator, moderator, leader):
        assert needed(client, person) == waits
    for person in (participant, outsider, admin):
        assert needed(client, person) == []
    actions.turn_down_question(question, actor=facilitator, words="Please call us.")
    assert needed(client, moderator) == []


def test_it_says_where_and_that_nobody_is_named(client, question, facilitator):
    home = page(client, facilitator, "/")

    assert "A member asks the columnists without a name" in home
    assert "Quillfeather" not in home


def test_whoever_asked_and_is_a_columnist_finds_it_there_like_the_others(client, members_room, facilitator, moderator):
    actions.ask_columnists(members_room, actor=facilitator, title=TITLE, markdown=SAID, submission=uuid4())

    assert needed(client, facilitator) == needed(client, moderator) != []


def test_who_holds_the_role_in_one_room_alone_finds_what_was_asked_there(client, team_room, participant, facilitator):
    let_in(participant, team_room, role=Role.FACILITATOR, source="guest")
    asked = actions.ask_columnists(team_room, actor=facilitator, title=TITLE, markdown=SAID, submission=uuid4())

    assert needed(client, participant) == [("Look at it", TITLE, reverse("forums:anonymous", args=[asked.pk]))]


def test_the_tab_counts_it_for_the_columnists(client, question, participant, facilitator, moderator):
    assert COUNTED in page(client, facilitator)
    assert COUNTED in page(client, moderator)
    assert standing_in(question.community, participant).waiting_questions == 0
    actions.publish_question(question, actor=facilitator, title=TITLE, markdown=SAID)
    assert COUNTED not in page(client, moderator)


def test_nothing_waits_where_nothing_is_written_any_more(client, question, facilitator):
    Community.objects.update(phase="concluded")
    question.community.refresh_from_db()

    assert needed(client, facilitator) == []
    assert standing_in(question.community, facilitator).waiting_questions == 0


def test_the_count_costs_no_query_more(question, moderator, django_assert_max_num_queries):
    standing = standing_in(question.community, moderator)

    with django_assert_max_num_queries(1):
        assert (standing.waiting_questions, standing.waiting_reports) == (1, 0)
