import re
import uuid
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.html import escape

from forums import actions
from forums.models import Post, ReadingPosition
from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def discussion(commons, leader):
    """85 posts, the second half of which answers the third: thread order is not that of arrival."""
    found = DiscussionFactory(space=commons)
    for at in range(85):
        PostFactory(discussion=found, author=leader, parent=found.posts.get(number=3) if at > 42 else None)
    found.posts.filter(number__lte=50).update(created_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    found.posts.filter(number__gt=50).update(created_at=datetime(2026, 3, 4, 9, tzinfo=UTC))
    return found


def numbers(page):
    return [int(number) for number in re.findall(r'<article class="[^"]*" id="post-(\d+)"', page)]


def get(client, address):
    return client.get(address).content.decode()


def link(page, rel):
    return re.search(rf'rel="{rel}" href="([^"]*)"', page)[1].replace("&amp;", "&")


def test_each_page_says_which_it_is_of_how_many(client, discussion):
    url = discussion.get_absolute_url()
    pages = [get(client, url)]
    for _step in range(4):
        pages.append(get(client, url + link(pages[-1], "next")))
    back = get(client, url + link(pages[3], "prev"))

    assert [re.search(r"Page (\d) of 5", page)[1] for page in pages] == list("12345")
    assert [number for page in pages for number in numbers(page)] == list(
        discussion.posts.order_by("path").values_list("number", flat=True)
    )
    assert "Page 3 of 5" in back
    assert numbers(back) == numbers(pages[2])


def test_the_last_page_holds_what_is_left_over(client, discussion):
    url = discussion.get_absolute_url()

    last = get(client, f"{url}?before=zzzzz")

    assert numbers(last) == list(discussion.posts.order_by("path").values_list("number", flat=True))[80:]
    assert "Page 5 of 5" in last
    assert 'rel="next"' not in last
    assert "?before=zzzzz" in get(client, url)


@pytest.mark.parametrize("said", ["0", "99", "x", "-1", "9" * 40])
def test_a_page_that_cannot_be_is_not_said(client, discussion, said):
    page = get(client, f"{discussion.get_absolute_url()}?from={discussion.posts.get(number=60).path}&page={said}")

    assert "Page " not in page.split('class="thread"')[1].split("pager__ways")[1].split("</summary>")[0]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"post": 60}, 60),
        ({"post": 10**6}, 85),
        ({"day": "2026-03-01"}, 1),
        ({"day": "2026-03-02"}, 51),
        ({"day": "2027-01-01"}, 85),
    ],
)
def test_going_to_a_post_or_a_day(client, discussion, asked, number):
    answer = client.get(reverse("forums:jump", args=[discussion.pk]), asked)

    path = Post.objects.get(discussion=discussion, number=number).path
    assert answer.url == f"{discussion.get_absolute_url()}?from={path}#post-{number}"


@pytest.mark.parametrize("asked", [{}, {"post": ""}])
def test_going_nowhere_leads_to_the_beginning(client, discussion, asked):
    assert client.get(reverse("forums:jump", args=[discussion.pk]), asked).url == discussion.get_absolute_url()


@pytest.mark.parametrize("asked", [{"post": "<x>"}, {"day": "yesterday"}, {"day": "0001-01-01\0"}])
def test_what_is_no_post_and_no_day_is_said_with_a_way_on(client, discussion, asked):
    address = reverse("forums:jump", args=[discussion.pk])
    answer = client.get(address, asked)

    said = escape(next(iter(asked.values())).rstrip("\0"))
    assert answer.status_code == 404
    assert f"“{said}” is neither the number of a post nor a day." in answer.text
    assert answer.text.count(f'action="{address}"') == 2
    assert f'<a href="{discussion.get_absolute_url()}">Back to the discussion</a>' in answer.text


def test_a_day_begins_by_the_reader_s_clock(client, discussion, participant):
    discussion.posts.filter(number=51).update(created_at=datetime(2026, 3, 2, 22, tzinfo=UTC))
    participant.time_zone = "Africa/Lagos"
    participant.save()
    client.force_login(participant)

    after = client.get(reverse("forums:jump", args=[discussion.pk]), {"day": "2026-03-03"})

    assert after.url.endswith("#post-52")


def test_no_way_counts_or_skips(client, discussion, django_assert_max_num_queries):
    with django_assert_max_num_queries(3) as asked:
        client.get(f"{discussion.get_absolute_url()}?before=zzzzz")

    assert not [each["sql"] for each in asked if "OFFSET" in each["sql"]]


def test_summing_up_begins_with_what_was_said_since(client, discussion, moderator, leader):
    client.force_login(moderator)
    actions.steer(discussion, actor=moderator, kind="interim_summary", markdown="*So far.*", submission=uuid.uuid4())
    discussion.refresh_from_db()
    said = PostFactory(discussion=discussion, author=leader, markdown="We should ask the trainee first, always.")
    url = reverse("forums:summarise", args=[discussion.pk])

    page = get(client, url)
    drafted = get(client, f"{url}?draft=1")

    assert "Since the last summary, #86" in page
    assert "<em>So far.</em>" in page
    assert f'<a href="{said.get_absolute_url()}">#87</a>' in page
    assert ">#85</a>" not in page
    assert "We should ask the trainee first" in drafted.split("<textarea")[1]
    assert f"[#87]({said.get_absolute_url()})" in drafted.split("<textarea")[1]
    assert "[#1](" in drafted.split("<textarea")[1]  # who asked stays who asked
    assert "We should ask" not in page.split("<textarea")[1]


def test_the_way_to_new_posts_passes_over_what_went_elsewhere(client, discussion, participant, leader):
    """Number 61 is gone: whoever has read up to 60 goes on with 62."""
    ReadingPosition.objects.create(person=participant, discussion=discussion, last_read=60)
    discussion.posts.filter(number=61).delete()
    client.force_login(participant)

    page = get(client, discussion.get_absolute_url())
    way = re.search(r'href="([^"]*)">Go to \d+ new posts', page)[1]

    assert way == f"{reverse('forums:jump', args=[discussion.pk])}?post=61"
    assert client.get(way).url.endswith("#post-62")
