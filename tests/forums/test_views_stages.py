from uuid import uuid4

import pytest
from django.urls import reverse

from forums import actions
from forums.forms.stages import typed
from forums.models import Discussion, Post, StagePlan
from forums.queries.kinds import newest_template, templates
from tests.factories import DiscussionFactory
from tests.forums.test_views_plan import answers

ARGUE = StagePlan("Arguments", "One argument each.", days=5, types=("for", "against"), words=120)
REST = StagePlan("What remains", days=3)


@pytest.fixture
def new_url(commons):
    return reverse("forums:plan-new", args=[commons.community.slug, commons.slug])


@pytest.fixture
def debate(commons, participant):
    plan = {"title": "Marks harm", "kind": "debate", "question": "Marks harm more than they help."}
    plan |= {"guidelines": "Argue **either** side.", "stages": [ARGUE, REST]}
    return actions.plan_discussion(commons, actor=participant, submission=uuid4(), **plan)


@pytest.fixture
def is_open(debate, participant):
    actions.open_discussion(debate, actor=participant)
    debate.refresh_from_db()
    return debate


def as_sent(rows):
    """What a browser sends of these rows."""
    counts = {"stages-TOTAL_FORMS": len(rows), "stages-INITIAL_FORMS": 0}
    fields = {
        f"stages-{at}-{name}": "" if value is None else value
        for at, row in enumerate(rows)
        for name, value in row.items()
    }
    return counts | fields


def rows_in(response):
    return response.context["form"].stages.typed


def test_a_plan_begins_with_its_kind(client, new_url, participant):
    client.force_login(participant)

    page = client.get(f"{new_url}?kind=quarrel").content.decode()

    for template in templates():
        assert f'href="?kind={template.kind}"' in page
        assert template.purpose in page


def test_a_kind_brings_guidelines_and_stages_to_change(client, new_url, participant):
    client.force_login(participant)

    response = client.get(f"{new_url}?kind=debate")

    debate = newest_template("debate")
    assert response.context["form"]["guidelines"].value() == debate.guidelines
    assert rows_in(response) == typed(debate.stages)
    assert debate.ask in response.content.decode()


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.kind)
def test_each_kind_is_planned_opened_answered_and_closed(client, new_url, participant, moderator, template):
    client.force_login(participant)
    sent = answers(kind=template.kind, guidelines=template.guidelines) | as_sent(typed(template.stages))

    planned = client.post(new_url, sent, follow=True)
    discussion = Discussion.objects.get()
    opened = client.post(reverse("forums:open", args=[discussion.pk]), follow=True)
    types = template.stages[0].types if template.stages else ()
    said = {"text": "We tried it.", "submission": str(uuid4()), "message_type": types[0] if types else ""}
    client.post(reverse("forums:reply", args=[discussion.pk]), said)
    client.force_login(moderator)
    client.post(reverse("forums:close", args=[discussion.pk]), {"reason": "Done."})

    assert template.how in planned.content.decode()
    assert [stage.plan for stage in discussion.stages.all()] == list(template.stages)
    if template.stages:
        assert template.stages[0].title in opened.content.decode()
    post = Post.objects.get(number=2)
    assert post.message_type == (types[0] if types else "")
    discussion.refresh_from_db()
    assert (discussion.kind, discussion.kind_version, discussion.state) == (template.kind, 1, "closing")


def test_a_stage_more_or_less_keeps_what_was_typed_and_stores_nothing(client, new_url, participant):
    client.force_login(participant)
    sent = answers(title="") | as_sent(typed([ARGUE, REST]))

    more = client.post(f"{new_url}?rows=1", sent | {"row": "add-stages"})
    less = client.post(f"{new_url}?rows=1", sent | {"row": "drop-stages-0"}, headers={"HX-Request": "true"})

    assert (more.status_code, less.status_code) == (200, 200)
    assert [row["title"] for row in rows_in(more)] == ["Arguments", "What remains", None]
    assert rows_in(more)[0]["types"] == ["for", "against"]
    assert "Please look at this again" not in more.content.decode()
    assert more.context["form"]["question"].value() == "What did *you* say?"
    assert [row["title"] for row in rows_in(less)] == ["What remains"]
    assert not less.content.startswith(b"<!doctype")
    assert not Discussion.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": ""}, "Give the stage a name, or take it away."),
        ({"days": 0}, "Ensure this value is greater than or equal to 1."),
        ({"words": 3}, "Ensure this value is greater than or equal to 10."),
        ({"types": ["quarrel"]}, "Select a valid choice."),
        ({"help": "a" * 501}, "Ensure this value has at most 500 characters"),
    ],
)
def test_a_stage_that_is_not_right_is_said_and_kept(client, new_url, participant, wrong, refusal):
    client.force_login(participant)
    [row] = typed([ARGUE])

    response = client.post(new_url, answers() | as_sent([row | wrong]))

    assert response.status_code == 422
    assert refusal in response.content.decode()
    assert not Discussion.objects.exists()


def test_no_stage_is_left_out_by_a_closing_that_comes_too_soon(client, new_url, participant):
    client.force_login(participant)
    sent = answers(opens_at="2031-03-03T09:30", closes_at="2031-03-08T09:30") | as_sent(typed([ARGUE, REST]))

    assert "By then not every stage would have begun." in client.post(new_url, sent).content.decode()
    assert client.post(new_url, sent | {"closes_at": "2031-03-08T09:31"}).status_code == 302


def test_empty_rows_are_no_stages(client, new_url, participant):
    client.force_login(participant)

    client.post(new_url, answers() | as_sent([{"title": "", "help": "", "days": "", "words": ""}]))

    assert not Discussion.objects.get().stages.exists()


def test_changing_the_stages_of_an_open_discussion(client, is_open, moderator):
    client.force_login(moderator)
    url = reverse("forums:plan", args=[is_open.pk])
    actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)
    page = client.get(url)
    assert rows_in(page) == typed([REST])
    assert page.context["form"]["passed"].value() == 1

    sent = answers(plan_version=page.context["form"]["plan_version"].value(), passed=1)
    emptied = client.post(url, sent | as_sent([{"title": ""}]))
    client.post(url, sent | as_sent(typed([StagePlan("What is left"), StagePlan("Thanks")])))

    assert "Give the stage a name" in emptied.content.decode()
    assert [stage.title for stage in is_open.stages.all()] == ["Arguments", "What is left", "Thanks"]


def test_a_stage_that_ended_meanwhile_is_left_out_of_what_was_typed(client, is_open, moderator):
    client.force_login(moderator)
    url = reverse("forums:plan", args=[is_open.pk])
    sent = answers(plan_version=is_open.plan_version, passed=0) | as_sent(typed([ARGUE, StagePlan("Mine")]))
    actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)

    response = client.post(url, sent)

    assert response.status_code == 422
    assert [row["title"] for row in rows_in(response)] == ["Mine"]
    assert response.context["form"].their_stages == ["What remains"]


def test_saving_a_plan_keeps_the_stages_that_nobody_changed(client, debate, participant):
    client.force_login(participant)
    url = reverse("forums:plan", args=[debate.pk])
    form = client.get(url).context["form"]
    before = [stage.plan for stage in debate.stages.all()]
    sent = {field.html_name: field.value() for field in [*form, *(field for row in form.stages for field in row)]}
    sent |= {field.html_name: field.value() for field in form.stages.management_form}

    answer = client.post(url, {name: "" if value is None else value for name, value in sent.items()} | {"title": "New"})

    assert answer.status_code == 302
    assert Discussion.objects.get(pk=debate.pk).title == "New"
    assert [stage.plan for stage in Discussion.objects.get(pk=debate.pk).stages.all()] == before != []


def test_a_closed_discussion_offers_no_stages(client, commons, moderator):
    discussion = DiscussionFactory(space=commons, state="closing")
    client.force_login(moderator)

    assert client.get(reverse("forums:plan", args=[discussion.pk])).context["form"].stages is None


def test_a_plan_like_an_earlier_one(client, new_url, is_open, participant, moderator, outsider):
    Discussion.objects.update(difficulties="Robert will be hurt.")
    url = f"{new_url}?like={is_open.pk}"
    client.force_login(participant)
    theirs = client.get(url).context["form"]
    client.force_login(moderator)
    form = client.get(url).context["form"]

    assert (form["title"].value(), form["kind"].value()) == ("Marks harm", "debate")
    assert form.stages.typed == typed([ARGUE, REST])
    assert form["opens_at"].value() is None
    assert form["submission"].value() != is_open.submission
    assert form["difficulties"].value() == "Robert will be hurt."
    assert not theirs["difficulties"].value()


def test_nobody_plans_like_what_they_cannot_see(client, new_url, team_room, moderator, participant):
    hidden = DiscussionFactory(space=team_room)
    client.force_login(participant)

    assert client.get(f"{new_url}?like={hidden.pk}").status_code == 404


def test_the_page_says_which_stage_goes_on_and_what_comes_next(client, is_open, moderator, participant):
    client.force_login(participant)
    page = client.get(is_open.get_absolute_url()).content.decode()
    assert "Stage 1 of 2" in page
    assert "One argument each." in page
    assert "Then:" in page
    assert "Go on to" not in page

    client.force_login(moderator)
    assert "Go on to “What remains”" in client.get(is_open.get_absolute_url()).content.decode()


def test_a_browser_does_not_keep_a_page_of_an_earlier_stage(client, is_open, moderator):
    client.force_login(moderator)
    client.get(is_open.get_absolute_url())  # what is new is read
    tag = client.get(is_open.get_absolute_url())["ETag"]
    assert client.get(is_open.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 304

    actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)

    assert client.get(is_open.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 200


def test_stages_cost_one_query(client, commons, is_open, participant, django_assert_max_num_queries):
    client.force_login(participant)
    client.get(is_open.get_absolute_url())

    with django_assert_max_num_queries(10):
        client.get(is_open.get_absolute_url())


def test_going_on_by_hand(client, is_open, moderator, participant):
    url = reverse("forums:next-stage", args=[is_open.pk])
    client.force_login(participant)
    assert client.post(url, {"after": is_open.stage_id}).status_code == 403
    assert client.get(url).url == is_open.get_absolute_url()
    client.force_login(moderator)

    first = client.post(url, {"after": is_open.stage_id}, follow=True).content.decode()
    again = client.post(url, {"after": is_open.stage_id}, follow=True).content.decode()

    assert "The stage now is “What remains”." in first
    assert "The stage now is “What remains”." in again
    assert Discussion.objects.get().stage.title == "What remains"


def test_the_box_asks_what_a_post_is(client, is_open, participant):
    client.force_login(participant)
    url = reverse("forums:reply", args=[is_open.pk])
    page = client.get(url).content.decode()
    assert "About 120 words." in page
    assert "<strong>either</strong>" in page
    said = {"text": "It depends.", "submission": str(uuid4())}

    refused = client.post(url, said)
    client.post(url, said | {"message_type": "against"})

    assert refused.status_code == 422
    assert "Please say what your post is" in refused.content.decode()
    assert "It depends.</textarea>" in refused.content.decode()
    assert Post.objects.get(number=2).message_type == "against"
    assert '<span class="badge">Argument against</span>' in client.get(is_open.get_absolute_url()).content.decode()


def test_an_answer_in_place_asks_as_well(client, is_open, participant):
    client.force_login(participant)
    url = reverse("forums:reply", args=[is_open.pk])

    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    refused = client.post(url, {"text": "No.", "submission": str(uuid4())}, headers={"HX-Request": "true"})

    assert fragment.count('name="message_type"') == 2
    assert "required" in fragment
    assert refused.status_code == 422
    assert "Please say what your post is" in refused.content.decode()


def test_a_text_may_be_looked_at_before_it_is_said_what_it_is(client, is_open, participant):
    client.force_login(participant)

    response = client.post(reverse("forums:preview", args=[is_open.pk]), {"text": "I *asked*."})

    assert "<em>asked</em>" in response.content.decode()
    assert "Please say what your post is" not in response.content.decode()


def test_the_box_of_another_stage_is_not_kept(client, is_open, moderator):
    client.force_login(moderator)
    assert "About 120 words." in client.get(is_open.get_absolute_url()).content.decode()

    actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)

    page = client.get(is_open.get_absolute_url()).content.decode()
    assert "About 120 words." not in page
    assert 'name="message_type"' not in page


def test_a_plan_is_seen_as_members_will(client, debate, participant, moderator, facilitator):
    url = reverse("forums:plan-seen", args=[debate.pk])
    client.force_login(facilitator)
    assert client.get(url).status_code == 404
    client.force_login(participant)

    page = client.get(url).content.decode()

    assert "Stage 1 of 2" in page
    assert "About 120 words." in page
    assert "Your post is: argument for, argument against" in page
    assert Discussion.objects.get().state == "planned"


def test_lists_say_which_stage_goes_on(client, is_open, participant):
    client.force_login(participant)

    assert "now: <bdi>Arguments</bdi>" in client.get(is_open.space.get_absolute_url()).content.decode()
