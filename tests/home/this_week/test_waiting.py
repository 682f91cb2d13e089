"""What this week costs, and where the dashboard says that something waits."""

import re
from uuid import uuid4

import pytest

from communities.models import (
    Community,
    JoinRequest,
    LearningTopic,
    Membership,
    Rhythm,
    Role,
    Suggestion,
)
from home.queries.this_week import waiting_in
from tests.communities.life import in_phase
from tests.factories import (
    CommunityFactory,
    DiscussionFactory,
    InvitationFactory,
    MembershipFactory,
    UserFactory,
)
from tests.home.this_week.reading import DAY, NOW, URL, close, make_item
from tests.masking import body_of


def crowd(community, number):
    commons = community.spaces.get(slug="commons")
    Rhythm.objects.get_or_create(community=community, defaults={"discussion_weeks": 1, "most_open": 1})
    for each in range(number):
        MembershipFactory(community=community, joined_at=NOW - DAY)
        make_item(community, title=f"Item {each}", due_on="2026-03-05")
        DiscussionFactory(space=commons, kind="question", opened_at=NOW - 5 * DAY)
        JoinRequest.objects.create(community=community, person=UserFactory())
        Suggestion.objects.create(
            community=community, text="More tea", made_on=NOW.date(), submission=uuid4(), is_told=True
        )
        LearningTopic.objects.create(
            community=community, title="Topic", vote_count=3, proposed_by=UserFactory(), submission=uuid4()
        )
        InvitationFactory(community=community, sent_at=NOW - 9 * DAY, expires_at=NOW + DAY)
        close(DiscussionFactory(space=commons, locked_at=NOW), UserFactory())


@pytest.mark.parametrize("number", [1, 9])
def test_queries_do_not_grow(client, community, leader, result, number, django_assert_max_num_queries):
    Community.objects.update(admission="request")
    crowd(community, number)
    client.force_login(leader)
    client.get(URL)

    with django_assert_max_num_queries(12):
        text = body_of(client.get(URL))
    assert "A guide" in text
    assert "Topic" in text


def waiting(client, person):
    """What the dashboard says: {community: words}."""
    client.force_login(person)
    text = body_of(client.get("/"))
    if "This week, in your role" not in text:
        return {}
    part = text.split("This week, in your role")[1].split("</section>")[0]
    return dict(re.findall(r'/c/([\w-]+)/this-week/">[^<]*</a></h3><p class="meta">(.*?)</p>', part))


def test_the_dashboard_says_where_something_waits(client, community, commons, settled, leader, participant, result):
    other = CommunityFactory(slug="other")
    MembershipFactory(community=other, person=leader, role=Role.PARTICIPANT)
    Membership.objects.update(joined_at=NOW - 60 * DAY)
    make_item(other, due_on="2026-03-05")
    DiscussionFactory(space=commons, kind="question", opened_at=NOW - 5 * DAY)
    LearningTopic.objects.create(
        community=community, title="Topic", vote_count=3, proposed_by=UserFactory(), submission=uuid4()
    )

    assert waiting(client, leader) == {
        "campus": "A result that nothing works towards, a question without an answer, topics to take up"
    }
    assert waiting(client, settled) == {"campus": "Topics to take up"}
    assert waiting(client, participant) == {}
    in_phase(community, "concluded")
    assert waiting(client, leader) == {}


@pytest.mark.parametrize("number", [1, 6])
def test_the_dashboard_asks_once_for_all_communities(community, leader, result, number, django_assert_num_queries):
    crowd(community, 2)
    for _each in range(number - 1):
        crowd(MembershipFactory(person=leader, role=Role.LEADER).community, 2)
    own = list(Membership.objects.live_of(leader).select_related("community"))

    with django_assert_num_queries(1):
        found = waiting_in(leader, own)
    assert len(found) == number


def test_who_holds_no_role_costs_nothing(community, participant, django_assert_num_queries):
    own = list(Membership.objects.live_of(participant).select_related("community"))

    with django_assert_num_queries(0):
        assert waiting_in(participant, own) == []
