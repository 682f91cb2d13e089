"""From when until when the programme of a series lasts, put right once it is planned."""

from uuid import uuid4

import pytest
from django.urls import reverse

from core.permissions import Refused
from meetings.actions import plan_series, set_programme
from meetings.errors import MeetingStale
from meetings.models import Series
from tests.facts import told, verbs
from tests.meetings.lists import said
from tests.meetings.test_actions_series import SAID, on
from tests.meetings.test_views_series import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(commons, facilitator, participant):
    return plan_series(commons, actor=facilitator, submission=uuid4(), whens=[on(20), on(34)], **SAID)


@pytest.fixture
def address(series):
    return reverse("meetings:series-programme", args=[series.pk])


def programme():
    return Series.objects.values_list("begins_on", "ends_on").get()


def test_a_programme_is_set_by_whoever_runs_the_series_and_twice_is_harmless(series, facilitator, participant):
    told_before = told(participant)
    new = {"begins_on": day(1), "ends_on": day(50)}

    assert set_programme(series, actor=facilitator, **new, before=(None, None))
    assert not set_programme(series, actor=facilitator, **new, before=(None, None))

    assert programme() == (day(1), day(50))
    assert verbs().count("series.changed") == 1
    assert told(participant) == told_before
    with pytest.raises(Refused):
        set_programme(series, actor=participant, begins_on=None, ends_on=None, before=programme())


def test_nobody_undoes_what_another_has_said_meanwhile(series, facilitator, moderator):
    set_programme(series, actor=moderator, begins_on=None, ends_on=day(40), before=(None, None))

    with pytest.raises(MeetingStale):
        set_programme(series, actor=facilitator, begins_on=None, ends_on=day(60), before=(None, None))

    assert programme() == (None, day(40))


def test_the_page_saves_it_and_the_series_points_out_what_lies_outside(client, series, address, facilitator):
    client.force_login(facilitator)
    assert address in client.get(series.get_absolute_url()).text

    response = client.post(address, {"begins_on": "", "ends_on": day(30), "begins_before": "", "ends_before": ""})

    assert response["Location"] == series.get_absolute_url()
    assert said(response) == ["Saved. Dates outside of it are pointed out on this page."]
    assert client.get(series.get_absolute_url()).text.count("It lies after the programme ends.") == 1


def test_what_cannot_be_is_said_and_what_is_typed_stays(client, series, address, facilitator):
    client.force_login(facilitator)
    typed = {"begins_on": day(30), "ends_on": day(20), "begins_before": "", "ends_before": ""}

    wrong = client.post(address, typed)
    Series.objects.update(ends_on=day(90))
    stale = client.post(address, typed | {"ends_on": day(60)})
    again = client.post(address, {name: stale.context["form"][name].value() for name in stale.context["form"].fields})

    assert (wrong.status_code, stale.status_code, again.status_code) == (422, 409, 302)
    assert "It ends before it begins." in wrong.text
    assert "Somebody else has changed this meanwhile." in stale.text
    assert programme() == (day(30), day(60))
