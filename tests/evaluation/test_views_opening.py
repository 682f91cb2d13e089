"""The way from a draft to an open survey: everything is saved, shown once more, and opened by a second button."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Space
from evaluation.actions import change_question
from evaluation.effects.life import asked_of
from evaluation.models import Survey
from tests.evaluation.asking import ask, draft, opened
from tests.evaluation.pages import days, read, sent, url
from tests.facts import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(members_room, facilitator):
    survey = draft(members_room, facilitator)
    ask(survey, facilitator)
    return survey


def on(number):
    return timezone.localdate() + timedelta(days=number)


def worded(survey, actor, text):
    """Somebody else words its only question."""
    frame = {"kind": "scale", "lowest": "", "highest": "", "choices": [], "result": None, "is_of_plan": False}
    change_question(survey.questions.get(), actor=actor, text=text, **frame)


def test_it_opens_as_the_page_shows_it(client, survey, facilitator, participant):
    client.force_login(facilitator)
    wish = sent(survey, title="Three minutes", is_anonymous="False", closes_on=on(5), open="")

    response = client.post(url("prepare", survey), wish)

    survey.refresh_from_db()
    assert (survey.title, survey.is_anonymous, survey.state, told(participant)) == ("Three minutes", False, "draft", [])
    assert response.url == f"{url('open', survey)}?closes_on={on(5)}"
    page = client.get(response.url).content.decode()
    day = date_format(on(5), "j F" if on(5).year == on(0).year else "j F Y")
    asked = f"{survey.space.name}: {asked_of(survey).count()} people."
    for shown in ("Three minutes", asked, "With names: the team reads who said what", f"<dd>{day}</dd>", "at once"):
        assert shown in page
    assert "Without names" not in page

    client.post(url("open", survey), days(survey, closes_on=on(5)))

    survey.refresh_from_db()
    assert (survey.is_open, survey.title, survey.is_anonymous) == (True, "Three minutes", False)
    assert told(participant) == ["survey.opened"]


def test_whoever_goes_back_finds_their_days(client, survey, facilitator):
    client.force_login(facilitator)
    wish = sent(survey, opens_on=on(2), closes_on=on(5), open="")

    page = client.get(client.post(url("prepare", survey), wish).url).content.decode()
    back = f"{url('prepare', survey)}?opens_on={on(2)}&amp;closes_on={on(5)}"
    assert page.count(back) == 2
    page = client.get(back.replace("&amp;", "&")).content.decode()

    assert f'value="{on(2)}"' in page
    assert f'value="{on(5)}"' in page


def test_saving_opens_nothing_and_keeps_the_days(client, survey, facilitator):
    client.force_login(facilitator)

    response = client.post(url("prepare", survey), sent(survey, title="Later", closes_on=on(5)), follow=True)

    survey.refresh_from_db()
    assert (survey.title, survey.state) == ("Later", "draft")
    assert f'value="{on(5)}"' in response.content.decode()


def test_a_double_click_saves_once(client, survey, facilitator):
    client.force_login(facilitator)
    wish = sent(survey, title="Once", closes_on=on(5), open="")

    first, second = (client.post(url("prepare", survey), wish) for _click in range(2))

    survey.refresh_from_db()
    assert (first.url, survey.version) == (second.url, 1)


@pytest.mark.parametrize("change", ["question", "frame"])
def test_what_another_changed_meanwhile_is_seen_first(client, survey, facilitator, moderator, participant, change):
    client.force_login(facilitator)
    read_before = days(survey, closes_on=on(5))
    if change == "question":
        worded(survey, moderator, "Something else?")
    else:
        Survey.objects.filter(pk=survey.pk).update(title="Something else?", version=1)

    response = client.post(url("open", survey), read_before)

    survey.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, survey.state, told(participant)) == (409, "draft", [])
    assert "It was changed meanwhile." in page
    assert "Something else?" in page
    assert client.post(url("open", survey), {**read_before, "seen": response.context["look"].mark}).status_code == 302
    survey.refresh_from_db()
    assert survey.is_open


def test_a_title_that_was_changed_meanwhile_is_shown_beside_one_s_own(client, survey, facilitator):
    Survey.objects.filter(pk=survey.pk).update(title="Theirs", version=1)
    client.force_login(facilitator)

    response = client.post(url("prepare", survey), sent(survey, title="Mine", closes_on=on(5), open=""))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert f'value="{on(5)}"' in page


@pytest.mark.parametrize(("opens", "closes"), [(3, 2), (0, -1), (-1, 5), (0, 400)])
def test_days_that_make_no_sense(client, survey, facilitator, opens, closes):
    client.force_login(facilitator)
    wrong = {"opens_on": on(opens), "closes_on": on(closes)}

    response = client.post(url("prepare", survey), sent(survey, title="Kept", open="", **wrong))
    past = client.post(url("open", survey), days(survey, **wrong))

    survey.refresh_from_db()
    assert (response.status_code, survey.state, survey.opens_at, survey.version) == (422, "draft", None, 0)
    assert 'value="Kept"' in response.content.decode()
    assert past.url == url("prepare", survey)
    assert client.get(url("open", survey), wrong).url == url("prepare", survey)


def test_without_a_question_there_is_no_last_page(client, survey, facilitator):
    survey.questions.all().delete()
    client.force_login(facilitator)

    response = client.post(url("prepare", survey), sent(survey, closes_on=on(5), open=""))

    assert response.status_code == 422
    assert "Put at least one question first." in response.content.decode()


def test_a_planned_opening_is_shown_and_held_back(client, survey, facilitator):
    client.force_login(facilitator)
    planned = {"opens_on": on(2), "closes_on": on(5)}
    assert "Let it open then" in client.get(url("open", survey), planned).content.decode()

    client.post(url("open", survey), days(survey, **planned))
    page = client.get(url("prepare", survey)).content.decode()
    assert "It opens by itself on" in page
    assert f'value="{on(2)}"' in page
    assert f'value="{on(5)}"' in page
    client.post(url("hold-back", survey))

    survey.refresh_from_db()
    assert (survey.state, survey.opens_at) == ("draft", None)


def test_opening_it_again_says_that_its_last_day_stays(client, survey, facilitator):
    client.force_login(facilitator)

    first, second, again = (
        client.post(url("open", survey), days(survey, closes_on=on(number)), follow=True).content.decode()
        for number in (5, 9, 5)
    )

    opened, stays = (
        "It is open, and those who take part are told.",
        "It is open already, and its last day stays as it is.",
    )
    assert [(opened in page, stays in page) for page in (first, second, again)] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_what_is_open_is_prepared_no_more(client, survey, facilitator):
    client.force_login(facilitator)
    client.post(url("open", survey), days(survey, closes_on=on(5)))

    response = client.post(url("prepare", survey), sent(survey, title="Late", closes_on=on(5), open=""), follow=True)

    assert "It has been opened, so its questions stay as they are." in response.content.decode()
    assert client.get(url("open", survey), {"closes_on": on(5)}).url == url("survey", survey)


def last_page(client, person, survey):
    return read(client, person, f"{url('open', survey)}?closes_on={on(5)}")


def test_of_a_survey_for_all_nobody_counts_who_is_asked(client, commons, facilitator):
    survey = draft(commons, facilitator, kind="needs")
    page = last_page(client, facilitator, survey)
    assert "Everybody else with an account may answer too" in page
    assert "you will probably see nothing" not in page
    survey, *_questions = opened(commons, facilitator, kind="needs")

    assert "0 people have answered so far." in read(client, facilitator, url("survey", survey))


def test_a_circle_that_is_too_small_is_named(client, community, survey, facilitator):
    Survey.objects.filter(pk=survey.pk).update(space=Space.objects.get(community=community, slug="team"))
    assert "you will probably see nothing" in last_page(client, facilitator, survey)

    Survey.objects.filter(pk=survey.pk).update(is_anonymous=False)
    assert "you will probably see nothing" not in last_page(client, facilitator, survey)


def test_the_last_page_asks_as_little_however_many_questions(
    client, survey, facilitator, django_assert_max_num_queries
):
    for _each in range(15):
        ask(survey, facilitator)
    client.force_login(facilitator)

    with django_assert_max_num_queries(12):
        client.get(url("open", survey), {"closes_on": on(5)})
