"""Minutes on their pages and on the meeting's: a draft, published, stale, kept in the library."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from library.actions import publish_item
from library.models import Item
from meetings.models import Meeting, Minutes
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.meetings.minutes import RECORDING, SAID, published, written


@pytest.fixture
def meeting(commons):
    began = timezone.now() - timedelta(hours=2)
    return MeetingFactory(space=commons, starts_at=began, title="Feedback that stays", reflection="What will you try?")


@pytest.fixture
def runner(client, facilitator):
    client.force_login(facilitator)
    return client


def at(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.pk])


def typed(version=0, **changed):
    return SAID | {"recording": "", "version": version} | changed


def shown(client, meeting):
    return client.get(meeting.get_absolute_url()).content.decode()


def test_a_draft_is_saved_and_seen_by_those_who_run_the_meeting_alone(runner, meeting, participant):
    assert at("minutes", meeting) in shown(runner, meeting)

    response = runner.post(at("minutes", meeting), typed(recording=RECORDING))

    assert (response.status_code, response.url) == (302, meeting.get_absolute_url())
    page = shown(runner, meeting)
    assert "<strong>three</strong>" in page
    assert RECORDING in page
    assert at("minutes-publish", meeting) in page
    runner.force_login(participant)
    page = shown(runner, meeting)
    assert not re.search(r"<strong>three|We ask first|video\.example|Minutes|minutes/", page)


def test_what_is_published_is_read_by_all_in_its_parts(runner, meeting, facilitator):
    written(meeting, facilitator, recording=RECORDING)
    response = runner.post(at("minutes-publish", meeting), {"version": 1})
    assert (response.status_code, response.url) == (302, meeting.get_absolute_url())
    runner.logout()

    page = shown(runner, meeting)

    parts = ["Minutes</h2>", "<strong>three", "What was decided</h3>", "We ask first", "What follows</h3>", "Mo writes"]
    places = [page.index(part) for part in [*parts, RECORDING, "Written by Fay Facilitator"]]
    assert places == sorted(places)
    assert at("minutes", meeting) not in page


@pytest.mark.parametrize("version", ["0", "2", "", "x", "-1"])
def test_what_was_not_read_is_not_published(runner, meeting, facilitator, version):
    written(meeting, facilitator)

    page = runner.post(at("minutes-publish", meeting), {"version": version}, follow=True).content.decode()

    assert "Read them once more." in page
    assert not Minutes.objects.get().is_published


def test_two_who_write_at_once_see_both_and_the_second_decides(runner, meeting, moderator):
    written(meeting, moderator, markdown="Theirs.")

    response = runner.post(at("minutes", meeting), typed(markdown="Mine."))
    page = response.content.decode()
    again = runner.post(at("minutes", meeting), typed(version=1, markdown="Mine."))

    assert response.status_code == 409
    assert "Theirs.</p>" in page
    assert re.search(r"<textarea[^>]*>\s*Mine\.</textarea>", page)
    assert '<input type="hidden" name="version" value="1"' in page
    assert (again.status_code, Minutes.objects.get().markdown) == (302, "Mine.")


@pytest.mark.parametrize(
    "changed",
    [
        {"markdown": "", "decisions": " ", "follows": ""},
        {"recording": "javascript:alert(1)"},
        {"version": ""},
        {"version": "x"},
        {"decisions": "x" * 100_001},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(runner, meeting, changed):
    response = runner.post(at("minutes", meeting), typed(**changed))

    assert response.status_code == 422
    assert "Please look at this again" in response.content.decode()
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("name", ["markdown", "decisions", "follows"])
def test_each_text_is_looked_at_before_it_is_saved(runner, meeting, name):
    preview = f"{at('minutes', meeting)}?preview={name}"
    sent = typed(**{name: "*So*"}, recording="nowhere at all")

    page, part = runner.post(preview, sent), runner.post(preview, sent, headers={"HX-Request": "true"})

    assert (page.status_code, part.status_code) == (200, 200)
    assert part.content.decode().strip() == '<p dir="auto"><em>So</em></p>'
    assert "<em>So</em>" in page.content.decode()
    assert not Minutes.objects.exists()


def test_minutes_of_what_has_not_begun_lead_back(runner, commons):
    ahead = MeetingFactory(space=commons)

    assert runner.get(at("minutes", ahead)).url == ahead.get_absolute_url()
    assert runner.post(at("minutes", ahead), typed()).status_code == 422
    assert at("minutes", ahead) not in shown(runner, ahead)


def test_the_pages_are_for_those_who_run_the_meeting(client, meeting, participant, facilitator, outsider):
    published(meeting, facilitator)
    calls = [("get", "minutes"), ("post", "minutes"), ("post", "minutes-publish"), ("get", "minutes-keep")]
    for person, status in [(None, 404), (participant, 403), (outsider, 403)]:
        client.logout()
        if person:
            client.force_login(person)
        for method, name in calls:
            assert getattr(client, method)(at(name, meeting)).status_code == status
    client.force_login(outsider)
    Meeting.objects.update(audience="seats")
    for method, name in calls:
        assert getattr(client, method)(at(name, meeting)).status_code == 404


def test_the_question_to_think_about_is_asked_once_it_is_over(client, meeting):
    assert "What will you try?" in shown(client, meeting)
    Meeting.objects.update(ends_at=timezone.now() + timedelta(minutes=5))
    assert "What will you try?" not in shown(client, meeting)


def test_the_library_keeps_them_and_both_pages_lead_to_each_other(runner, meeting, facilitator, moderator, participant):
    SeatFactory(meeting=meeting, person=moderator, role="host")
    published(meeting, facilitator)
    keep = at("minutes-keep", meeting)
    assert keep in shown(runner, meeting)
    form = runner.get(keep).context["form"]
    assert form.initial["authors"] == [f"person {facilitator.pk}"]
    sent = {"kind": "lesson", "title": "Ask first", "licence": "by", "authors": [f"person {moderator.pk}"]}

    first, again = runner.post(keep, sent), runner.post(keep, sent)

    item = Item.objects.get()
    assert (first.url, again.url) == (item.get_absolute_url(), item.get_absolute_url())
    assert [author.person for author in item.authors.all()] == [moderator]
    assert keep not in shown(runner, meeting)
    runner.force_login(participant)
    assert item.get_absolute_url() not in shown(runner, meeting)
    publish_item(item, actor=facilitator)
    assert item.get_absolute_url() in shown(runner, meeting)
    page = runner.get(item.get_absolute_url()).content.decode()
    assert f'The minutes of <a href="{meeting.get_absolute_url()}">Feedback that stays</a>' in page


@pytest.mark.parametrize("changed", [{"authors": []}, {"authors": ["person 0"]}, {"kind": "video"}, {"title": ""}])
def test_what_is_not_offered_is_not_kept(runner, meeting, facilitator, changed):
    published(meeting, facilitator)
    sent = {"kind": "lesson", "title": "Ask first", "licence": "by", "authors": [f"person {facilitator.pk}"]}

    assert runner.post(at("minutes-keep", meeting), sent | changed).status_code == 422
    assert not Item.objects.exists()


def test_before_they_are_published_nothing_is_kept(runner, meeting, facilitator):
    assert runner.get(at("minutes-keep", meeting)).status_code == 404
    written(meeting, facilitator)

    assert runner.get(at("minutes-keep", meeting)).status_code == 403
