import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from communities.errors import NotOurs
from communities.models import Community, ExpectedResult, Space
from communities.queries.results import results_offered
from forums import actions
from forums.models import Discussion
from tests.factories import CommunityFactory, DiscussionFactory

LAGOS = ZoneInfo("Africa/Lagos")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=LAGOS)


@pytest.fixture
def new_url(commons):
    return reverse("forums:plan-new", args=[commons.community.slug, commons.slug])


@pytest.fixture
def planned(commons, participant):
    return actions.plan_discussion(
        commons,
        actor=participant,
        title="Shut rooms",
        question="And *then*?",
        submission=uuid.uuid4(),
        difficulties="Names.",
        closes_at=NOW + timedelta(days=20),
    )


def answers(**more):
    return {
        "title": "When the room shuts down",
        "kind": "case",
        "question": "What did *you* say?",
        "objective": "",
        "guidelines": "",
        "difficulties": "",
        "opens_at": "",
        "closes_at": "",
        "submission": str(uuid.uuid4()),
        **more,
    }


@time_machine.travel(NOW)
def test_planning_keeps_the_plan_by_the_planners_clock(client, new_url, participant):
    participant.time_zone = "Africa/Lagos"
    participant.save()
    client.force_login(participant)
    assert b"Lagos time." in client.get(f"{new_url}?kind=case").content

    response = client.post(new_url, answers(opens_at="2026-03-03T09:30", closes_at="2026-03-10T18:00"))

    planned = Discussion.objects.get()
    assert response.url == planned.get_absolute_url()
    assert planned.opens_at == datetime(2026, 3, 3, 9, 30, tzinfo=LAGOS)
    assert planned.closes_at == datetime(2026, 3, 10, 18, 0, tzinfo=LAGOS)
    assert b'value="2026-03-03T09:30"' in client.get(reverse("forums:plan", args=[planned.pk])).content


def test_a_double_click_makes_one_plan(client, new_url, participant):
    client.force_login(participant)
    sent = answers()

    assert client.post(new_url, sent).url == client.post(new_url, sent).url
    assert Discussion.objects.count() == 1


@time_machine.travel(NOW)
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": ""}, "Title: This field is required."),
        ({"title": "a" * 201}, "Ensure this value has at most 200 characters"),
        ({"question": ""}, "Opening question: This field is required."),
        ({"question": "---"}, "There is nothing to read in this yet."),
        ({"question": "a" * 100_001}, "is the most that fits"),
        ({"guidelines": "a" * 100_001}, "Ensure this value has at most 100000 characters"),
        ({"kind": "quarrel"}, "Select a valid choice."),
        ({"closes_at": "2026-03-01T09:00"}, "Please choose a moment that is still to come"),
        ({"closes_at": "0001-01-01T00:00"}, "Please choose a moment that is still to come"),
        ({"closes_at": "9999-12-31T23:59"}, "Please choose a moment that is still to come"),
        ({"closes_at": "tomorrow"}, "Enter a valid date/time."),
        ({"opens_at": "2026-03-04T09:00", "closes_at": "2026-03-03T09:00"}, "It must close after it opens."),
        ({"submission": "x"}, "This form was damaged."),
    ],
)
def test_a_wrong_answer_is_said_and_the_others_are_kept(client, new_url, participant, wrong, refusal):
    client.force_login(participant)

    response = client.post(new_url, answers(**{"objective": "A shared page", **wrong}))

    assert response.status_code == 422
    assert refusal in response.content.decode()
    assert b'value="A shared page"' in response.content
    assert not Discussion.objects.exists()


def test_a_title_is_one_line(client, new_url, participant):
    client.force_login(participant)

    client.post(new_url, answers(title="Shut\r\nBcc: everyone\u202e"))

    assert Discussion.objects.get().title == "Shut Bcc: everyone"


def test_planning_is_for_those_who_may(client, commons, new_url, outsider, participant, facilitator):
    Space.objects.filter(pk=commons.pk).update(starters=Space.Starters.TEAM)

    assert client.get(new_url).status_code == 403
    for person, status in ((outsider, 403), (participant, 403), (facilitator, 200)):
        client.force_login(person)
        assert client.get(new_url).status_code == status
        assert client.post(new_url, answers()).status_code == (302 if status == 200 else 403)


def test_a_room_that_one_may_not_see_does_not_exist(client, team_room, participant):
    client.force_login(participant)
    assert client.get(reverse("forums:plan-new", args=["campus", "team"])).status_code == 404
    assert client.get(reverse("forums:plan-new", args=["campus", "no-such-room"])).status_code == 404


def test_changing_the_plan(client, planned, participant):
    client.force_login(participant)
    url = reverse("forums:plan", args=[planned.pk])
    assert b"Names." in client.get(url).content

    response = client.post(url, answers(title="Open rooms", plan_version="0"))

    planned.refresh_from_db()
    assert response.url == planned.get_absolute_url()
    assert (planned.title, planned.question, planned.kind) == ("Open rooms", "What did *you* say?", "case")


def test_a_change_that_comes_second_loses_nothing(client, planned, participant, moderator):
    actions.change_plan(planned, actor=moderator, plan_version=0, objective="Her objective")
    client.force_login(participant)
    url = reverse("forums:plan", args=[planned.pk])

    first = client.post(url, answers(objective="His objective", plan_version="0"))
    second = client.post(url, answers(objective="His objective", plan_version="1"))

    page = first.content.decode()
    assert first.status_code == 422
    assert "This plan was changed meanwhile." in page
    assert "<dd>Her objective</dd>" in page
    assert 'value="His objective"' in page
    assert 'name="plan_version" value="1"' in page
    assert second.status_code == 302
    planned.refresh_from_db()
    assert planned.objective == "His objective"


def test_an_open_discussion_keeps_its_question(client, planned, moderator):
    actions.open_discussion(planned, actor=moderator)
    client.force_login(moderator)
    url = reverse("forums:plan", args=[planned.pk])

    assert b'name="question"' not in client.get(url).content
    assert client.post(url, answers(title="Open rooms", plan_version="0")).status_code == 302
    planned.refresh_from_db()
    assert (planned.title, planned.question) == ("Open rooms", "And *then*?")


def test_a_stale_change_of_a_closed_one_loses_nothing_either(client, commons, moderator):
    discussion = DiscussionFactory(space=commons, state="closing", plan_version=1)
    client.force_login(moderator)

    response = client.post(reverse("forums:plan", args=[discussion.pk]), answers(title="Mine", plan_version="0"))

    assert response.status_code == 422
    assert b"This plan was changed meanwhile." in response.content


def test_opening_it(client, planned, participant):
    client.force_login(participant)

    response = client.post(reverse("forums:open", args=[planned.pk]), follow=True)

    planned.refresh_from_db()
    assert planned.state == "open"
    assert b"The discussion is open." in response.content


@pytest.mark.parametrize("verb", ["plan", "open"])
def test_a_plan_is_a_matter_of_its_planner_and_of_those_who_run_it(
    client, planned, verb, facilitator, outsider, leader
):
    url = reverse(f"forums:{verb}", args=[planned.pk])

    assert client.post(url, answers(plan_version="0")).status_code == 404
    for person in (facilitator, outsider):
        client.force_login(person)
        assert client.post(url, answers(plan_version="0")).status_code == 404
    client.force_login(leader)
    assert client.post(url, answers(plan_version="0")).status_code == 302


@pytest.mark.parametrize("verb", ["plan", "open"])
def test_a_participant_does_not_run_an_open_discussion(client, commons, participant, verb):
    discussion = DiscussionFactory(space=commons)
    client.force_login(participant)

    assert client.post(reverse(f"forums:{verb}", args=[discussion.pk]), {}).status_code == 403


@pytest.fixture
def result(commons):
    return ExpectedResult.objects.create(community=commons.community, position=1, text="A guide")


def test_a_plan_says_which_expected_result_it_works_towards(client, new_url, participant, result):
    client.force_login(participant)
    assert b"A guide" in client.get(f"{new_url}?kind=case").content

    client.post(new_url, answers(result=result.pk))

    planned = Discussion.objects.get()
    assert planned.result == result
    url = reverse("forums:plan", args=[planned.pk])
    form = client.get(url).context["form"]
    assert form["result"].value() == str(result.pk)
    client.post(url, answers(result="", plan_version=0))
    assert Discussion.objects.get().result is None


def test_a_result_that_was_dropped_meanwhile_stays_with_its_discussion(client, planned, participant, result):
    Discussion.objects.update(result=result)
    ExpectedResult.objects.update(position=None, state="dropped")
    client.force_login(participant)

    client.post(reverse("forums:plan", args=[planned.pk]), answers(result=result.pk, plan_version=0))

    assert Discussion.objects.get().result == result


def test_results_of_elsewhere_and_to_guests_are_not_offered(client, new_url, participant, commons, result, outsider):
    other = ExpectedResult.objects.create(community=CommunityFactory(), position=1, text="Elsewhere")
    client.force_login(participant)

    response = client.post(new_url, answers(result=other.pk))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["result"]
    plan = {"title": "x", "question": "y", "submission": uuid.uuid4(), "result": other}
    with pytest.raises(NotOurs):
        actions.plan_discussion(commons, actor=participant, **plan)
    Community.objects.update(visibility="listed")
    assert results_offered(participant, commons) == [result]
    assert results_offered(outsider, commons) == []


@pytest.mark.parametrize("field", ["question", "guidelines"])
def test_a_text_of_a_plan_is_looked_at_before_it_is_kept(client, new_url, participant, field):
    client.force_login(participant)
    sent = answers(**{field: "Ask *first*."})

    fragment = client.post(f"{new_url}?preview={field}", sent, headers={"HX-Request": "true"})
    page = client.post(f"{new_url}?preview={field}", sent).content.decode()

    assert fragment.content.decode() == '<p dir="auto">Ask <em>first</em>.</p>'
    assert '<p dir="auto">Ask <em>first</em>.</p>' in page
    assert "Ask *first*.</textarea>" in page
    assert not Discussion.objects.exists()


def test_a_plan_that_is_changed_is_looked_at_too(client, planned, participant):
    client.force_login(participant)
    url = reverse("forums:plan", args=[planned.pk])

    page = client.post(f"{url}?preview=question", answers(question="Ask *first*.", plan_version=0)).content.decode()

    assert f'formaction="{url}?preview=question"' in page
    assert "<em>first</em>" in page
    assert Discussion.objects.get().question == "And *then*?"
