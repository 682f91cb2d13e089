"""Joining, leaving, the members and their roles."""

import pytest
from django.urls import reverse

from communities.models import Community, Membership, Role
from communities.views.memberships import MEMBERS_PER_PAGE
from tests.factories import CommunityFactory, MembershipFactory


def url(name, community, *more):
    return reverse(f"communities:{name}", args=[community.slug, *more])


def test_join(client, outsider, community):
    client.force_login(outsider)

    response = client.post(url("join", community), follow=True)

    assert response.redirect_chain == [("/c/campus/", 302)]
    assert "Welcome to Virtual campus" in response.content.decode()
    assert Membership.objects.get().person == outsider


def test_a_visitor_who_joins_is_led_to_sign_up_and_back(client, community):
    response = client.post(url("join", community))

    assert response.status_code == 302
    assert response.url == f"{reverse('account_signup')}?next=/c/campus/"


@pytest.mark.parametrize("verb", ["join", "leave"])
def test_a_hidden_community_is_not_there_for_outsiders(client, outsider, verb):
    community = CommunityFactory(visibility="hidden")
    assert client.post(url(verb, community)).status_code == 404
    client.force_login(outsider)

    assert client.post(url(verb, community)).status_code == 404
    assert not Membership.objects.exists()


def test_joining_is_refused_where_the_team_decides(client, outsider):
    client.force_login(outsider)

    assert client.post(url("join", CommunityFactory(admission="request"))).status_code == 403


@pytest.mark.parametrize("verb", ["join", "leave"])
def test_nothing_is_joined_or_left_by_get(client, participant, community, verb):
    client.force_login(participant)

    assert client.get(url(verb, community)).status_code == 405


def test_leave_twice(client, participant, community):
    client.force_login(participant)

    for _ in range(2):
        assert client.post(url("leave", community)).url == "/"

    assert Membership.objects.get().state == "left"
    assert Community.objects.get().member_count == 0


def test_the_last_leader_is_told_what_to_do(client, leader, community):
    client.force_login(leader)

    response = client.post(url("leave", community), follow=True)

    assert "Make somebody else a leader first" in response.content.decode()
    assert Membership.objects.get().state == "active"


def test_leaving_is_not_for_outsiders(client, outsider, community):
    client.force_login(outsider)

    assert client.post(url("leave", community)).status_code == 404


def test_the_roles_are_explained_to_whoever_sees_inside(client, community, leader):
    response = client.get(url("roles", community))

    assert response.status_code == 200
    assert "Close discussions, publish what was learned" in response.content.decode()
    assert "Lea Leader" in response.content.decode()


def test_the_roles_of_a_listed_community_are_for_members(client, outsider, leader, community):
    Community.objects.update(visibility="listed")
    client.force_login(outsider)
    assert client.get(url("roles", community)).status_code == 404
    client.force_login(leader)

    assert client.get(url("roles", community)).status_code == 200


@pytest.mark.parametrize("person", ["outsider", "admin"])
def test_members_are_seen_by_members_alone(client, request, community, participant, person):
    assert client.get(url("members", community)).status_code == 404
    client.force_login(request.getfixturevalue(person))
    assert client.get(url("members", community)).status_code == 404
    client.force_login(participant)

    assert "Pia Participant" in client.get(url("members", community)).content.decode()


def test_a_member_may_keep_their_profile_to_themselves(client, participant, community):
    MembershipFactory(community=community, person__organisation="Open House")
    MembershipFactory(community=community, person__organisation="Closed House", person__profile_audience="nobody")
    client.force_login(participant)

    page = client.get(url("members", community)).content.decode()

    assert "Open House" in page
    assert "Closed House" not in page


def test_members_are_found_by_name(client, participant, moderator, community):
    client.force_login(participant)

    page = client.get(url("members", community), {"name": "mo mod"})

    assert [row["membership"].person for row in page.context["rows"]] == [moderator]
    assert b"Nobody of this name" in client.get(url("members", community), {"name": "\x00zz"}).content


@pytest.mark.parametrize("number", [2, MEMBERS_PER_PAGE])
def test_queries_do_not_grow_with_the_members(client, leader, community, django_assert_max_num_queries, number):
    MembershipFactory.create_batch(number, community=community)
    client.force_login(leader)
    client.get(url("members", community))

    with django_assert_max_num_queries(6):
        response = client.get(url("members", community))

    assert len(response.context["rows"]) == min(number + 1, MEMBERS_PER_PAGE)
    assert (response.context["page"].after is not None) is (number == MEMBERS_PER_PAGE)


def test_a_leader_gives_a_role(client, leader, participant, community):
    membership = Membership.objects.get(person=participant)
    client.force_login(leader)

    response = client.post(url("member-role", community, membership.pk), {"role": Role.MODERATOR.value})

    assert response.url == f"/c/campus/members/?after={membership.pk - 1}#member-{membership.pk}"
    assert Membership.objects.get(person=participant).role == Role.MODERATOR
    page = client.get(response.url)
    assert page.context["rows"][0]["membership"] == membership
    assert "Pia Participant: moderator." in page.content.decode()


def test_a_leader_gives_a_role_in_place(client, leader, participant, community):
    membership = Membership.objects.get(person=participant)
    client.force_login(leader)

    response = client.post(url("member-role", community, membership.pk), {"role": 30}, headers={"hx-request": "true"})

    page = response.content.decode()
    assert page.lstrip().startswith(f'<li class="row row--stack" id="member-{membership.pk}">')
    assert '<option value="30" selected>' in page
    assert "<html" not in page


@pytest.mark.parametrize("role", ["5", "35", "", "leader", "40; --"])
def test_there_are_four_roles_to_give(client, leader, participant, community, role):
    membership = Membership.objects.get(person=participant)
    client.force_login(leader)

    client.post(url("member-role", community, membership.pk), {"role": role})

    assert Membership.objects.get(person=participant).role == Role.PARTICIPANT


def test_the_last_leader_cannot_step_down(client, leader, community):
    membership = Membership.objects.get(person=leader)
    client.force_login(leader)

    response = client.post(url("member-role", community, membership.pk), {"role": 10}, follow=True)

    assert "Make somebody else a leader first" in response.content.decode()
    assert Membership.objects.get(person=leader).role == Role.LEADER


def test_others_give_no_roles(client, moderator, participant, outsider, community):
    membership = Membership.objects.get(person=participant)
    client.force_login(moderator)
    assert client.post(url("member-role", community, membership.pk), {"role": 30}).status_code == 403
    client.force_login(outsider)
    assert client.post(url("member-role", community, membership.pk), {"role": 30}).status_code == 404

    assert Membership.objects.get(person=participant).role == Role.PARTICIPANT


def test_a_role_is_given_beneath_its_own_community_alone(client, leader, participant):
    membership = Membership.objects.get(person=participant)
    client.force_login(leader)

    assert client.post(url("member-role", CommunityFactory(), membership.pk), {"role": 30}).status_code == 404
