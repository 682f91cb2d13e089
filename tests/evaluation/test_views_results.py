"""The page and the table of what came of a survey."""

import pytest
from django.urls import reverse

from communities.models import ExpectedResult
from tests.evaluation.asking import answer, answered, ask, closed, draft, members, opened, put
from tests.evaluation.pages import read, url
from tests.factories import MembershipFactory
from tests.masking import body_of

pytestmark = pytest.mark.django_db


def test_results_are_counted(client, community, members_room, leader, participant):
    survey, scale, _words = opened(members_room, leader)
    answered(survey, members(community, 5))
    page = read(client, participant, url("survey", survey))
    assert "of 5 on average" not in page
    closed(survey)

    page = read(client, participant, url("survey", survey))

    assert "3.0 of 5 on average" in page
    assert "5 people answered" in page
    assert '<rect class="bars__value" width="20" height="10">' in page
    assert "1 – not begun" in page
    assert "word 3" in page
    table = body_of(client.get(url("table", survey)))
    assert f"{scale.text},5 – reached,1,5," in table
    assert "word 3" in table


def test_too_few_are_said_to_be_too_few(client, community, members_room, leader, participant):
    survey, *_questions = opened(members_room, leader)
    answered(survey, members(community, 4))
    closed(survey)

    page = read(client, participant, url("survey", survey))

    assert "Too few answered" in page
    assert "word" not in page
    assert "on average" not in page


def test_names_are_for_the_team(client, community, members_room, leader, participant):
    survey, *_questions = opened(members_room, leader, names=True)
    answer(survey, participant, text="Short tasks.")
    closed(survey)

    ours, theirs = read(client, leader, url("survey", survey)), body_of(client.get(url("table", survey)))
    assert "<b>Pia Participant</b>" in ours
    assert "Pia Participant" in theirs

    other = MembershipFactory(community=community).person
    page = read(client, other, url("survey", survey)), body_of(client.get(url("table", survey)))
    assert "Short tasks." in page[0]
    assert "Short tasks." in page[1]
    assert "Pia" not in page[0]
    assert "Pia" not in page[1]


def test_formulas_of_others_are_harmless_in_a_spreadsheet(client, community, members_room, leader):
    survey, *_questions = opened(members_room, leader)
    for person in members(community, 5):
        answer(survey, person, text="=1+1")
    closed(survey)
    client.force_login(leader)

    assert body_of(client.get(url("table", survey))).count("'=1+1") == 5


def test_the_charter_compares_two_assessments(client, community, members_room, leader, participant, outsider):
    result = ExpectedResult.objects.create(community=community, position=1, text="A guide")
    for step in (2, 4):
        survey = draft(members_room, leader)
        ask(survey, leader, result=result)
        put(survey, leader)
        for person in members(community, 5):
            answer(survey, person, scale=step)
        closed(survey)
    address = reverse("home:charter", args=[community.slug])

    assert "4.0 of 5, after 2.0 the time before" in read(client, participant, address)
    assert "the time before" not in read(client, outsider, address)
