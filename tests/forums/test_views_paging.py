"""Pages of a discussion, and what is new on them."""

import gzip
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums import actions
from forums.models import Discussion, ReadingPosition
from notifications.queries import unread_count
from tests.factories import DiscussionFactory, PostFactory

TEXT = "I asked before I told, and he thanked me a week later for the one thing that I saw and felt. " * 4


@pytest.fixture
def discussion(commons, leader):
    return DiscussionFactory(space=commons, title="When the room shuts down", planned_by=leader)


def posts_in(discussion, count, **fields):
    """`count` posts, each fifth of which begins a line that the next four answer."""
    root = None
    for at in range(count):
        post = PostFactory(discussion=discussion, markdown=TEXT, parent=root if at % 5 else None, **fields)
        root = root if at % 5 else post


def numbers(response):
    return [int(number) for number in re.findall(r'<article class="[^"]*" id="post-(\d+)"', response.content.decode())]


def new_numbers(response):
    articles = response.content.decode().split("<article ")[1:]
    return [int(re.search(r'id="post-(\d+)"', each)[1]) for each in articles if "badge--new" in each]


def test_pages_follow_one_another_in_thread_order(client, discussion):
    posts_in(discussion, 45)
    in_order = list(discussion.posts.order_by("path").values_list("number", flat=True))
    url = discussion.get_absolute_url()

    first = client.get(url)
    second = client.get(url + re.search(r'rel="next" href="(\?after=\w+)[^"]*"', first.content.decode())[1])
    third = client.get(url + re.search(r'rel="next" href="(\?after=\w+)[^"]*"', second.content.decode())[1])
    back = client.get(url + re.search(r'rel="prev" href="(\?before=\w+)[^"]*"', third.content.decode())[1])

    assert numbers(first) + numbers(second) + numbers(third) == in_order
    assert numbers(back) == numbers(second)
    assert b'rel="prev"' not in first.content
    assert b'rel="next"' not in third.content


@pytest.mark.parametrize(
    "query",
    [
        "after=%00",
        "after=" + "0" * 10_000,
        "before='",
        "from=%F0%28%8C%28",
        "after=ABCDE",
        "after=",
        "from=0001",
        "x[]=1",
    ],
)
def test_positions_that_are_none_show_the_first_page(client, discussion, query):
    posts_in(discussion, 25)

    response = client.get(f"{discussion.get_absolute_url()}?{query}")

    assert numbers(response) == numbers(client.get(discussion.get_absolute_url()))


def test_positions_behind_the_end_show_an_empty_page(client, discussion):
    posts_in(discussion, 1)

    response = client.get(discussion.get_absolute_url() + "?after=zzzzz")

    assert response.status_code == 200
    assert numbers(response) == []


def test_a_post_leads_to_the_page_that_holds_it(client, discussion):
    posts_in(discussion, 45)
    post = discussion.posts.get(number=33)

    for address in (post.get_absolute_url(), reverse("forums:post-number", args=[discussion.pk, 33])):
        response = client.get(address)
        assert response.status_code == 302
        path, anchor = response.url.split("#")
        assert anchor == "post-33"
        assert numbers(client.get(path))[0] == 33


def test_a_post_of_a_short_discussion_leads_to_its_only_page(client, discussion):
    posts_in(discussion, 3)

    response = client.get(discussion.posts.get(number=3).get_absolute_url())

    assert response.url == discussion.get_absolute_url() + "#post-3"


def test_a_post_in_a_hidden_room_is_not_found(client, team_room, participant):
    post = PostFactory(discussion=DiscussionFactory(space=team_room))
    client.force_login(participant)

    assert client.get(post.get_absolute_url()).status_code == 404
    assert client.get(reverse("forums:post-number", args=[post.discussion_id, 1])).status_code == 404


def test_nothing_is_new_on_a_first_visit_and_then_what_came_since(client, discussion, participant, leader):
    posts_in(discussion, 3)
    client.force_login(participant)
    url = discussion.get_absolute_url()

    first = client.get(url)
    PostFactory(discussion=discussion, parent=discussion.posts.get(number=1), author=leader)
    PostFactory(discussion=discussion, author=participant)
    second = client.get(url)
    third = client.get(url)

    assert new_numbers(first) == []
    assert new_numbers(second) == [4]
    assert b"One new post since last time" in second.content
    assert b"Go to 1 new post<" in second.content
    assert new_numbers(third) == []
    assert b"you have read them all" in third.content


@pytest.mark.parametrize("behind", [0, 5])
def test_a_second_look_writes_nothing(client, discussion, participant, behind):
    posts_in(discussion, 25)
    client.force_login(participant)
    position = f"?after={discussion.posts.order_by('path')[behind].path}" if behind else ""
    client.get(discussion.get_absolute_url() + position)
    before = list(ReadingPosition.objects.values())

    with CaptureQueriesContext(connection) as queries:
        client.get(discussion.get_absolute_url() + position)

    assert list(ReadingPosition.objects.values()) == before
    assert not [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_looking_at_a_post_reads_what_one_was_told_of_it(client, discussion, participant, leader):
    posts_in(discussion, 1, author=participant)
    actions.reply(discussion, actor=leader, markdown="And then?", submission=uuid.uuid4())
    client.force_login(participant)

    client.get(discussion.get_absolute_url())

    assert participant.notifications.get().read_at is not None


def test_looking_again_reads_what_one_was_told_though_no_post_is_new(client, discussion, participant, moderator):
    posts_in(discussion, 1, author=participant)
    client.force_login(participant)
    client.get(discussion.get_absolute_url())
    actions.close_discussion(discussion, actor=moderator, reason="Done")
    actions.reopen_discussion(discussion, actor=moderator, reason="More to say")
    assert unread_count(participant) == 1

    client.get(discussion.get_absolute_url())

    assert unread_count(participant) == 0


def test_deep_answers_say_whom_they_answer(client, discussion, leader):
    parent = None
    for _ in range(5):
        parent = PostFactory(discussion=discussion, parent=parent, author=leader)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert page.count("post--3") == 2
    assert page.count('<p class="post__to">answers <a href="#post-3">Lea Leader</a></p>') == 1


def test_an_unchanged_page_is_not_sent_again(client, discussion, participant, django_assert_max_num_queries):
    posts_in(discussion, 3)
    client.force_login(participant)
    url = discussion.get_absolute_url()
    client.get(url)
    tag = client.get(url)["ETag"]

    with django_assert_max_num_queries(4):
        again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")

    Discussion.objects.filter(pk=discussion.pk).update(version=99)
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_visitors_share_a_page_until_it_changes(client, discussion, django_assert_num_queries):
    posts_in(discussion, 3)
    first = client.get(discussion.get_absolute_url())
    with django_assert_num_queries(1):
        second = client.get(discussion.get_absolute_url())

    posts_in(discussion, 1)

    assert second.content == first.content
    assert numbers(client.get(discussion.get_absolute_url())) == [1, 2, 3, 4]


def test_the_tag_differs_by_reader_and_by_what_they_chose(client, discussion, participant, leader):
    posts_in(discussion, 1)
    url = discussion.get_absolute_url()
    tags = [client.get(url)["ETag"]]
    for person in (participant, leader):
        client.force_login(person)
        client.get(url)
        tags.append(client.get(url)["ETag"])
        client.post(reverse("forums:follow", args=[discussion.pk]))
        tags.append(client.get(url)["ETag"])

    assert len(set(tags)) == 5


@pytest.mark.parametrize("count", [20, 200])
def test_the_page_stays_within_its_budget(client, discussion, participant, count, django_assert_max_num_queries):
    posts_in(discussion, count)
    url = discussion.get_absolute_url()
    client.get(url)

    with django_assert_max_num_queries(3):
        visitor = client.get(url)
    client.force_login(participant)
    with django_assert_max_num_queries(8):  # their place is kept, too
        first = client.get(url)
    with django_assert_max_num_queries(5):
        member = client.get(url)

    for response in (visitor, first, member):
        assert len(numbers(response)) == 20
        assert len(response.content) < 45_000
        assert len(gzip.compress(response.content)) < 8_000


def test_each_new_post_leads_to_the_next_in_the_order_of_the_thread(client, discussion, participant, leader):
    first = PostFactory(discussion=discussion, author=leader)
    PostFactory(discussion=discussion, author=leader)
    client.force_login(participant)
    client.get(discussion.get_absolute_url())
    PostFactory(discussion=discussion, author=leader, parent=first)
    PostFactory(discussion=discussion, author=leader)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert re.findall(r'id="(post-\d|new)"', page) == ["post-1", "new", "post-3", "post-2", "post-4"]
    assert "The first of 2 new posts here" in page
    assert re.findall(r'<a href="#post-(\d)">next new one', page) == ["4"]
    assert re.search(r"</time> #3</a>", page)


def test_how_far_somebody_read_is_no_count_of_posts(client, discussion, participant, leader, facilitator):
    posts = [PostFactory(discussion=discussion, author=leader) for _each in range(3)]
    client.force_login(participant)
    client.get(discussion.get_absolute_url())
    actions.remove_post(posts[1], actor=leader)
    discussion.refresh_from_db()
    PostFactory(discussion=discussion, author=facilitator)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert "3 posts by 2 people · you have read up to #3" in page
    assert "Go to 1 new post" in page
