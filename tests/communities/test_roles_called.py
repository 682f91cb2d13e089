"""What a community calls its roles: shown wherever one is named, and nothing else changes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from activity.models import Entry
from communities import actions
from communities.actions.roles import call_roles
from communities.errors import CalledAlike
from communities.models import Community, Membership, Role
from communities.rules import may_in_community
from notifications.effects import send_due_mail
from tests.factories import MembershipFactory

CONVENER = {Role.LEADER: "convener", Role.PARTICIPANT: ""}


def called(community):
    return [str(Community.objects.get().role_name(role)) for role in (Role.PARTICIPANT, Role.LEADER)]


def test_a_role_may_be_called_otherwise_and_as_usual_again(community, leader):
    call_roles(community, labels=CONVENER, actor=leader)
    assert called(community) == ["participant", "convener"]
    call_roles(community, labels=CONVENER, actor=leader)
    call_roles(community, labels={Role.LEADER: ""}, actor=leader)

    assert called(community) == ["participant", "leader"]
    assert Entry.objects.filter(verb="community.roles_called").count() == 2


def test_what_a_role_may_do_stays(community, leader, participant):
    call_roles(community, labels={Role.PARTICIPANT: "steward"}, actor=leader)

    assert not may_in_community(participant, "lead", community)
    assert may_in_community(leader, "lead", community)


@pytest.mark.parametrize("who", ["moderator", "outsider"])
def test_leaders_alone_name_roles(community, request, who):
    with pytest.raises(PermissionDenied):
        call_roles(community, labels=CONVENER, actor=request.getfixturevalue(who))

    assert Community.objects.get().role_labels == {}


@pytest.mark.parametrize("labels", [{Role.PARTICIPANT: "Leader"}, {10: "one", 20: "One"}, {Role.PARTICIPANT: "guest"}])
def test_no_two_roles_are_called_the_same(community, leader, labels):
    with pytest.raises(CalledAlike):
        call_roles(community, labels={Role(role): label for role, label in labels.items()}, actor=leader)

    assert Community.objects.get().role_labels == {}


def test_two_roles_may_swap_their_names(community, leader):
    call_roles(community, labels={Role.FACILITATOR: "moderator", Role.MODERATOR: "facilitator"}, actor=leader)

    assert Community.objects.get().role_name(Role.MODERATOR) == "facilitator"


def test_a_change_of_role_is_told_in_these_words(community, leader, participant, mailoutbox):
    call_roles(community, labels=CONVENER, actor=leader)

    actions.change_role(Membership.objects.get(person=participant), role=Role.LEADER, actor=leader)
    send_due_mail()

    assert "you are now a convener" in mailoutbox[0].body


def test_an_invitation_says_them(community, leader, mailoutbox):
    call_roles(community, labels=CONVENER, actor=leader)

    actions.invite_people(community, emails=["ana@copse.example"], actor=leader, role=Role.LEADER)
    send_due_mail()

    assert "You would be a convener" in mailoutbox[0].body


@pytest.mark.parametrize(
    "page", ["home:community", "communities:roles", "communities:members", "communities:leave", "communities:link-new"]
)
def test_pages_say_them(client, community, leader, page):
    call_roles(community, labels=CONVENER, actor=leader)
    client.force_login(leader)

    assert "convener" in client.get(reverse(page, args=[community.slug])).content.decode().lower()


def test_the_page_of_a_member_says_them(client, community, leader):
    call_roles(community, labels=CONVENER, actor=leader)
    own = MembershipFactory(community=community, role=Role.LEADER)
    client.force_login(leader)

    page = client.get(reverse("communities:member", args=[community.slug, own.pk])).content.decode()

    assert page.count("onvener") >= 2  # the badge, and the roles to give


def url(community):
    return reverse("communities:roles-call", args=[community.slug])


def test_a_leader_names_roles_on_the_page_of_roles(client, community, leader):
    client.force_login(leader)

    response = client.post(url(community), {"leader": "convener"})

    assert response.url == reverse("communities:roles", args=[community.slug])
    page = client.get(response.url).content.decode()
    assert "Elsewhere called leader" in page
    assert 'value="convener"' in page


def test_names_that_clash_are_refused_beside_what_was_typed(client, community, leader):
    client.force_login(leader)

    response = client.post(url(community), {"leader": "moderator"})

    assert response.status_code == 422
    assert "Two roles would be called the same" in response.content.decode()
    assert 'value="moderator"' in response.content.decode()
    assert Community.objects.get().role_labels == {}


def test_others_are_not_offered_to_name_roles(client, community, moderator, outsider):
    client.force_login(moderator)
    assert (
        "Call the roles otherwise"
        not in client.get(reverse("communities:roles", args=[community.slug])).content.decode()
    )
    assert client.post(url(community), {"leader": "boss"}).status_code == 403
    client.force_login(outsider)

    assert client.post(url(community), {"leader": "boss"}).status_code == 404
    assert Community.objects.get().role_labels == {}
