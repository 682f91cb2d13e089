"""The page of a discussion that was moved says so, and the notice says who reads it now."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.effects import let_in
from communities.models import Role, Space
from forums.models import Discussion
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.moving import move

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(members_room, participant):
    found = DiscussionFactory(space=members_room, title="When the room shuts down")
    PostFactory(discussion=found, kind="prompt", markdown="Who has tried it?")
    for _each in range(25):
        PostFactory(discussion=found, author=participant)
    return found


def line_on(page):
    found = re.search(r'<p class="meta">(Moved here.*?)</p>', page.content.decode())
    return re.sub(r"<[^>]+>", "", found[1]) if found else None


def test_the_page_says_whence_it_came_and_that_everyone_reads_it(client, discussion, commons, leader, participant):
    move(discussion, commons, leader, is_confirmed=True)
    client.force_login(participant)

    page = client.get(discussion.get_absolute_url())

    day = timezone.localdate().strftime("%-d")
    assert re.fullmatch(
        rf"Moved here from Members’ room on .*{day}.*\. Everyone on the web reads it now\.", line_on(page)
    )
    html = page.content.decode()
    assert html.index("Moved here") < html.index('id="post-1"')


def test_the_room_is_named_for_those_alone_who_may_know_of_it(client, discussion, commons, leader):
    move(discussion, commons, leader, is_confirmed=True)

    said = line_on(client.get(discussion.get_absolute_url()))  # signed out

    assert said.startswith("Moved here from another space on ")
    assert "Members’ room" not in said


def test_to_fewer_it_says_nothing_of_the_web(client, discussion, team_room, moderator):
    move(discussion, team_room, moderator)
    client.force_login(moderator)

    said = line_on(client.get(discussion.get_absolute_url()))
    assert said.startswith("Moved here from Members’ room on ")
    assert "web" not in said


def test_the_last_move_counts(client, discussion, team_room, commons, leader):
    move(discussion, team_room, leader)
    move(Discussion.objects.get(pk=discussion.pk), commons, leader, is_confirmed=True)
    client.force_login(leader)

    assert line_on(client.get(discussion.get_absolute_url())).startswith("Moved here from Team room on ")


def test_it_stands_above_the_first_post_alone(client, discussion, commons, leader):
    move(discussion, commons, leader, is_confirmed=True)
    client.force_login(leader)
    further = client.get(discussion.get_absolute_url(), {"after": discussion.posts.get(number=20).path})

    assert line_on(further) is None


def test_where_nothing_was_moved_nothing_is_asked(client, discussion, leader, django_assert_num_queries, commons):
    client.force_login(leader)
    url = discussion.get_absolute_url()
    client.get(url)
    with django_assert_num_queries(5):  # as test_views_paging has it
        page = client.get(url)
    assert line_on(page) is None

    move(Discussion.objects.get(pk=discussion.pk), commons, leader, is_confirmed=True)
    client.get(url)
    with django_assert_num_queries(6):
        client.get(url)


def test_who_is_let_into_the_old_room_gets_a_new_page(client, community, commons, leader, participant):
    room = Space.objects.create(community=community, slug="pilot", name="Pilot", access="private")
    let_in(leader, room, role=Role.LEADER, source="founder")
    discussion = DiscussionFactory(space=room)
    PostFactory(discussion=discussion, kind="prompt")
    move(discussion, commons, leader, is_confirmed=True)
    client.force_login(participant)
    url = discussion.get_absolute_url()
    client.get(url)
    tag = client.get(url)["ETag"]

    let_in(participant, room, role=Role.PARTICIPANT, source="member")

    again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, line_on(again).startswith("Moved here from Pilot on ")) == (200, True)


def notice_of(client, person):
    client.force_login(person)
    html = client.get(reverse("notifications:list")).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_notice_says_who_reads_it_now_where_more_do(client, discussion, commons, leader, participant):
    move(discussion, commons, leader, is_confirmed=True)

    said = notice_of(client, participant)

    assert "in Commons now. More people read it there, and what was said before too. Everyone on the web reads" in said


def test_the_notice_says_nothing_of_readers_where_fewer_do(client, discussion, team_room, leader, moderator):
    PostFactory(discussion=discussion, author=leader)
    move(discussion, team_room, moderator)

    said = notice_of(client, leader)

    assert "which is in Team room now" in said
    assert "More people read it" not in said
