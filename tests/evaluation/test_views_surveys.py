"""The pages on which the team prepares a survey, opens it and closes it."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.effects import let_in
from communities.models import Role, Space
from evaluation.models import Survey
from tests.evaluation.asking import answer, ask, closed, draft, opened
from tests.evaluation.pages import read, surveys_url, url

pytestmark = pytest.mark.django_db


def test_one_click_begins_a_self_assessment(client, community, facilitator, members_room):
    page = read(client, facilitator, surveys_url(community))
    assert "Nobody has been asked yet" in page
    wish = {"kind": "self", "submission": uuid.uuid4()}

    for _click in range(2):
        response = client.post(reverse("evaluation:begin", args=[community.slug]), wish)

    survey = Survey.objects.get()
    assert response.url == url("prepare", survey)
    assert survey.space == members_room
    assert "What hinders us?" in client.get(response.url).content.decode()


def test_a_draft_is_the_team_s(client, members_room, facilitator, participant):
    survey = draft(members_room, facilitator, title="How are we?")

    assert "How are we?" in read(client, facilitator, surveys_url(survey.community))
    assert "How are we?" not in read(client, participant, surveys_url(survey.community))
    assert client.get(url("survey", survey)).status_code == 404
    assert client.get(url("prepare", survey)).status_code == 404


def test_a_member_is_refused_what_the_team_does_to_an_open_one(client, members_room, facilitator, participant):
    survey, *_questions = opened(members_room, facilitator)
    client.force_login(participant)

    assert client.post(url("close", survey)).status_code == 403
    assert "Close it now" not in client.get(url("survey", survey)).content.decode()


def test_a_room_in_which_one_is_a_guest_is_not_offered(client, community, members_room, moderator, leader):
    room, own = (
        Space.objects.create(community=community, slug=slug, name=slug.title(), access="private")
        for slug in ("project", "circle")
    )
    for space, role in ((room, Role.GUEST), (own, Role.FACILITATOR)):
        let_in(moderator, space, role=role, source="guest")
    archived = Space.objects.create(
        community=community, slug="attic", name="Attic", access="members", archived_at=timezone.now()
    )
    survey = draft(members_room, moderator)
    client.force_login(moderator)
    frame = {"title": "Ours", "intro": "", "is_anonymous": "True", "version": 0}

    for space, status in ((room, 422), (archived, 422), (own, 302)):
        assert client.post(url("prepare", survey), frame | {"space": space.pk}).status_code == status

    survey.refresh_from_db()
    assert survey.space == own


def test_what_begins_goes_where_one_may_ask(client, community, moderator):
    room = Space.objects.create(community=community, slug="a", name="A", access="private", position=0)
    let_in(moderator, room, role=Role.GUEST, source="guest")
    community.spaces.filter(access="members").update(archived_at=timezone.now())
    client.force_login(moderator)

    response = client.post(
        reverse("evaluation:begin", args=[community.slug]), {"kind": "self", "submission": uuid.uuid4()}
    )

    assert response.status_code == 302
    assert Survey.objects.get().space.slug == "commons"


def test_both_texts_are_shown_to_whoever_comes_second(client, members_room, facilitator):
    survey = draft(members_room, facilitator, title="Theirs", version=4)
    client.force_login(facilitator)
    frame = {"title": "Mine", "intro": "", "space": survey.space_id, "is_anonymous": "True", "version": 3}

    response = client.post(url("prepare", survey), frame)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert client.post(url("prepare", survey), frame | {"version": 4}).status_code == 302
    survey.refresh_from_db()
    assert survey.title == "Mine"


@pytest.mark.parametrize("number", [1, 15])
def test_queries_do_not_grow(client, members_room, leader, number, django_assert_max_num_queries):
    for _each in range(number):
        draft(members_room, leader)
        opened(members_room, leader)
        survey, *_questions = opened(members_room, leader, names=True)
        answer(survey, leader, scale=3, text="Short tasks.")
        closed(survey)
    client.force_login(leader)
    ordered = draft(members_room, leader)
    for _each in range(number):
        ask(ordered, leader)

    with django_assert_max_num_queries(11):
        client.get(surveys_url(members_room.community))
    with django_assert_max_num_queries(12):
        client.get(url("prepare", ordered))
    with django_assert_max_num_queries(14):
        client.get(url("survey", survey))
