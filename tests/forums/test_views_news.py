import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import block
from forums.models import Discussion, Post, ReadingPosition
from notifications.models import Notification
from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def discussion(commons, moderator):
    discussion = DiscussionFactory(space=commons)
    PostFactory(discussion=discussion, author=moderator)
    return discussion


@pytest.fixture
def ask(client, participant, discussion):
    client.force_login(participant)
    return lambda after=1, **asked: client.get(
        reverse("forums:news", args=[discussion.pk]), {"after": after, **asked}, headers={"HX-Request": "true"}
    )


def test_the_page_looks_out_from_the_last_post_that_it_knows(client, discussion, participant):
    address = reverse("forums:news", args=[discussion.pk])
    as_visitor = client.get(discussion.get_absolute_url()).content.decode()
    client.force_login(participant)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert f'hx-get="{address}?after=1"' in page
    assert address not in as_visitor
    assert "live.js" not in as_visitor


def test_a_closed_discussion_s_page_looks_out_for_nothing(client, discussion, participant):
    Discussion.objects.filter(pk=discussion.pk).update(state="closing")
    client.force_login(participant)

    assert (
        reverse("forums:news", args=[discussion.pk]) not in client.get(discussion.get_absolute_url()).content.decode()
    )


def test_where_nothing_came_nothing_is_sent(ask, discussion, participant, moderator):
    PostFactory(discussion=discussion, author=participant)
    removed = PostFactory(discussion=discussion, author=moderator)
    Post.objects.filter(pk=removed.pk).update(deleted_at=timezone.now())

    answer = ask()

    assert (answer.status_code, answer.content) == (204, b"")


def test_once_it_is_closed_the_asking_ends(ask, discussion):
    Discussion.objects.filter(pk=discussion.pk).update(state="closing")

    assert ask().status_code == 286


def test_it_says_how_much_came_and_leads_to_the_first(ask, discussion, moderator, leader, participant):
    PostFactory(discussion=discussion, author=participant)
    for author in (moderator, leader):
        PostFactory(discussion=discussion, author=author)

    page = ask().content.decode()

    assert "2 new replies" in page
    assert f'href="{reverse("forums:post-number", args=[discussion.pk, 3])}"' in page


def test_whom_the_reader_blocked_counts_for_nothing(ask, discussion, moderator, participant):
    PostFactory(discussion=discussion, author=moderator)
    block(moderator, actor=participant)

    assert ask().status_code == 204


def test_what_steers_reaches_also_whoever_blocked_its_writer(ask, discussion, moderator, participant):
    PostFactory(discussion=discussion, author=moderator, markdown="I wrote.")
    PostFactory(discussion=discussion, author=moderator, kind="interim_summary", markdown="So far.")
    block(moderator, actor=participant)

    page = ask(show=1).content.decode()

    assert "1 new reply" in ask().content.decode()
    assert "So far." in page
    assert "I wrote." not in page


def test_what_came_is_shown_at_the_end_and_the_next_is_looked_for_behind_it(ask, discussion, moderator, participant):
    first = PostFactory(discussion=discussion, author=moderator, markdown="I *asked*.")
    PostFactory(discussion=discussion, author=participant, markdown="My own.")
    PostFactory(discussion=discussion, author=moderator, markdown="And then I told.", parent=first)

    page = ask(show=1).content.decode()

    assert "<em>asked</em>" in page
    assert "And then I told." in page
    assert "My own." not in page
    assert page.count("autofocus") == 1
    assert "?after=4" in page
    assert ask(after=4).status_code == 204


def test_asking_writes_nothing(ask, discussion, moderator, participant):
    PostFactory(discussion=discussion, author=moderator)

    ask()
    ask(show=1)

    assert not ReadingPosition.objects.exists()
    assert not Notification.objects.filter(read_at__isnull=False).exists()


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "\0"])
def test_rubbish_is_not_there(ask, after):
    assert ask(after=after).status_code == 404


def test_strangers_and_visitors_learn_nothing(client, discussion, members_room, outsider):
    Discussion.objects.filter(pk=discussion.pk).update(space=members_room)
    address = f"{reverse('forums:news', args=[discussion.pk])}?after=0"
    as_visitor = client.get(address).status_code
    client.force_login(outsider)

    assert (as_visitor, client.get(address).status_code) == (404, 404)


@pytest.mark.parametrize("number", [0, 40])
def test_it_costs_one_query_besides_who_asks(ask, discussion, moderator, django_assert_max_num_queries, number):
    PostFactory.create_batch(number, discussion=discussion, author=moderator)
    ask()

    with django_assert_max_num_queries(3):
        ask()
