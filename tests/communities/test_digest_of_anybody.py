"""What a team sees of its members' digest: what that role may see, and nothing of anybody's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import Membership
from communities.queries.digest import digest_of_anybody
from tests.factories import DiscussionFactory, PostFactory

pytestmark = pytest.mark.django_db
URL = reverse("communities:digest", args=["campus"])


@pytest.fixture
def news(community, members_room, moderator):
    """An opening for the members and one for the team, each with a post."""
    team = community.spaces.filter(access="team").first() or community.spaces.create(
        slug="desk", name="Team", access="team"
    )
    for space, title in ((members_room, "For all of us"), (team, "For the team")):
        discussion = DiscussionFactory(space=space, title=title)
        record("discussion.opened", actor=moderator, target=discussion)
        record("post.added", actor=moderator, target=PostFactory(discussion=discussion, author=moderator))


def titles(digest):
    return [thread.about.title for group in digest.groups for thread in group.threads]


def test_it_holds_what_a_participant_may_see(community, news):
    digest = digest_of_anybody(community, since=timezone.now() - timedelta(days=1), language="en")

    assert titles(digest) == ["For all of us"]


def test_nobody_is_left_behind(community, news):
    people, members = User.objects.count(), Membership.objects.count()

    digest_of_anybody(community, since=timezone.now() - timedelta(days=1), language="en")

    assert (User.objects.count(), Membership.objects.count()) == (people, members)


def test_what_is_older_is_not_in_it(community, news):
    assert digest_of_anybody(community, since=timezone.now() + timedelta(days=1), language="en").is_empty


def test_the_team_looks_at_it(client, news, facilitator):
    client.force_login(facilitator)
    assert "For all of us" not in client.get(URL).content.decode()

    answer = client.post(URL, {"days": "7"}).content.decode()

    assert "For all of us" in answer
    assert "For the team" not in answer
    assert "Of the last week" in answer


def test_where_nothing_happened_it_says_so(client, community, facilitator):
    client.force_login(facilitator)

    assert "Nothing happened that a digest tells." in client.post(URL, {"days": "1"}).content.decode()


@pytest.mark.parametrize(("person", "status"), [("participant", 403), ("outsider", 404)])
def test_others_do_not(client, community, person, status, request):
    client.force_login(request.getfixturevalue(person))

    assert client.get(URL).status_code == status
    assert client.post(URL).status_code == status
