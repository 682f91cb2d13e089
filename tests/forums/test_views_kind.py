"""Another kind for a plan: its template takes the place of what nobody wrote, and is saved only when asked."""

import html
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from forums import actions
from forums.forms.stages import typed
from forums.models import Discussion, StagePlan
from forums.queries.kinds import newest_template
from tests.forums.planning import plan

pytestmark = pytest.mark.django_db
DEBATE, CASE = newest_template("debate"), newest_template("case")


@pytest.fixture
def planned(commons, participant, client):
    client.force_login(participant)
    return again(plan(commons, participant, kind="case", guidelines=CASE.guidelines, stages=CASE.stages))


def again(discussion):
    return Discussion.objects.select_related("space__community").get(pk=discussion.pk)


def sent(discussion, stages, **more):
    """What a browser sends of the form, its lines ended as browsers end them."""
    rows = typed(stages)
    fields = {
        "title": discussion.title,
        "kind": "debate",
        "question": discussion.question,
        "guidelines": discussion.guidelines.replace("\n", "\r\n"),
        "plan_version": discussion.plan_version,
        "stages-TOTAL_FORMS": len(rows),
        "stages-INITIAL_FORMS": 0,
    }
    for place, row in enumerate(rows):
        fields |= {f"stages-{place}-{name}": "" if value is None else value for name, value in row.items()}
    return fields | more


def suggest(client, discussion, stages, **more):
    url = reverse("forums:plan", args=[discussion.pk])
    return client.post(f"{url}?suggest=1", sent(discussion, stages, **more))


def text(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def test_the_template_takes_the_place_of_the_one_before(client, planned):
    answer = suggest(client, planned, CASE.stages)

    form = answer.context["form"]
    assert answer.status_code == 200
    assert form["guidelines"].value() == DEBATE.guidelines
    assert form.stages.typed == typed(DEBATE.stages)
    assert "It takes the place of what was suggested before: guidelines; stages" in text(answer)
    assert "Arguments → Answers → What remains" in text(answer)
    assert (again(planned).kind, again(planned).plan_version) == ("case", 0)


def test_saving_it_keeps_all_of_it(client, planned):
    url = reverse("forums:plan", args=[planned.pk])

    client.post(url, sent(planned, DEBATE.stages, guidelines=DEBATE.guidelines))

    saved = again(planned)
    assert (saved.kind, saved.kind_version, saved.guidelines) == ("debate", DEBATE.version, DEBATE.guidelines)
    assert [stage.plan for stage in saved.stages.all()] == list(DEBATE.stages)


def test_what_somebody_wrote_stays_and_is_named(client, planned):
    own = [CASE.stages[0], StagePlan("Our own round", days=2)]

    answer = suggest(client, planned, own, guidelines="Be *kind*.", objective="A page")

    form = answer.context["form"]
    assert (form["guidelines"].value(), form["objective"].value()) == ("Be *kind*.", "A page")
    assert [row["title"] for row in form.stages.typed] == ["Questions about the case", "Our own round"]
    assert "Somebody wrote these, so they stay: guidelines; stages" in text(answer)
    assert "takes the place" not in text(answer)


@pytest.mark.parametrize("guidelines", ["", "  \r\n", DEBATE.guidelines])
def test_nothing_and_what_another_kind_suggested_is_nobody_s_own(client, planned, guidelines):
    answer = suggest(client, planned, (), guidelines=guidelines, kind="book_club")

    template = newest_template("book_club")
    assert answer.context["form"]["guidelines"].value() == template.guidelines
    assert answer.context["form"].stages.typed == typed(template.stages)


def test_a_kind_without_stages_says_so(client, planned):
    answer = suggest(client, planned, CASE.stages, kind="open")

    assert "It goes without stages. Nothing is saved yet." in text(answer)
    assert [row["title"] for row in answer.context["form"].stages.typed] in ([], [None])


def test_there_is_no_such_kind(client, planned):
    answer = suggest(client, planned, CASE.stages, kind="quarrel")

    assert answer.status_code in (200, 422)
    assert again(planned).kind == "case"


def test_a_kind_that_is_changed_alone_says_what_stayed(client, planned):
    url = reverse("forums:plan", args=[planned.pk])

    answer = client.post(url, sent(planned, CASE.stages))

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["The plan is changed. Its kind is another one now; guidelines and stages stay as they were."]
    assert [stage.plan for stage in again(planned).stages.all()] == list(CASE.stages)


def test_it_is_offered_until_it_opens(client, planned, moderator):
    url = reverse("forums:plan", args=[planned.pk])
    assert "Take what this kind suggests" in client.get(url).content.decode()

    actions.open_discussion(planned, actor=moderator)
    client.force_login(moderator)
    assert "Take what this kind suggests" not in client.get(url).content.decode()
