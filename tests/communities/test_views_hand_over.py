"""The page on which the lead is handed over, and where whoever is asked answers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from communities import actions
from communities.actions.handover import accept_hand_over, offer_leadership, withdraw_hand_over
from communities.errors import LastLeader
from communities.models import HandOver, Membership, Role
from tests.factories import MembershipFactory


@pytest.fixture
def asked(community, leader, participant):
    return offer_leadership(community, to=participant, afterwards="leaves", word="You know us.", actor=leader)


def state_of(hand_over):
    return HandOver.objects.values_list("state", flat=True).get(pk=hand_over.pk)


def own(person):
    return Membership.objects.get(person=person)


def test_the_last_leader_is_led_from_the_door_to_the_hand_over(client, community, leader, participant):
    client.force_login(leader)
    address = reverse("communities:hand-over", args=[community.slug])

    page = client.get(reverse("communities:leave", args=[community.slug])).content.decode()

    assert f"{address}?afterwards=leaves" in page
    with pytest.raises(LastLeader):
        actions.leave_community(community, actor=leader)


def test_the_whole_way_through_the_pages(client, community, leader, participant):
    address = reverse("communities:hand-over", args=[community.slug])
    client.force_login(leader)
    wish = {"to": f"@{participant.handle}", "afterwards": "leaves", "word": "You know us."}

    assert f'value="@{participant.handle}"' in client.get(f"{address}?to=@{participant.handle}").content.decode()
    assert client.post(address, wish).url == address
    assert participant.name in client.get(address).content.decode()
    assert participant.name in client.get(reverse("communities:leave", args=[community.slug])).content.decode()

    hand_over = HandOver.objects.get()
    client.force_login(participant)
    assert address in client.get(reverse("home:home")).content.decode()
    assert "You know us." in client.get(address).content.decode()
    accept = reverse("communities:hand-over-accept", args=[community.slug, hand_over.pk])
    assert client.post(accept, {"answer": "With joy."}).url == community.get_absolute_url()

    assert (own(leader).state, own(participant).role) == ("left", Role.LEADER)
    assert client.get(accept.replace("accept", "decline")).status_code == 405


def test_what_cannot_be_taken_is_said_beside_its_field(client, community, leader, participant):
    client.force_login(leader)
    address = reverse("communities:hand-over", args=[community.slug])

    response = client.post(address, {"to": "Nobody", "afterwards": "rules", "word": ""})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"to", "afterwards"}
    response = client.post(address, {"to": f"@{leader.handle}", "afterwards": "leader"})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"to"})
    assert not HandOver.objects.exists()


def test_a_long_word_back_is_kept_in_the_form(client, asked, community, participant):
    client.force_login(participant)
    address = reverse("communities:hand-over-accept", args=[community.slug, asked.pk])

    response = client.post(address, {"answer": "x" * 501})

    assert response.status_code == 422
    assert "x" * 501 in response.content.decode()
    assert state_of(asked) == "open"


def test_the_page_is_for_leaders_and_for_whoever_is_asked(client, asked, community, moderator, outsider):
    address = reverse("communities:hand-over", args=[community.slug])
    accept = reverse("communities:hand-over-accept", args=[community.slug, asked.pk])
    for person, page, answer in [(moderator, 403, 404), (outsider, 404, 404)]:
        client.force_login(person)

        assert client.get(address).status_code == page
        assert client.post(address, {"to": "x", "afterwards": "leader"}).status_code == page
        assert client.post(accept).status_code == answer


def test_where_it_has_ended_nothing_is_handed_over(client, asked, community, leader, participant):
    type(community).objects.filter(pk=community.pk).update(phase="concluded")
    address = reverse("communities:hand-over", args=[community.slug])
    client.force_login(leader)
    assert client.get(address).status_code == 403
    client.force_login(participant)
    assert client.get(address).url == community.get_absolute_url()
    with pytest.raises(PermissionDenied):
        accept_hand_over(asked, actor=participant)


def test_who_follows_a_stale_link_reads_what_became_of_it(client, asked, community, leader, participant):
    withdraw_hand_over(asked, actor=leader)
    client.force_login(participant)

    page = client.get(reverse("communities:hand-over", args=[community.slug]), follow=True)

    assert page.redirect_chain == [(community.get_absolute_url(), 302)]
    assert "This is no longer asked of you." in page.content.decode()


def test_of_two_who_ask_each_has_a_form_of_their_own(client, asked, community, participant):
    second = MembershipFactory(community=community, role=Role.LEADER).person
    other = offer_leadership(community, to=participant, afterwards="leaves", actor=second)
    client.force_login(participant)

    answer = client.post(
        reverse("communities:hand-over-accept", args=[community.slug, other.pk]), {"answer": "x" * 501}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(f'id="{asked.pk}-answer"') == page.count(f'id="{other.pk}-answer"') == 1
    assert page.count("x" * 501) == 1
    assert f'href="#{other.pk}-answer"' in page
