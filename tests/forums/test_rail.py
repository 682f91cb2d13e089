"""The ways to what was said when, beside a long thread."""

from datetime import UTC, datetime, timedelta

import pytest

from forums.models import Post
from forums.queries.pages import thread_page
from forums.queries.rail import rail_of
from tests.factories import DiscussionFactory, PostFactory

pytestmark = pytest.mark.django_db
BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday


def thread_of(commons, moments, parents=None):
    """A discussion with a post at each of `moments`, which answer what `parents` (place: number) says."""
    found = DiscussionFactory(space=commons)
    for place, at in enumerate(moments):
        parent = (parents or {}).get(place)
        PostFactory(discussion=found, created_at=at, parent=parent and found.posts.get(number=parent))
    found.refresh_from_db()
    return found


def days(*numbers, each=8):
    return [BEGUN + timedelta(days=number, minutes=at) for number in numbers for at in range(each)]


def shown(rail):
    return rail.kind, [(stretch.first.isoformat(), stretch.number) for stretch in rail.stretches]


def test_a_thread_of_one_page_or_of_one_day_has_none(commons, django_assert_num_queries):
    short, one_day = thread_of(commons, days(0, 9)), thread_of(commons, days(0, each=21))
    page = thread_page(short, {})

    with django_assert_num_queries(0):
        assert rail_of(short, page) is None
    assert rail_of(one_day, thread_page(one_day, {})) is None


def test_few_days_stand_alone_and_more_together(commons):
    few = thread_of(commons, days(0, 1, 7))
    weeks = thread_of(commons, days(*range(0, 40, 2), each=2))
    years = thread_of(commons, days(*range(0, 900, 40), each=1))

    assert shown(rail_of(few, thread_page(few, {}))) == (
        "day",
        [("2026-03-02", 8), ("2026-03-03", 8), ("2026-03-09", 8)],
    )
    kind, stretches = shown(rail_of(weeks, thread_page(weeks, {})))
    assert (kind, stretches[0], sum(number for _first, number in stretches)) == ("week", ("2026-03-02", 8), 40)
    assert shown(rail_of(years, thread_page(years, {})))[0] == "year"


def test_a_day_leads_to_the_first_line_of_it_and_else_to_its_first_post(commons):
    """Post 17 answers post 2 on the second day; the first line of that day begins with post 18. The third has none."""
    discussion = thread_of(commons, days(0, 1, 2), {8 + 8: 2, 16: 2, **dict.fromkeys(range(17, 24), 3), 8: 2})
    first, second, third = rail_of(discussion, thread_page(discussion, {})).stretches

    assert first.path == discussion.posts.get(number=1).path
    assert second.path == discussion.posts.get(number=10).path
    assert third.path == discussion.posts.get(number=17).path
    page = thread_page(discussion, {"from": second.path})
    assert page.posts[0].number == 10
    assert rail_of(discussion, page).current == second.first


def test_it_is_asked_once_for_a_version_and_counts_what_stands(commons, django_assert_num_queries):
    discussion = thread_of(commons, days(0, 1, 2))
    page = thread_page(discussion, {})
    rail_of(discussion, page)

    with django_assert_num_queries(0):
        rail_of(discussion, page)
    Post.objects.filter(discussion=discussion, number=1).update(deleted_at=BEGUN)
    discussion.version += 1
    with django_assert_num_queries(1):
        assert rail_of(discussion, page).stretches[0].number == 7


def test_the_page_of_a_long_thread_shows_where_one_is(client, commons, django_assert_max_num_queries):
    discussion = thread_of(commons, days(0, 1, 2))

    with django_assert_max_num_queries(5):
        page = client.get(discussion.get_absolute_url()).text

    path = discussion.posts.get(number=9).path
    assert page.count('aria-current="true">2 Mar') == 1
    assert f'<a href="?from={path}#dates">3 Mar' in page
