import gzip
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from forums import actions, urls
from forums.models import Discussion, ReadingPosition
from notifications.effects import set_volume
from notifications.queries import unread_count
from tests.factories import DiscussionFactory, PostFactory

TEXT = "I asked before I told, and he thanked me a week later for the one thing that I saw and felt. " * 4


@pytest.fixture
def discussion(commons, leader):
    return DiscussionFactory(
        space=commons,
        title="When the room shuts down",
        planned_by=leader,
        objective="A shared page",
        difficulties="Two of them read along.",
    )


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


def test_a_visitor_reads_and_is_offered_to_sign_in(client, discussion, leader):
    PostFactory(discussion=discussion, author=leader, kind="prompt", markdown="What did *you* say?")
    PostFactory(discussion=discussion, author=leader)

    response = client.get(discussion.get_absolute_url())

    page = response.content.decode()
    assert response.status_code == 200
    assert numbers(response) == [1, 2]
    assert "What did <em>you</em> say?" in page
    assert "Sign in</a> to write here" in page
    assert "<form" not in page
    assert not response.cookies
    assert not ReadingPosition.objects.exists()


def test_a_member_may_write_and_an_outsider_is_told_how_to_join(client, discussion, participant, outsider):
    client.force_login(participant)
    assert 'id="reply"' in client.get(discussion.get_absolute_url()).content.decode()

    client.force_login(outsider)
    page = client.get(discussion.get_absolute_url()).content.decode()
    assert 'id="reply"' not in page
    assert "says how you stand with it" in page


def test_whoever_may_not_see_it_gets_404(client, team_room, participant, outsider):
    hidden = DiscussionFactory(space=team_room)

    assert client.get(hidden.get_absolute_url()).status_code == 404
    for person in (outsider, participant):
        client.force_login(person)
        assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_planned_one_is_seen_by_its_planner_and_those_who_run_it(
    client, commons, participant, facilitator, moderator
):
    planned = DiscussionFactory(
        space=commons, state="planned", opened_at=None, planned_by=participant, question="And *then*?"
    )

    seen = {}
    for person in (participant, facilitator, moderator):
        client.force_login(person)
        seen[person] = client.get(planned.get_absolute_url())

    assert [response.status_code for response in seen.values()] == [200, 404, 200]
    assert b"And <em>then</em>?" in seen[participant].content
    assert b"Open it now" in seen[participant].content
    assert b"Your plan" in seen[participant].content


def test_notes_on_difficulties_are_for_those_who_run_it(client, discussion, participant, moderator):
    client.force_login(participant)
    assert b"read along" not in client.get(discussion.get_absolute_url()).content

    client.force_login(moderator)
    assert b"read along" in client.get(discussion.get_absolute_url()).content


@pytest.mark.parametrize("address", ["/d/{pk}/", "/d/{pk}/wrong-slug/"])
def test_another_slug_leads_to_the_right_one(client, discussion, address):
    response = client.get(address.format(pk=discussion.pk) + "?after=00001")

    assert response.status_code == 302
    assert response.url == discussion.get_absolute_url() + "?after=00001"


def test_no_title_leads_to_a_verb(commons):
    routes = [str(each.pattern) for each in urls.urlpatterns]
    words = {match[1] for route in routes if (match := re.match(r"d/<int:pk>/([\w-]+)/", route))}
    assert {"closing", "plan", "post", "reply"} <= words

    for word in words:
        found = DiscussionFactory(space=commons, title=word.capitalize())
        assert resolve(found.get_absolute_url()).url_name == "discussion"


def test_a_huge_number_is_not_found(client, db):
    assert client.get(f"/d/{10**30}/x/").status_code == 404
    assert client.get(f"/p/{10**30}/").status_code == 404


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


def test_names_are_escaped_and_the_erased_have_none(client, discussion, leader, participant):
    leader.display_name = "<script>alert(1)</script>"
    leader.save()
    PostFactory(discussion=discussion, author=leader)
    post = PostFactory(discussion=discussion, author=participant)
    type(participant).objects.filter(pk=participant.pk).update(erased_at="2026-01-01T00:00Z", is_active=False)
    sender = discussion.space.imported_senders.create(name="A. Writer", address_hash="0" * 64)
    PostFactory(discussion=discussion, author=None, sender=sender)
    PostFactory(discussion=discussion, author=None, is_anonymous=True)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert post.author.display_name not in page
    assert re.findall(r'<bdi class="post__author">([^<]*)</bdi>', page)[1:] == [
        "Former member",
        "A. Writer",
        "Anonymous",
    ]


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


def test_following_and_muting_answer_with_the_buttons(client, discussion, participant):
    client.force_login(participant)

    follow = client.post(reverse("forums:follow", args=[discussion.pk]), headers={"HX-Request": "true"})
    mute = client.post(reverse("forums:mute", args=[discussion.pk]))
    unmute = client.post(reverse("forums:unfollow", args=[discussion.pk]), headers={"HX-Request": "true"})

    assert b"You follow this" in follow.content
    assert follow.content.lstrip().startswith(b'<div class="volume" id="volume">')
    assert mute.url == discussion.get_absolute_url()
    assert b"Mute" in unmute.content
    assert participant.volumes.count() == 0 or participant.volumes.get().level != "mute"


def test_whoever_hears_of_mentions_only_reads_so(client, discussion, participant):
    client.force_login(participant)
    set_volume(participant, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level="mentions")

    page = client.get(discussion.get_absolute_url()).content

    assert b"You hear of mentions only" in page
    assert b"Hear as usual" in page


@pytest.mark.parametrize("verb", ["follow", "mute", "unfollow"])
def test_hearing_of_it_is_for_those_who_see_it(client, discussion, team_room, participant, verb):
    hidden = DiscussionFactory(space=team_room)

    assert client.post(reverse(f"forums:{verb}", args=[discussion.pk])).status_code == 403
    assert client.post(reverse(f"forums:{verb}", args=[hidden.pk])).status_code == 404
    client.force_login(participant)
    assert client.post(reverse(f"forums:{verb}", args=[hidden.pk])).status_code == 404
    assert client.get(reverse(f"forums:{verb}", args=[discussion.pk])).status_code == 405


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


def test_whoever_asked_hears_of_each_post_and_need_not_follow(client, discussion):
    client.force_login(discussion.planned_by)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert "You asked this, and hear of each post" in page
    assert reverse("forums:follow", args=[discussion.pk]) not in page
    assert reverse("forums:mute", args=[discussion.pk]) in page


def test_who_follows_may_mute(client, discussion, participant):
    client.force_login(participant)
    client.post(reverse("forums:follow", args=[discussion.pk]))

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert reverse("forums:unfollow", args=[discussion.pk]) in page
    assert reverse("forums:mute", args=[discussion.pk]) in page


def test_whoever_wrote_hears_of_each_post_and_is_not_asked_to_follow(client, discussion, participant, leader):
    PostFactory(discussion=discussion, author=leader)
    post = PostFactory(discussion=discussion, author=participant)
    client.force_login(participant)

    page = client.get(discussion.get_absolute_url()).content.decode()
    muted = client.post(reverse("forums:mute", args=[discussion.pk]), headers={"HX-Request": "true"}).content.decode()
    back = client.post(reverse("forums:unfollow", args=[discussion.pk]), headers={"HX-Request": "true"})
    actions.remove_post(post, actor=participant)
    after = client.get(discussion.get_absolute_url()).content.decode()

    assert "You wrote here, and hear of each post" in page
    assert ">Follow<" not in page
    assert "You hear nothing of this" in muted
    assert "You wrote here, and hear of each post" in back.content.decode()
    assert ">Follow<" in after


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


def test_what_is_run_stands_before_what_is_read(client, discussion, moderator, leader):
    PostFactory(discussion=discussion, author=leader, kind="prompt")
    actions.close_discussion(discussion, actor=moderator, reason="Enough.")
    actions.reopen_discussion(discussion, actor=moderator, reason="One thing was forgotten.")
    client.force_login(moderator)

    page = client.get(discussion.get_absolute_url()).content.decode()

    tools, notice, question = (
        page.index("Moderator’s tools"),
        page.index("One thing was forgotten."),
        page.index('id="post-1"'),
    )
    assert tools < notice < question


def test_times_of_a_plan_name_the_community_s_clock_too(client, discussion, participant, community):
    community.time_zone = "Asia/Amman"
    community.save()
    Discussion.objects.filter(pk=discussion.pk).update(closes_at="2026-03-03T07:00Z")
    client.force_login(participant)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert '<span class="meta" data-there="Asia/Amman">(Tue 3 March, 10:00 by the clock of Asia/Amman)</span>' in page
