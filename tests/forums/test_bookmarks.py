import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import block
from communities.models import Membership
from forums import actions
from forums.models import Bookmark
from tests.factories import PostFactory


@pytest.fixture
def post(discussion, participant):
    return discussion.posts.get(number=2)


@pytest.fixture
def as_facilitator(client, facilitator):
    client.force_login(facilitator)
    return client


LIST = reverse("forums:bookmarks")


def at(verb, post):
    return reverse(f"forums:post-{verb}", args=[post.pk])


def test_a_bookmark_is_kept_once_and_found_in_the_list(as_facilitator, post, facilitator):
    kept = [as_facilitator.post(at("bookmark", post)) for _click in range(2)]

    assert [response.url for response in kept] == [f"{post.discussion.get_absolute_url()}#post-2"] * 2
    assert list(Bookmark.objects.values_list("person", "post")) == [(facilitator.pk, post.pk)]
    page = as_facilitator.get(LIST).content.decode()
    assert "Ask the trainee first." in page
    assert "Feedback on the day" in page


def test_it_is_dropped_from_the_list_and_twice_is_harmless(as_facilitator, post, facilitator):
    actions.keep_bookmark(post, actor=facilitator)

    for _click in range(2):
        response = as_facilitator.post(at("unbookmark", post), {"from_list": "1"})
        assert response.url == LIST

    assert not Bookmark.objects.exists()
    assert "Nothing kept yet" in as_facilitator.get(LIST).content.decode()


def test_htmx_gets_what_may_be_done_anew(as_facilitator, post):
    kept = as_facilitator.post(at("bookmark", post), headers={"HX-Request": "true"}).content.decode()
    dropped = as_facilitator.post(at("unbookmark", post), headers={"HX-Request": "true"}).content.decode()

    assert kept.lstrip().startswith('<section class="acts" id="acts-2"')
    assert "Remove the bookmark" in kept
    assert "autofocus" in kept
    assert "Keep a bookmark" in dropped


def test_a_bookmark_changes_nothing_for_others(as_facilitator, post, discussion):
    version = discussion.version

    as_facilitator.post(at("bookmark", post))

    discussion.refresh_from_db()
    assert discussion.version == version


def test_nobody_sees_those_of_others_nor_of_what_they_may_read_no_more(
    as_facilitator, client, post, facilitator, leader
):
    actions.keep_bookmark(post, actor=facilitator)
    Membership.objects.filter(person=facilitator).update(state=Membership.State.LEFT, ended_at=timezone.now())

    assert "Ask the trainee first." not in as_facilitator.get(LIST).content.decode()
    client.force_login(leader)
    assert "Ask the trainee first." not in client.get(LIST).content.decode()


def test_what_was_removed_or_is_by_somebody_blocked_is_named_without_its_words(
    as_facilitator, discussion, post, facilitator, participant, moderator
):
    gone = PostFactory(discussion=discussion, author=moderator, markdown="Gone by now.")
    for each in (post, gone):
        actions.keep_bookmark(each, actor=facilitator)
    actions.remove_post(gone, actor=moderator)
    block(participant, actor=facilitator)

    page = as_facilitator.get(LIST).content.decode()

    assert "This post was removed." in page
    assert "By somebody you blocked." in page
    assert "Ask the trainee first." not in page
    assert "Gone by now." not in page
    assert "Pia Participant" not in page


def test_whoever_may_not_see_a_post_keeps_none(client, post, outsider):
    client.force_login(outsider)

    assert client.post(at("bookmark", post)).status_code == 404


@pytest.mark.parametrize("number", [2, 40])
def test_queries_do_not_grow(as_facilitator, discussion, facilitator, moderator, django_assert_max_num_queries, number):
    posts = [PostFactory(discussion=discussion, author=moderator) for _each in range(number)]
    Bookmark.objects.bulk_create(Bookmark(post=post, person=facilitator) for post in posts)
    as_facilitator.get(LIST)

    with django_assert_max_num_queries(5):
        page = as_facilitator.get(LIST).content.decode()

    assert page.count("/unbookmark/") == min(number, 30)
    assert ('rel="next"' in page) == (number > 30)
