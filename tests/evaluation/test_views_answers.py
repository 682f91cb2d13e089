"""The page on which people answer."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from communities.effects import let_in
from communities.models import Community, Role, Space
from evaluation.models import Answer
from notifications.queries import unread_count
from tests.evaluation.asking import answered, ask, closed, draft, members, opened
from tests.evaluation.pages import days, read, surveys_url, url
from tests.factories import UserFactory
from tests.facts import told

pytestmark = pytest.mark.django_db


def test_what_becomes_of_answers_is_said_before_one_answers(client, members_room, leader, participant):
    without, *_questions = opened(members_room, leader)
    named, *_questions = opened(members_room, leader, names=True)

    assert "You answer without your name" in read(client, participant, url("survey", without))
    assert "The team reads who said what" in read(client, participant, url("survey", named))


def test_answering(client, members_room, leader, participant):
    survey, scale, words = opened(members_room, leader)
    client.force_login(participant)
    said = {f"answer_{scale.pk}": "4", f"answer_{words.pk}": "Short tasks."}

    for _click in range(2):
        response = client.post(url("answer", survey), said)

    assert response.url == url("survey", survey)
    page = client.get(response.url).content.decode()
    assert "You have answered" in page
    assert "Send my answers" not in page
    assert "Short tasks." not in page
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("said", [{}, {"scale": "6"}, {"scale": "x"}, {"text": "x" * 1001}, {"text": "  "}])
def test_answers_that_are_none_are_named_and_kept(client, members_room, leader, participant, said):
    survey, scale, words = opened(members_room, leader)
    client.force_login(participant)
    fields = {"scale": scale, "text": words}

    sent = {f"answer_{fields[kind].pk}": value for kind, value in said.items()}
    response = client.post(url("answer", survey), sent)

    assert response.status_code == 422
    assert "Please look at this again" in response.content.decode()
    assert not Answer.objects.exists()


def test_whoever_may_not_see_the_space_finds_nothing(client, team_room, leader, participant, outsider):
    survey, *_questions = opened(team_room, leader)

    for person in (participant, outsider):
        client.force_login(person)
        assert client.get(url("survey", survey)).status_code == 404
        assert client.post(url("answer", survey)).status_code == 404
        assert survey.title not in client.get(surveys_url(survey.community)).content.decode()


def test_a_signed_in_reader_of_a_public_community_is_asked_what_they_need(client, commons, leader, outsider):
    survey, scale, _words = opened(commons, leader, kind="needs")
    assert "Sign in to answer" in client.get(url("survey", survey)).content.decode()
    client.force_login(outsider)

    client.post(url("answer", survey), {f"answer_{scale.pk}": "4"})

    assert Answer.objects.get().scale == 4
    assert told(outsider) == []
    assert "Only those who take part here are told" in client.get(url("survey", survey)).content.decode()
    answered(survey, members(survey.community, 5))
    closed(survey)
    assert "on average" in client.get(url("survey", survey)).content.decode()
    assert client.get(url("table", survey)).status_code == 200
    client.logout()
    assert "Sign in to read the results" in client.get(url("survey", survey)).content.decode()
    assert client.get(url("table", survey)).status_code == 403


def test_whom_results_are_kept_from_is_told_before_they_answer(client, commons, leader, participant, outsider):
    survey, scale, _words = opened(commons, leader, kind="needs", names=True)
    assert "You will not see it" not in read(client, participant, url("survey", survey))
    assert "You will not see it" in read(client, outsider, url("survey", survey))

    client.post(url("answer", survey), {f"answer_{scale.pk}": "4"})

    assert "Results are for those who take part here." in client.get(url("survey", survey)).content.decode()
    closed(survey)
    assert "Results are for those who take part here." in client.get(url("survey", survey)).content.decode()
    assert client.get(url("table", survey)).status_code == 403


def test_who_reads_along_is_told_before_they_answer(client, commons, leader, participant):
    survey, *_questions = opened(commons, leader)
    asked_of_all, *_questions = opened(commons, leader, kind="needs")

    assert "Those who take part here see results" in read(client, participant, url("survey", survey))
    assert "Everybody with an account sees results" in read(client, participant, url("survey", asked_of_all))


def test_who_is_not_asked_is_told_who_is(client, commons, leader, outsider):
    survey, *_questions = opened(commons, leader)

    assert "put to those who take part in Commons" in read(client, outsider, url("survey", survey))
    assert client.post(url("answer", survey), {}).status_code == 403


def test_a_guest_answers_in_their_room_and_is_told(client, community, leader):
    room = Space.objects.create(community=community, slug="project", name="Project", access="private")
    let_in(leader, room, role=Role.LEADER, source="step-in")
    guest = UserFactory()
    let_in(guest, room, role=Role.GUEST, source="guest")
    survey, scale, _words = opened(room, leader)
    client.force_login(guest)

    client.post(url("answer", survey), {f"answer_{scale.pk}": "4"})

    assert "and you are told" in client.get(url("survey", survey)).content.decode()
    closed(survey)
    assert told(guest) == ["survey.closed"]


def test_where_the_community_has_ended_nobody_is_asked(client, community, members_room, leader, participant):
    survey, *_questions = opened(members_room, leader)
    Community.objects.filter(pk=community.pk).update(phase="concluded")

    page = read(client, participant, url("survey", survey))

    assert "This community has come to its end" in page
    assert "Send my answers" not in page


def test_whoever_looks_at_it_has_read_what_they_were_told(client, members_room, leader, participant, facilitator):
    survey, *_questions = opened(members_room, leader)
    other, *_questions = opened(members_room, leader)

    read(client, participant, url("survey", survey))

    assert unread_count(participant) == 1  # of the other one
    assert unread_count(facilitator) == 2
    closed(survey)
    assert unread_count(participant) == 2
    client.get(url("survey", survey))
    client.get(url("survey", other))
    assert unread_count(participant) == 0


@pytest.mark.parametrize("zone", ["UTC", "America/Sao_Paulo", "Asia/Tokyo"])
def test_the_last_day_is_said_as_it_was_chosen(client, community, members_room, leader, participant, zone):
    Community.objects.filter(pk=community.pk).update(time_zone=zone)
    survey = draft(members_room, leader)
    ask(survey, leader)
    day = timezone.localdate(timezone=ZoneInfo(zone)) + timedelta(days=9)
    client.force_login(leader)
    client.post(url("open", survey), days(survey, closes_on=day))
    said = date_format(day, "j F" if day.year == timezone.localdate().year else "j F Y")

    assert f"Last day for answers: {said}</p>" in read(client, participant, url("survey", survey))
    assert f"last day for answers: {said}</p>" in read(client, participant, surveys_url(community))
    assert f"until {said}" in client.get(reverse("notifications:list")).content.decode()
