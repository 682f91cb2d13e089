import pytest

from communities.models import Community, JoinRequest, Role
from communities.queries import standing_in
from communities.queries.tabs import tabs_for
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return CommunityFactory(admission=Community.Admission.REQUEST)


def titles(row):
    return [str(tab.title) for tab in row]


def shown_to(role, community, current="about"):
    return tabs_for(standing_in(community, MembershipFactory(community=community, role=role).person), current)


def test_a_visitor_is_shown_the_pages_that_are_theirs(community):
    row = tabs_for(standing_in(community, UserFactory()), "about")

    assert "Discussions" in titles(row.tabs)
    assert "Members" not in titles(row.tabs)
    assert "Running it" not in titles(row.tabs)
    assert row.beneath == ()


def test_pages_that_belong_together_share_a_tab(community):
    row = shown_to(Role.PARTICIPANT, community, "roles")

    assert [str(tab.title) for tab in row.tabs if tab.is_current] == ["People"]
    assert titles(row.beneath)[:3] == ["Members", "Newcomers", "Roles"]
    assert [tab.key for tab in row.beneath if tab.is_current] == ["roles"]


def test_what_waits_is_said_once(community):
    JoinRequest.objects.create(community=community, person=UserFactory())

    elsewhere, here = (shown_to(Role.MODERATOR, community, current) for current in ("about", "requests"))

    assert {str(tab.title): tab.waiting for tab in elsewhere.tabs}["Running it"] == 1
    assert {str(tab.title): tab.waiting for tab in here.tabs}["Running it"] == 0
    assert {tab.key: tab.waiting for tab in here.beneath}["requests"] == 1
