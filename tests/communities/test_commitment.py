"""What is asked of members is said before anybody joins, and what a role takes on before anybody accepts (P21, P26)."""

import pytest
from django.urls import reverse

from communities.models import Charter, Community, Role
from communities.queries.method import method
from tests.factories import CommunityFactory, InvitationFactory, MembershipFactory

ASKED = "About an hour a week."


@pytest.fixture
def community(db):
    community = CommunityFactory(slug="campus", visibility="listed", admission="request")
    MembershipFactory(community=community, role=Role.LEADER)
    Charter.objects.filter(community=community).update(commitment=ASKED)
    return community


def page(client, address):
    return client.get(address).content.decode()


def test_the_front_says_it_to_whoever_is_not_in(client, community, outsider):
    assert ASKED in page(client, community.get_absolute_url())
    MembershipFactory(community=community, person=outsider)
    client.force_login(outsider)
    assert ASKED not in page(client, community.get_absolute_url())


def test_where_nobody_is_taken_in_any_more_it_is_not_said(client, community):
    Community.objects.update(phase="concluded")

    assert ASKED not in page(client, community.get_absolute_url())


def test_the_page_of_joining_says_it(client, community, outsider):
    client.force_login(outsider)

    assert ASKED in page(client, reverse("communities:join", args=["campus"]))


def test_a_hidden_community_says_it_to_nobody_outside(client, community, outsider):
    Community.objects.update(visibility="hidden", admission="invitation")
    client.force_login(outsider)

    assert client.get(community.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.MODERATOR])
def test_an_invitation_says_it_with_the_duties_of_the_role(client, community, role):
    leader = community.memberships.get(role=Role.LEADER).person
    invitation = InvitationFactory(community=community, invited_by=leader, role=role)

    shown = page(client, invitation.get_absolute_url())

    assert ASKED in shown
    assert all(duty in shown for duty in method().duties[role.name.lower()])
    assert (method().duties["moderator"][0] in shown) is (role == Role.MODERATOR)
