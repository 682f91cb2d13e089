"""The pages on which a moderator says something of a line, and the thread as others find it then."""

import re
import uuid

import pytest
from django.urls import reverse

from forums import actions
from forums.models import LineMark
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.thread import grow

WHY = "It is about parking."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def discussion(members_room, moderator):
    return DiscussionFactory(space=members_room, planned_by=moderator, title="Feedback on the day")


@pytest.fixture
def posts(discussion, participant, facilitator):
    return grow(discussion, participant, facilitator)


@pytest.fixture
def as_moderator(client, moderator):
    client.force_login(moderator)
    return client


def page_of(client, discussion):
    return re.sub(r"\s+", " ", client.get(discussion.get_absolute_url()).content.decode())


PAGES = ["forums:line-aside", "forums:line-on-topic", "forums:line-close", "forums:line-reopen"]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_shows_how_the_line_begins(as_moderator, posts, name):
    response = as_moderator.get(reverse(name, args=[posts[2].pk]))

    assert response.status_code == 200
    assert "Words of post 2, which stand alone." in response.content.decode()
    assert not LineMark.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_others_are_kept_out(client, posts, participant, outsider, name):
    address = reverse(name, args=[posts[2].pk])
    answers = [client.post(address, {"words": WHY}).status_code]
    for person in (outsider, participant):
        client.force_login(person)
        answers.append(client.post(address, {"words": WHY}).status_code)

    assert answers == [404, 404, 403]
    assert not LineMark.objects.exists()


def test_a_line_is_folded_with_its_reason(as_moderator, client, discussion, posts, participant):
    response = as_moderator.post(reverse("forums:line-aside", args=[posts[2].pk]), {"words": WHY})

    assert response.url == f"{discussion.get_absolute_url()}#post-2"
    client.force_login(participant)
    page = page_of(client, discussion)
    fold = page.partition('<details class="fold fold--aside">')[2].partition("</details>")[0]
    assert "Off topic: <bdi>It is about parking.</bdi> · 3 posts" in fold
    assert re.findall(r'id="post-(\d+)"', fold) == ["2", "3", "5"]
    assert "on-topic" not in page
    client.force_login(discussion.planned_by)
    assert reverse("forums:line-on-topic", args=[posts[2].pk]) in page_of(client, discussion)


@pytest.mark.parametrize("name", ["forums:line-aside", "forums:line-close"])
def test_whoever_comes_second_reads_why_it_was_done_and_keeps_what_they_typed(as_moderator, posts, name):
    address = reverse(name, args=[posts[2].pk])
    for _click in (1, 2):
        assert as_moderator.post(address, {"words": WHY}).status_code == 302

    answer = as_moderator.post(address, {"words": "It is about trains."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has done this meanwhile, with this reason: “It is about parking.”" in page
    assert ">\nIt is about trains.</textarea>" in page
    assert LineMark.objects.get().words == WHY


def test_without_a_reason_nothing_happens(as_moderator, posts):
    response = as_moderator.post(reverse("forums:line-aside", args=[posts[2].pk]), {"words": " "})

    assert response.status_code == 422
    assert not LineMark.objects.exists()


def test_a_closed_line_says_why_beneath_it_and_takes_no_answer(as_moderator, client, discussion, posts, participant):
    sent = {"words": "It is answered.", "statement": "Ask **first**."}
    as_moderator.post(reverse("forums:line-close", args=[posts[2].pk]), sent)

    client.force_login(participant)
    page = page_of(client, discussion)
    said = page.partition('<aside class="line-said line-said--closed">')[2].partition("</aside>")[0]
    assert "This branch from #2 on is closed:</b> <bdi>It is answered.</bdi>" in said
    assert "<strong>first</strong>" in said
    assert page.index('id="post-5"') < page.index("line-said--closed") < page.index('id="post-4"')
    answered = set(re.findall(r"\?to=(\d+)", page))
    assert answered == {"1", "4"}
    assert "Reopen this branch" not in page


def test_what_was_typed_for_a_closed_line_is_kept(client, discussion, posts, participant, moderator):
    actions.close_line(posts[2], actor=moderator, words="It is answered.")
    client.force_login(participant)
    sent = {"text": "But what about nights?", "submission": uuid.uuid4(), "to": 3}

    response = client.post(reverse("forums:reply", args=[discussion.pk]), sent, headers=HTMX)

    page = response.content.decode()
    assert response.status_code == 422
    assert "But what about nights?" in page
    assert "“It is answered.”" in page


def test_who_would_answer_in_a_closed_line_is_told_before_they_type(client, discussion, posts, participant, moderator):
    actions.close_line(posts[2], actor=moderator, words="It is answered.")
    client.force_login(participant)

    response = client.get(reverse("forums:reply", args=[discussion.pk]), {"to": 5}, follow=True)

    assert response.redirect_chain == [(f"{discussion.get_absolute_url()}#post-5", 302)]
    [said] = response.context["messages"]
    assert "It is answered." in str(said)


def test_more_leads_to_what_is_done_to_lines(as_moderator, posts, participant, client):
    page = as_moderator.get(reverse("forums:post-more", args=[posts[2].pk])).content.decode()
    addresses = [reverse(name, args=[posts[2].pk]) for name in PAGES]
    assert [address in page for address in addresses] == [True, False, True, False]

    actions.set_aside(posts[2], actor=posts[2].discussion.planned_by, words=WHY)
    actions.close_line(posts[2], actor=posts[2].discussion.planned_by, words=WHY)
    page = as_moderator.get(reverse("forums:post-more", args=[posts[2].pk])).content.decode()
    assert [address in page for address in addresses] == [False, True, False, True]

    client.force_login(participant)
    page = client.get(reverse("forums:post-more", args=[posts[2].pk])).content.decode()
    assert not any(address in page for address in addresses)


def test_marks_cost_one_query_however_many(
    client, discussion, posts, participant, moderator, django_assert_max_num_queries
):
    actions.set_aside(posts[2], actor=moderator, words=WHY)
    for _ in range(10):
        line = PostFactory(discussion=discussion)
        actions.close_line(line, actor=moderator, words="Done.")
    client.force_login(participant)
    client.get(discussion.get_absolute_url())

    with django_assert_max_num_queries(9):
        client.get(discussion.get_absolute_url())


def test_on_paper_the_line_is_open_with_its_mark(client, discussion, posts, moderator):
    actions.set_aside(posts[2], actor=moderator, words=WHY)
    client.force_login(moderator)

    page = client.get(reverse("forums:print", args=[discussion.pk])).content.decode()

    assert '<details class="fold fold--aside" open>' in page
    assert "on-topic" not in page


def test_the_page_of_each_fact_reads_well(client, discussion, posts, moderator, participant):
    actions.set_aside(posts[2], actor=moderator, words=WHY)
    actions.close_line(posts[4], actor=moderator, words="It is answered.")
    actions.reopen_line(posts[4], actor=moderator)
    client.force_login(participant)

    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(reverse("notifications:list")).content.decode()))

    name = moderator.display_name
    assert f"{name} marked the branch that you began with post 2 in “Feedback on the day” as off topic." in said
    assert f"{name} closed a branch in “Feedback on the day” in which you wrote: It is answered." in said
    assert f"{name} opened a branch again in “Feedback on the day” in which you wrote" in said
