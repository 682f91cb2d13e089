"""A survey opens, reminds and closes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import Community
from evaluation.actions import change_survey, close_survey, discard_survey, hold_survey_back
from evaluation.effects import close_due, open_due, remind_due
from evaluation.effects.life import _open_one
from evaluation.errors import SurveyEmpty, SurveyOver, SurveyTooShort
from evaluation.models import Survey
from tests.evaluation.asking import answer, ask, draft, fresh, let_open, opened, put
from tests.factories import MembershipFactory
from tests.facts import told

pytestmark = pytest.mark.django_db


def test_opening_tells_those_who_are_asked_once(members_room, team_room, leader, facilitator, participant, outsider):
    survey = draft(team_room, leader)
    ask(survey, leader)

    closes_at = timezone.now() + timedelta(days=14)

    for _click in range(2):
        let_open(survey, leader, closes_at=closes_at)

    survey.refresh_from_db()
    assert (survey.state, survey.is_open, survey.opened_at is not None) == ("open", True, True)
    assert (told(facilitator), told(participant), told(outsider), told(leader)) == (["survey.opened"], [], [], [])


@pytest.mark.parametrize("by", ["leader", "its day"])
def test_it_opens_in_the_space_to_which_it_was_put_meanwhile(
    members_room, team_room, leader, moderator, participant, by, time_machine
):
    survey = draft(team_room, leader)
    ask(survey, leader)
    tomorrow = timezone.now() + timedelta(days=1)
    let_open(survey, leader, opens_at=tomorrow, closes_at=tomorrow + timedelta(days=9))
    before = fresh(survey)
    change_survey(survey, actor=leader, version=0, title="Us", intro="", is_anonymous=True, space=members_room)

    if by == "leader":
        put(before, moderator)
    else:
        time_machine.move_to(tomorrow + timedelta(minutes=1))
        _open_one(before)

    assert fresh(survey).is_open
    assert told(participant) == ["survey.opened"]


def test_who_wished_for_another_last_day_hears_that_it_stays(members_room, leader, facilitator):
    survey = draft(members_room, leader)
    ask(survey, leader)
    put(survey, leader, days=3)
    closes_at = fresh(survey).closes_at

    with pytest.raises(SurveyOver):
        put(survey, facilitator, days=9)

    assert fresh(survey).closes_at == closes_at


@pytest.mark.parametrize(("opens", "closes"), [(None, 0), (None, -1), (3, 3), (3, 2), (-3, -1)])
def test_it_does_not_close_before_anybody_could_answer(members_room, leader, opens, closes):
    survey = draft(members_room, leader)
    ask(survey, leader)
    now = timezone.now()
    opens_at = None if opens is None else now + timedelta(days=opens)

    with pytest.raises(SurveyTooShort):
        let_open(survey, leader, opens_at=opens_at, closes_at=now + timedelta(days=closes))

    assert (fresh(survey).state, fresh(survey).opens_at) == ("draft", None)


def test_nothing_to_ask_is_not_opened(members_room, leader):
    survey = draft(members_room, leader)

    with pytest.raises(SurveyEmpty):
        put(survey, leader)

    discard_survey(survey, actor=leader)
    assert not Survey.objects.exists()


def test_it_opens_by_itself_on_its_day(members_room, leader, participant, time_machine):
    survey = draft(members_room, leader)
    ask(survey, leader)
    now = timezone.now()
    let_open(survey, leader, opens_at=now + timedelta(days=2), closes_at=now + timedelta(days=9))
    open_due()
    survey.refresh_from_db()
    assert survey.is_draft

    time_machine.move_to(now + timedelta(days=2, minutes=1))
    open_due()
    open_due()

    survey.refresh_from_db()
    assert (survey.state, survey.opens_at) == ("open", None)
    assert told(participant) == ["survey.opened"]


@pytest.mark.parametrize("reason", ["held back", "switched off", "over", "no questions"])
def test_what_must_not_open_by_itself_stays_a_draft(community, members_room, leader, reason, time_machine):
    survey = draft(members_room, leader)
    ask(survey, leader)
    now = timezone.now()
    let_open(survey, leader, opens_at=now + timedelta(days=2), closes_at=now + timedelta(days=9))
    if reason == "held back":
        assert hold_survey_back(survey, actor=leader)
        assert not hold_survey_back(survey, actor=leader)
    elif reason == "switched off":
        Community.objects.filter(pk=community.pk).update(tools=[])
    elif reason == "over":
        Community.objects.filter(pk=community.pk).update(phase="concluded")
    else:
        survey.questions.all().delete()

    time_machine.move_to(now + timedelta(days=3))
    open_due()

    survey.refresh_from_db()
    assert (survey.state, survey.opens_at) == ("draft", None)


def test_who_has_not_answered_is_reminded_once(community, members_room, leader, participant, facilitator, time_machine):
    resting = MembershipFactory(community=community, paused_until=timezone.now() + timedelta(days=60)).person
    survey, *_questions = opened(members_room, leader)
    answer(survey, facilitator, scale=3)
    remind_due()
    assert told(participant) == ["survey.opened"]

    time_machine.move_to(survey.closes_at - timedelta(days=2))
    remind_due()
    remind_due()

    assert told(participant) == ["survey.opened", "survey.reminded"]
    assert told(leader) == ["survey.reminded"]
    assert told(facilitator) == told(resting) == ["survey.opened"]


def test_who_was_asked_yesterday_is_not_reminded(members_room, leader, participant, time_machine):
    survey = draft(members_room, leader)
    ask(survey, leader)
    put(survey, leader, days=1)

    remind_due()

    assert told(participant) == ["survey.opened"]


def test_it_closes_on_its_day_and_tells(members_room, leader, participant, time_machine):
    survey, *_questions = opened(members_room, leader)
    close_due()
    time_machine.move_to(survey.closes_at)

    close_due()
    close_due()

    survey.refresh_from_db()
    assert (survey.state, survey.is_over) == ("closed", True)
    assert told(participant) == ["survey.closed"]


def test_closing_early_is_for_good(members_room, leader):
    survey, *_questions = opened(members_room, leader)

    assert close_survey(survey, actor=leader)
    assert not close_survey(survey, actor=leader)
    with pytest.raises(SurveyOver):
        put(survey, leader)


@pytest.mark.parametrize("phase", ["concluded", "archived", "did_not_launch"])
def test_where_the_community_has_ended_it_closes_before_its_day(community, members_room, leader, participant, phase):
    survey, *_questions = opened(members_room, leader)
    Community.objects.filter(pk=community.pk).update(phase=phase)

    close_due()

    assert fresh(survey).is_over
    assert told(participant) == ["survey.closed"]
