import pytest
from django.urls import reverse

from communities.effects import let_in
from communities.models import Role
from communities.views.communities import COMMUNITIES_PER_PAGE
from tests.factories import CommunityFactory, MembershipFactory

URL = reverse("communities:directory")


def names(response):
    return [standing.community.name for standing in response.context["standings"]]


def test_a_visitor_finds_what_is_public_or_listed(client, db):
    CommunityFactory(name="Public", slug="b", summary="Open purpose.", member_count=7)
    CommunityFactory(name="Listed", slug="a", summary="Listed purpose.", visibility="listed", member_count=41)
    CommunityFactory(name="Hidden", visibility="hidden")

    response = client.get(URL)

    assert names(response) == ["Listed", "Public"]
    assert b"7 members" in response.content
    assert b"41 members" not in response.content
    assert b"Listed purpose." in response.content


def test_a_member_finds_their_hidden_community_with_its_count(client, outsider):
    community = CommunityFactory(name="Hidden", visibility="hidden", summary="Secret purpose.", member_count=3)
    MembershipFactory(community=community, person=outsider)
    client.force_login(outsider)

    response = client.get(URL)

    assert names(response) == ["Hidden"]
    assert b"Secret purpose." in response.content
    assert b"4 members" in response.content


def test_a_guest_of_a_hidden_community_finds_its_name_and_nothing_else(client, outsider):
    community = CommunityFactory(name="Hidden", visibility="hidden", summary="Secret purpose.", member_count=3)
    let_in(outsider, community.spaces.get(slug="team"), role=Role.GUEST, source="guest")
    client.force_login(outsider)

    response = client.get(URL)

    assert names(response) == ["Hidden"]
    assert b"Secret purpose." not in response.content
    assert b" members" not in response.content


def test_pages_lead_on_and_back(client, db):
    CommunityFactory.create_batch(COMMUNITIES_PER_PAGE + 1)

    first = client.get(URL)
    second = client.get(URL, {"after": first.context["page"].after})
    back = client.get(URL, {"before": second.context["page"].before})

    assert len(names(first)) == COMMUNITIES_PER_PAGE
    assert len(names(second)) == 1
    assert names(back) == names(first)
    assert b'rel="prev"' in second.content


@pytest.mark.parametrize("position", ["", "no-such-slug", "\x00", "x" * 5000])
def test_an_odd_position_is_no_error(client, community, position):
    assert client.get(URL, {"after": position}).status_code == 200


def test_an_empty_directory_says_what_it_is_for(client, db):
    assert b"Nothing here yet" in client.get(URL).content


@pytest.mark.parametrize("number", [2, 20])
def test_queries_do_not_grow_with_the_list(client, outsider, django_assert_max_num_queries, number):
    CommunityFactory.create_batch(number)
    client.force_login(outsider)
    client.get(URL)

    with django_assert_max_num_queries(5):
        client.get(URL)
