import pytest
from django.urls import reverse
from django.utils import timezone

from communities.effects import let_in
from communities.models import Role
from forums.models import Closing, Discussion, ReadingPosition
from home.queries import NEWS_SHOWN
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory

URL = reverse("home:home")


def dashboard(client, person):
    client.force_login(person)
    return client.get(URL).context["dashboard"]


def titles(dashboard):
    return [listed.row.title for listed in dashboard.news]


def make_draft(space, **fields):
    discussion = DiscussionFactory(space=space, state=Discussion.State.CLOSING, locked_at=timezone.now())
    return Closing.objects.create(discussion=discussion, drafted_at=timezone.now(), **fields)


def test_a_visitor_is_told_what_copse_is_for_and_what_to_do(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(URL).content.decode()

    assert reverse("communities:directory") in page
    assert reverse("communities:new") in page


def test_whoever_belongs_nowhere_is_shown_the_way(client, outsider):
    client.force_login(outsider)

    page = client.get(URL).content.decode()

    assert "Find your people" in page
    assert "Needs you" not in page


def test_the_greeting_knows_the_hour_where_the_person_is(client, outsider, time_machine):
    time_machine.move_to("2026-03-03T22:30:00Z", tick=False)
    outsider.time_zone = "Asia/Tokyo"
    outsider.save()
    client.force_login(outsider)

    page = client.get(URL).content.decode()

    assert "Good morning, Olu" in page
    assert "Wednesday 4 March" in page


def test_drafts_wait_for_those_who_may_publish_them(client, commons, participant, facilitator, moderator, leader):
    draft = make_draft(commons)
    Closing.objects.create(discussion=DiscussionFactory(space=commons, state=Discussion.State.CLOSING), drafted_at=None)

    waiting = {person: dashboard(client, person).drafts for person in (participant, facilitator, moderator, leader)}

    assert waiting == {participant: [], facilitator: [], moderator: [draft], leader: [draft]}


def test_no_draft_waits_in_a_community_that_one_has_left(client, commons, moderator):
    make_draft(commons)
    moderator.memberships.update(state="left", ended_at=timezone.now())

    assert dashboard(client, moderator).drafts == []


def test_news_are_what_i_have_not_read_in_my_communities(client, commons, participant):
    read, unread, never = [PostFactory(discussion__space=commons).discussion for _ in range(3)]
    PostFactory(discussion__space=CommunityFactory().spaces.get(slug="commons"))
    DiscussionFactory(space=commons, state=Discussion.State.PLANNED, opened_at=None)
    for discussion, last_read in ((read, 1), (unread, 0)):
        ReadingPosition.objects.create(person=participant, discussion=discussion, last_read=last_read)

    assert titles(dashboard(client, participant)) == [never.title, unread.title]


def test_whoever_has_read_everything_is_told_so(client, participant):
    client.force_login(participant)

    assert b"You have read everything" in client.get(URL).content


def test_the_team_room_is_no_news_for_participants(client, team_room, participant, facilitator):
    discussion = PostFactory(discussion__space=team_room).discussion

    assert titles(dashboard(client, participant)) == []
    assert titles(dashboard(client, facilitator)) == [discussion.title]


def test_a_guest_finds_their_room_and_its_news(client, outsider, team_room):
    discussion = PostFactory(discussion__space=team_room).discussion
    let_in(outsider, team_room, role=Role.GUEST, source="guest")

    found = dashboard(client, outsider)

    assert found.rooms == [team_room]
    assert found.standings == []
    assert titles(found) == [discussion.title]


@pytest.mark.parametrize("number", [1, NEWS_SHOWN + 2])
def test_queries_do_not_grow_with_what_is_there(client, moderator, commons, number, django_assert_max_num_queries):
    for _ in range(number):
        PostFactory(discussion__space=commons)
        make_draft(commons)
        MembershipFactory(person=moderator)
    client.force_login(moderator)
    client.get(URL)

    with django_assert_max_num_queries(8):
        client.get(URL)
