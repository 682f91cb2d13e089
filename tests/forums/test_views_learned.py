from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from core.markdown import render
from forums.actions import close_discussion, publish_closing, reopen_discussion
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Closing, Discussion, FollowOn
from forums.queries.learned import CLOSINGS_PER_PAGE
from tests.factories import DiscussionFactory, PostFactory

CLOSED = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def close(moderator):
    def close(space, title, *, at=CLOSED, result="lesson"):
        discussion = DiscussionFactory(space=space, title=title, excerpt=f"Question of {title}")
        closing = Closing.objects.create(
            discussion=discussion,
            summary="We agreed.",
            summary_html=render("We agreed."),
            excerpt=f"Excerpt of {title}",
            result=result,
            drafted_at=at,
            published_at=at,
            published_by=moderator,
            post_count=12,
            people_count=7,
        )
        Discussion.objects.filter(pk=discussion.pk).update(state="closed", closing=closing)
        return closing

    return close


@pytest.fixture
def address(community):
    return reverse("forums:learned", args=[community.slug])


def titles(response):
    return [closing.discussion.title for closing in response.context["page"].closings]


def test_a_closing_is_shown_with_question_excerpt_result_figures_and_where_it_leads(client, address, commons, close):
    closing = close(commons, "Opening words")
    FollowOn.objects.create(closing=closing, kind="article", title="A guide", url="https://example.org/guide")

    page = client.get(address).content.decode()

    assert f'<a href="{closing.get_absolute_url()}">Opening words</a>' in page
    assert "Question of Opening words" in page
    assert "Excerpt of Opening words" in page
    assert "A lesson learned" in page
    assert "12 posts · 7 people" in page
    assert '<a href="https://example.org/guide" rel="nofollow noopener noreferrer ugc"><bdi>A guide</bdi></a>' in page


def test_the_newest_stand_first(client, address, commons, close):
    close(commons, "Old", at=CLOSED - timedelta(days=1))
    close(commons, "New")

    assert titles(client.get(address)) == ["New", "Old"]


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        (None, ["Open"]),
        ("outsider", ["Open"]),
        ("admin", ["Open"]),
        ("participant", ["Members", "Open"]),
        ("leader", ["Team", "Members", "Open"]),
    ],
)
def test_each_finds_what_they_may_read(client, request, address, commons, members_room, team_room, close, who, shown):
    for days, (space, title) in enumerate([(commons, "Open"), (members_room, "Members"), (team_room, "Team")]):
        close(space, title, at=CLOSED + timedelta(days=days))
    if who:
        client.force_login(request.getfixturevalue(who))

    assert titles(client.get(address)) == shown


@pytest.mark.parametrize(("visibility", "status"), [("public", 200), ("listed", 404), ("hidden", 404)])
def test_visitors_come_in_where_the_community_is_public(client, address, community, visibility, status):
    Community.objects.filter(pk=community.pk).update(visibility=visibility)

    assert client.get(address).status_code == status


def test_a_draft_is_not_shown(client, address, moderator, commons):
    discussion = DiscussionFactory(space=commons)
    PostFactory(discussion=discussion, author=moderator)
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    client.force_login(moderator)

    page = client.get(address)

    assert titles(page) == []
    assert "Nothing has been closed yet" in page.content.decode()


def test_it_is_filtered_by_result_and_year(client, address, commons, close):
    close(commons, "Lesson of 2025", at=CLOSED.replace(year=2025))
    close(commons, "Lesson of 2026")
    close(commons, "Ideas of 2026", result="ideas")

    def found(**asked):
        return sorted(titles(client.get(address, asked)))

    assert found(result="lesson") == ["Lesson of 2025", "Lesson of 2026"]
    assert found(year="2026") == ["Ideas of 2026", "Lesson of 2026"]
    assert found(result="ideas", year="2026") == ["Ideas of 2026"]
    assert found(result="ideas", year="2025") == []
    assert len(found(result="solution", year="1999")) == 3
    page = client.get(address, {"result": "ideas"})
    assert page.context["page"].years == [2026, 2025]
    assert page.context["page"].results == [("ideas", "ideas"), ("lesson", "a lesson learned")]
    assert '<option value="ideas" selected>' in page.content.decode()


def test_the_year_is_that_of_the_reader_s_clock(client, address, commons, close, community):
    Community.objects.filter(pk=community.pk).update(time_zone="Pacific/Auckland")
    close(commons, "New year's eve", at=datetime(2025, 12, 31, 20, tzinfo=UTC))

    assert client.get(address).context["page"].years == [2026]


def test_what_was_reopened_says_so(client, address, commons, moderator):
    discussion = DiscussionFactory(space=commons, title="Again")
    PostFactory(discussion=discussion, author=moderator)
    for summary in ("First", "Second"):
        close_discussion(discussion, actor=moderator, reason="Done")
        draft_due()
        draft = discussion.closings.unpublished().get()
        publish_closing(draft, Draft(summary, "ideas"), actor=moderator, version=draft.version)
        discussion.refresh_from_db()
        if summary == "First":
            reopen_discussion(discussion, actor=moderator, reason="More")

    page = client.get(address).content.decode()

    assert page.index('<p dir="auto">Second</p>') < page.index("Reopened since") < page.index("First</p>")
    assert page.count("Reopened since") == 1


def test_pages_follow_one_another_also_where_moments_are_the_same(client, address, commons, close):
    for number in range(CLOSINGS_PER_PAGE + 3):
        close(commons, f"Number {number:02}")

    first = client.get(address, {"result": "lesson"})
    after = first.context["page"].after
    second = client.get(address, {"result": "lesson", "after": after})

    assert titles(first) + titles(second) == [
        f"Number {number:02}" for number in reversed(range(CLOSINGS_PER_PAGE + 3))
    ]
    assert second.context["page"].after == ""
    assert f'href="?result=lesson&amp;after={after}"' in first.content.decode()


@pytest.mark.parametrize("count", [2, 40])
def test_it_stays_within_its_queries(
    client, address, commons, close, participant, count, django_assert_max_num_queries
):
    for number in range(count):
        closing = close(commons, f"Number {number}", at=timezone.now())
        FollowOn.objects.create(closing=closing, title="A guide", url="https://example.org/guide")
    with django_assert_max_num_queries(4):
        client.get(address)
    client.force_login(participant)

    with django_assert_max_num_queries(8):
        assert client.get(address).status_code == 200


def test_the_community_leads_to_it(client, address, community, commons, close):
    close(commons, "Opening words")

    page = client.get(reverse("home:community", args=[community.slug])).content.decode()

    assert f'<a href="{address}">All that we learned</a>' in page
    assert f'<li><a href="{address}">What we learned</a></li>' in page
