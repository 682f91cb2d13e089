"""The pages on which a moderator takes a line elsewhere, and what old addresses lead to then."""

import uuid

import pytest
from django.urls import reverse

from forums.models import Discussion, Post
from tests.factories import DiscussionFactory, MembershipFactory, UserFactory
from tests.forums.test_actions_splits import split
from tests.forums.thread import grow

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


def sent(**more):
    return {"title": "Where to park", "question": "Where do you park?", "submission": str(uuid.uuid4()), **more}


@pytest.mark.parametrize("name", ["forums:line-move", "forums:line-split"])
def test_the_page_says_how_many_posts_move(as_moderator, client, posts, participant, name):
    address = reverse(name, args=[posts[2].pk])

    page = as_moderator.get(address).content.decode()

    assert "These 3 posts move" in page
    client.force_login(participant)
    assert client.get(address).status_code == client.post(address, sent()).status_code == 403
    client.force_login(UserFactory())
    assert client.get(address).status_code == client.post(address, sent()).status_code == 404
    assert Discussion.objects.count() == 1


def test_splitting_leads_to_the_new_discussion(as_moderator, posts):
    response = as_moderator.post(reverse("forums:line-split", args=[posts[2].pk]), sent())

    target = Discussion.objects.get(title="Where to park")
    assert response.url == target.get_absolute_url()
    page = as_moderator.get(response.url).content.decode()
    assert "Where do you park?" in page
    assert [f"Words of post {number}," in page for number in (2, 3, 4, 5)] == [True, True, False, True]


def test_in_two_tabs_a_branch_is_split_off_once(as_moderator, discussion, posts):
    address = reverse("forums:line-split", args=[posts[2].pk])
    assert f'name="found_in" value="{discussion.pk}"' in as_moderator.get(address).content.decode()
    first, second = sent(found_in=discussion.pk), sent(found_in=discussion.pk, title="Parking", question="Or not?")
    made = as_moderator.post(address, first).url

    answer = as_moderator.post(address, second)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This branch was split off meanwhile." in page
    assert f'<a href="{made}"><bdi>Where to park</bdi></a>' in page
    assert 'value="Parking"' in page
    assert "Or not?" in page
    assert as_moderator.post(address, first).url == made  # a double click
    assert Discussion.objects.count() == 2


def test_without_a_question_nothing_happens(as_moderator, posts):
    response = as_moderator.post(reverse("forums:line-split", args=[posts[2].pk]), sent(question=" "))

    assert response.status_code == 422
    assert Discussion.objects.count() == 1


def test_moving_leads_to_where_the_line_stands(as_moderator, discussion, posts):
    address = reverse("forums:line-move", args=[posts[2].pk])

    assert as_moderator.post(address, {"beneath": 4}).url == f"{discussion.get_absolute_url()}#post-2"
    assert Post.objects.get(pk=posts[2].pk).parent == posts[4]
    for wrong in (5, 99):
        response = as_moderator.post(address, {"beneath": wrong})
        assert response.status_code == 422
    assert as_moderator.post(address, {"beneath": ""}).status_code == 302
    assert Post.objects.get(pk=posts[2].pk).parent is None


def test_addresses_from_before_lead_on(as_moderator, discussion, posts, moderator):
    target = split(posts[2], moderator)
    there = target.get_absolute_url()

    lead = [as_moderator.get(reverse("forums:post", args=[posts[number].pk])).url for number in (2, 3, 5)]
    assert lead == [f"{there}#post-{number}" for number in (2, 3, 4)]
    numbered = [as_moderator.get(reverse("forums:post-number", args=[discussion.pk, n])) for n in (2, 3, 5, 4)]
    here = discussion.get_absolute_url()
    assert [answer.url for answer in numbered] == [
        f"{here}#post-2",
        f"{there}#post-3",
        f"{there}#post-4",
        f"{here}#post-4",
    ]


def test_whoever_may_not_read_where_it_went_finds_nothing(client, discussion, posts, moderator, participant, team_room):
    target = split(posts[2], moderator)
    Discussion.objects.filter(pk=target.pk).update(space=team_room)
    client.force_login(participant)

    assert client.get(reverse("forums:post-number", args=[discussion.pk, 3])).status_code == 404
    assert client.get(reverse("forums:reply", args=[discussion.pk]), {"to": 3}).status_code == 404


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_typed_before_goes_to_the_new_place_once_it_is_meant(
    client, discussion, posts, moderator, participant, number, headers
):
    target = split(posts[2], moderator)
    client.force_login(participant)
    typed = {"text": "Near the gate.", "submission": str(uuid.uuid4()), "to": number}

    answer = client.post(reverse("forums:reply", args=[discussion.pk]), typed, headers=headers)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Near the gate." in page
    assert "goes on in another discussion now" in page
    assert f'action="{reverse("forums:reply", args=[target.pk])}"' in page
    assert f'name="to" value="{number}"' in page  # the same by chance: two posts stand before it in both
    client.post(reverse("forums:reply", args=[target.pk]), typed, headers=headers)
    assert Post.objects.get(markdown="Near the gate.").parent == Post.objects.get(pk=posts[number].pk)
    assert not discussion.posts.filter(markdown="Near the gate.").exists()


def test_the_way_to_an_answer_leads_to_the_new_place(client, discussion, posts, moderator, participant):
    target = split(posts[3], moderator)
    client.force_login(participant)

    answer = client.get(reverse("forums:reply", args=[discussion.pk]), {"to": 5})

    assert answer.url == f"{reverse('forums:reply', args=[target.pk])}?to=3"


def test_the_sentence_offers_no_answer(client, discussion, posts, moderator, participant):
    split(posts[2], moderator)
    client.force_login(participant)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert "?to=2" not in page
    assert "?to=4" in page
    assert "This branch goes on in" in page


def test_the_news_of_it_reads_well(client, discussion, posts, moderator, participant):
    MembershipFactory(community=discussion.space.community)
    split(posts[2], moderator)
    client.force_login(participant)

    page = client.get(reverse("notifications:list")).content.decode()

    assert "let a branch of a discussion that concerns you go on as “Where to park”" in page
