"""What is new for each person."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from communities.effects import let_in
from communities.models import Membership, Role
from forums.models import Closing, Discussion
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory
from tests.home.dashboards import LONG_AGO, URL, dashboard, make_closed, read, titles


def test_news_are_what_i_have_not_read_in_my_communities(client, commons, participant):
    read_one, unread, never = [PostFactory(discussion__space=commons).discussion for _ in range(3)]
    PostFactory(discussion__space=CommunityFactory().spaces.get(slug="commons"))
    DiscussionFactory(space=commons, state=Discussion.State.PLANNED, opened_at=None)
    read(participant, read_one)
    read(participant, unread, last_read=0)

    found = dashboard(client, participant)

    assert titles(found) == [never.title, unread.title]
    assert [(item.url, item.row.new_count) for item in found.news[0].items] == [
        (never.get_absolute_url(), 0),
        (f"{reverse('forums:jump', args=[unread.pk])}?post=1", 1),
    ]


def test_a_closing_is_news_until_it_was_read(client, commons, participant):
    before = timezone.now() - timedelta(days=2)
    seen, unseen, old = [make_closed(commons, title) for title in ("Seen", "Unseen", "Old")]
    read(participant, seen)
    read(participant, unseen, at=before)
    read(participant, old, at=LONG_AGO)
    Closing.objects.filter(discussion=old).update(published_at=timezone.now() - timedelta(days=60))

    assert titles(dashboard(client, participant)) == ["Unseen"]
    assert b"Unseen: we ask first." in client.get(URL).content


def test_new_members_are_news_for_the_team(client, community, participant, facilitator):
    joined = LONG_AGO
    Membership.objects.update(joined_at=joined)
    MembershipFactory.create_batch(2, community=community)

    assert dashboard(client, participant).news == []
    assert [group.fresh_members for group in dashboard(client, facilitator).news] == [2]


def test_whoever_has_read_everything_is_told_so(client, participant):
    client.force_login(participant)

    assert b"You have read everything" in client.get(URL).content


def test_the_team_room_is_no_news_for_participants(client, team_room, participant, facilitator):
    Membership.objects.update(joined_at=LONG_AGO)
    discussion = PostFactory(discussion__space=team_room).discussion

    assert titles(dashboard(client, participant)) == []
    assert titles(dashboard(client, facilitator)) == [discussion.title]


def test_a_guest_finds_their_room_and_its_news(client, outsider, team_room):
    discussion = PostFactory(discussion__space=team_room).discussion
    let_in(outsider, team_room, role=Role.GUEST, source="guest")

    found = dashboard(client, outsider)

    assert found.rooms == [team_room]
    assert found.memberships == []
    assert titles(found) == [discussion.title]


def test_nothing_is_left_of_a_room_when_the_time_is_over(client, outsider, team_room):
    PostFactory(discussion__space=team_room)
    let_in(outsider, team_room, role=Role.GUEST, source="guest", until=timezone.now())

    found = dashboard(client, outsider)

    assert (found.rooms, found.news) == ([], [])
