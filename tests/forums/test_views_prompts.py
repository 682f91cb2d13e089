"""The page on which whoever runs a discussion writes its next questions, and puts them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.effects import let_in
from communities.models import Role, Space
from communities.queries.audiences import audience_of
from forums.actions import change_prompt, plan_discussion, put_prompt, split_line
from forums.models import Discussion, Post, Prompt
from tests.forums.moving import move
from tests.forums.prompts import ASKED, queued, waiting
from tests.masking import body_of

WRITTEN = {"text": ASKED, "release_at": ""}


def address(name, discussion, prompt=None):
    return reverse(f"forums:{name}", args=[discussion.pk, *([prompt.pk] if prompt else [])])


@pytest.fixture
def page(discussion):
    return address("prompts", discussion)


@pytest.fixture
def prompt(discussion, moderator):
    return queued(discussion, moderator)


@pytest.fixture
def gone(discussion, prompt, leader):
    """A question that went with its line to a space in which the moderator reads nothing."""
    private = Space.objects.create(community=discussion.space.community, slug="few", name="A few", access="private")
    let_in(leader, private, role=Role.LEADER, source="member")
    post = put_prompt(prompt, actor=leader)
    new = split_line(
        post, source_id=discussion.pk, actor=leader, title="Elsewhere", question="And?", submission=uuid4()
    )
    move(new, private, leader)
    return prompt


def sent(discussion, **more):
    return WRITTEN | {"submission": str(uuid4()), "readers": str(audience_of(discussion.space))} | more


def test_a_question_is_written_and_waits_on_the_page(as_moderator, discussion, page):
    answer = as_moderator.post(page, sent(discussion))

    assert answer.url == page
    html = as_moderator.get(page).content.decode()
    assert ASKED in html
    assert "will be put by hand" in html
    assert waiting(discussion) == [ASKED]


def test_what_cannot_be_kept_is_still_in_the_form(as_moderator, discussion, page):
    answer = as_moderator.post(page, sent(discussion, release_at="2020-01-01T10:00"))

    assert answer.status_code == 422
    assert ASKED in answer.content.decode()
    assert waiting(discussion) == []


def test_a_preview_stores_nothing(as_moderator, discussion, page):
    html = as_moderator.post(f"{page}?preview=text", sent(discussion, text="*Why?*")).content.decode()
    alone = as_moderator.post(f"{page}?preview=text", {"text": "*Why?*"}, headers={"hx-request": "true"})

    assert "<em>Why?</em>" in html
    assert alone.content.decode().strip() == '<p dir="auto"><em>Why?</em></p>'
    assert not Prompt.objects.exists()


def test_it_is_put_from_the_page(as_moderator, discussion, prompt):
    before = {"readers": str(audience_of(discussion.space))}

    answer = as_moderator.post(address("prompt-put", discussion, prompt), before)

    post = Post.objects.get(kind="next_question")
    assert answer.url.endswith(f"#post-{post.number}")
    html = as_moderator.get(answer.url).content.decode()
    assert "Next question" in html
    assert ASKED in html
    assert "Post 3" in as_moderator.get(address("prompts", discussion)).content.decode()


def test_it_is_changed_and_thrown_away(as_moderator, discussion, prompt):
    own = address("prompt", discussion, prompt)
    assert ASKED in as_moderator.get(own).content.decode()

    as_moderator.post(own, WRITTEN | {"text": "And then?", "version": 0})
    assert waiting(discussion) == ["And then?"]
    for _click in (1, 2):
        answer = as_moderator.post(address("prompt-drop", discussion, prompt))
        assert answer.url == address("prompts", discussion)

    assert not Prompt.objects.exists()
    assert as_moderator.get(own).status_code == 404


def test_a_stale_change_shows_both_and_sent_again_takes_its_place(as_moderator, discussion, prompt, leader):
    change_prompt(prompt, actor=leader, markdown="And then?", version=0)
    own = address("prompt", discussion, prompt)

    answer = as_moderator.post(own, WRITTEN | {"text": "And now?", "version": 0})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "And then?" in html
    assert "And now?" in html
    as_moderator.post(own, WRITTEN | {"text": "And now?", "version": 1})
    assert waiting(discussion) == ["And now?"]


def test_what_was_put_meanwhile_leads_to_its_post(as_moderator, discussion, prompt, moderator):
    put_prompt(prompt, actor=moderator)
    own = address("prompt", discussion, prompt)

    assert "#post-3" in as_moderator.get(own).url
    assert "meanwhile" in as_moderator.post(own, WRITTEN | {"version": 0}).content.decode()


def test_they_change_places(as_moderator, discussion, moderator, prompt):
    second = queued(discussion, moderator, "And then?")

    for _click in (1, 2):
        as_moderator.post(address("prompt-move", discussion, second), {"place": 0})

    assert waiting(discussion) == ["And then?", ASKED]


def test_nobody_but_the_team_sees_what_waits(client, discussion, prompt, participant, outsider, as_moderator, page):
    assert (
        reverse("forums:prompts", args=[discussion.pk])
        in as_moderator.get(discussion.get_absolute_url()).content.decode()
    )
    for person, status in ((participant, 403), (outsider, 404)):
        client.force_login(person)
        for address_of in (page, address("prompt", discussion, prompt)):
            assert client.get(address_of).status_code == status
        for name in ("prompt-put", "prompt-move", "prompt-drop"):
            assert client.post(address(name, discussion, prompt)).status_code == status

    client.force_login(participant)
    for where in (discussion.get_absolute_url(), reverse("forums:print", args=[discussion.pk])):
        html = client.get(where).content.decode()
        assert ASKED not in html
        assert page not in html


def test_a_prompt_of_another_discussion_is_not_found(as_moderator, prompt, members_room, moderator):
    other = Discussion.objects.create(space=members_room, title="Other", question="?", state="planned")

    assert as_moderator.get(address("prompt", other, prompt)).status_code == 404
    as_moderator.post(address("prompt-drop", other, prompt))

    assert Prompt.objects.exists()


def test_what_waits_changes_nothing_that_a_reader_has_kept(client, discussion, moderator, participant):
    client.force_login(participant)
    where = discussion.get_absolute_url()
    client.get(where)
    tag = client.get(where)["ETag"]
    queued(discussion, moderator)

    assert client.get(where, headers={"if-none-match": tag}).status_code == 304

    put_prompt(discussion.prompts.get(), actor=moderator)
    assert client.get(where, headers={"if-none-match": tag}).status_code == 200


def test_the_page_asks_as_much_for_many_as_for_one(
    as_moderator, discussion, moderator, page, django_assert_max_num_queries
):
    queued(discussion, moderator)
    as_moderator.get(page)
    for number in range(6):
        prompt = queued(discussion, moderator, f"Question {number}?")
        if number % 2:
            put_prompt(prompt, actor=moderator)

    with django_assert_max_num_queries(12):
        as_moderator.get(page)


def test_another_plan_like_it_takes_its_questions_along(as_moderator, discussion, moderator, prompt):
    put_prompt(prompt, actor=moderator)
    queued(discussion, moderator, "And then?")
    where = reverse("forums:plan-new", args=[discussion.space.community.slug, discussion.space.slug])

    html = as_moderator.get(f"{where}?like={discussion.pk}").content.decode()
    as_moderator.post(
        where,
        {"title": "Again", "kind": "open", "question": "Why?", "submission": str(uuid4()), "like": discussion.pk},
    )

    again = Discussion.objects.get(title="Again")
    assert "2 next questions" in html
    assert waiting(again) == [ASKED, "And then?"]
    assert {(each.by, each.release_at) for each in again.prompts.all()} == {(moderator, None)}


def test_who_does_not_run_the_earlier_one_takes_none_along(discussion, prompt, participant, members_room):
    planned = plan_discussion(
        members_room, actor=participant, title="Again", question="Why?", submission=uuid4(), like=discussion
    )

    assert waiting(planned) == []


def test_the_page_of_what_is_closed_says_so(as_moderator, discussion, closing, page):
    assert "no question waits" in body_of(as_moderator.get(page))


def test_a_question_that_went_elsewhere_is_shown_to_those_who_may_read_it_there(as_moderator, discussion, gone, page):
    html = as_moderator.get(page).content.decode()

    assert ASKED not in html
    assert "Put already" not in html
    assert as_moderator.get(address("prompt", discussion, gone)).status_code == 404
    assert as_moderator.post(address("prompt-put", discussion, gone)).url == page


def test_who_reads_it_there_still_finds_it_on_the_page(client, gone, page, leader):
    client.force_login(leader)

    assert ASKED in client.get(page).content.decode()


@pytest.mark.parametrize(("who", "taken"), [("moderator", []), ("leader", [ASKED])])
def test_another_plan_like_it_takes_along_no_question_that_its_planner_may_not_read(
    client, discussion, gone, request, who, taken
):
    person, space = request.getfixturevalue(who), discussion.space
    client.force_login(person)
    where = reverse("forums:plan-new", args=[space.community.slug, space.slug])

    html = client.get(f"{where}?like={discussion.pk}").content.decode()
    again = plan_discussion(space, actor=person, title="Again", question="Why?", submission=uuid4(), like=discussion)

    assert ("1 next question" in html, waiting(again)) == (bool(taken), taken)


def test_another_plan_like_it_takes_along_no_more_than_may_wait(as_moderator, discussion, moderator, monkeypatch):
    monkeypatch.setattr(Prompt, "MOST", 2)
    for text in ("One?", "Two?", "Three?"):
        put_prompt(queued(discussion, moderator, text), actor=moderator)
    space = discussion.space
    where = reverse("forums:plan-new", args=[space.community.slug, space.slug])

    html = as_moderator.get(f"{where}?like={discussion.pk}").content.decode()
    again = plan_discussion(space, actor=moderator, title="Again", question="Why?", submission=uuid4(), like=discussion)

    assert "2 next questions" in html
    assert waiting(again) == ["One?", "Two?"]


def test_what_was_due_in_a_pause_is_changed_and_keeps_its_moment(as_moderator, discussion, prompt):
    now = timezone.now()
    Prompt.objects.filter(pk=prompt.pk).update(release_at=now - timedelta(hours=1))
    Discussion.objects.filter(pk=discussion.pk).update(paused_until=now + timedelta(days=1))
    own = address("prompt", discussion, prompt)
    shown = re.search(r'name="release_at" value="([^"]+)"', as_moderator.get(own).content.decode())[1]
    earlier = "2020-01-01T10:00"

    assert as_moderator.post(own, WRITTEN | {"release_at": earlier, "version": 0}).status_code == 422
    as_moderator.post(own, {"text": "And then?", "release_at": shown, "version": 0})

    prompt.refresh_from_db()
    assert prompt.markdown == "And then?"
    assert prompt.release_at == (now - timedelta(hours=1)).replace(second=0, microsecond=0)
