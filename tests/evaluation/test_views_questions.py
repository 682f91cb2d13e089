"""The pages on which the team words questions."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import ExpectedResult
from tests.evaluation.asking import ask, draft
from tests.evaluation.pages import days, url
from tests.factories import CommunityFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_wording_questions_and_opening(client, members_room, facilitator):
    survey = draft(members_room, facilitator)
    result = ExpectedResult.objects.create(community=survey.community, position=1, text="A guide")
    client.force_login(facilitator)
    new = {"text": "Which?", "kind": "several", "choices": "Tea\nCoffee\nTea", "about": result.pk}

    assert client.post(url("question-new", survey), new | {"submission": uuid.uuid4()}).status_code == 302
    question = survey.questions.get()
    assert (question.choices, question.result) == (["Tea", "Coffee"], result)
    assert 'value="several"' in client.get(url("question", survey, question.pk)).content.decode()
    client.post(url("question", survey, question.pk), new | {"kind": "scale", "lowest": "never", "about": "plan"})
    question.refresh_from_db()
    assert (question.kind, question.choices, question.is_of_plan, question.lowest) == ("scale", [], True, "never")

    closes_on = timezone.localdate() + timedelta(days=7)
    response = client.post(url("open", survey), days(survey, closes_on=closes_on))

    survey.refresh_from_db()
    assert response.url == url("survey", survey)
    assert survey.is_open
    assert survey.closes_at == timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=8)
    assert client.get(url("prepare", survey)).url == url("survey", survey)


def test_one_choice_is_no_choice(client, members_room, facilitator):
    survey = draft(members_room, facilitator)
    client.force_login(facilitator)
    new = {"text": "Which?", "kind": "single", "choices": "Tea", "submission": uuid.uuid4()}

    response = client.post(url("question-new", survey), new)

    assert response.status_code == 422
    assert "Give at least two to choose from." in response.content.decode()
    assert not survey.questions.exists()


def test_another_community_s_question_is_not_found(client, members_room, facilitator, leader):
    survey = draft(members_room, facilitator)
    elsewhere = CommunityFactory()
    head = MembershipFactory(community=elsewhere, role=40).person
    theirs = ask(draft(elsewhere.spaces.get(slug="members"), head), head)
    client.force_login(facilitator)

    for name in ("question-move", "question-remove"):
        assert client.post(url(name, survey, theirs.pk)).status_code == 404
