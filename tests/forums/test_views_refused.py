"""What somebody is told who may not, or may no longer, do what they began."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from communities.actions import remove_member, suspend_member
from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def discussion(commons, leader):
    found = DiscussionFactory(space=commons)
    PostFactory(discussion=found, author=leader, kind="prompt")
    return found


@pytest.fixture
def post(discussion, participant):
    return PostFactory(discussion=discussion, author=participant, markdown="I asked before I told.")


@pytest.fixture
def author(client, participant):
    client.force_login(participant)
    return client


@pytest.mark.parametrize(
    ("exclude", "said"),
    [
        (remove_member, "You are no longer a member of this community."),
        (suspend_member, "You are suspended from this community."),
    ],
)
def test_who_was_shut_out_while_writing_is_told_why_and_led_back(author, discussion, post, moderator, exclude, said):
    exclude(post.author.memberships.get(), actor=moderator, reason="Names of patients")

    said_so_far = {"text": "Half a sentence", "submission": uuid4()}
    sent = author.post(reverse("forums:reply", args=[discussion.pk]), said_so_far)
    page = author.get(discussion.get_absolute_url()).content.decode()

    refusal = sent.content.decode()
    assert sent.status_code == 403
    assert f"{said} The reason you were given: Names of patients" in refusal
    assert "Half a sentence" in refusal
    assert f'href="/d/{discussion.pk}/">Go back</a>' in refusal
    assert not any(f"/{verb}/" in page.partition('id="thread"')[2] for verb in ("reply", "edit", "remove"))


def test_who_is_suspended_for_a_time_is_told_until_when(author, discussion, post, moderator):
    membership, until = post.author.memberships.get(), datetime(2031, 3, 4, 12, tzinfo=UTC)
    suspend_member(membership, actor=moderator, reason="A pause", until=until)

    page = author.get(reverse("forums:reply", args=[discussion.pk])).content.decode()

    assert "You are suspended from this community until 4 March 2031. The reason you were given: A pause" in page


def test_who_never_was_a_member_is_told_who_writes(client, discussion, outsider):
    client.force_login(outsider)

    page = client.get(reverse("forums:reply", args=[discussion.pk])).content.decode()

    assert "Only members write here." in page


def test_an_edit_of_a_removed_post_is_refused_once(author, post):
    author.post(reverse("forums:post-remove", args=[post.pk]))

    response = author.post(reverse("forums:post-edit", args=[post.pk]), {"text": "Another", "version": 0})

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("This post was removed meanwhile") == 1
    assert "Leave it as it is" not in page


def test_the_deletion_of_ones_own_post_asks_for_nothing(author, post):
    page = author.get(reverse("forums:post-remove", args=[post.pk])).content.decode()

    assert "None" not in page
